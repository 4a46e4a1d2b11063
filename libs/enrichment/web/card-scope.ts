import type { Element, Node } from './dom.ts';
import { ancestorsOf, linesOf, type Line } from './lines.ts';
import { speaksOfAnother } from './title-words.ts';

const maxCardLines = 14;

/** The part of a page that is one person's. */
export interface CardScope {
  readonly lines: readonly Line[];
  readonly hrefs: readonly string[];
  readonly isRow: boolean;
  readonly flat: boolean;
}

/**
 * The smallest part of the page that holds the name and anything more; of a run of like siblings, the part from the name to
 * the next of its kind.
 */
export function scopeOf(name: Line): CardScope | null {
  let inner: Node = name.node;
  for (const container of ancestorsOf(name.node)) {
    const lines = linesOf(container, 2);
    if (lines.length > 1) return sliceOf(container, inner);
    inner = container;
    if (container.name === 'body' || container.name === 'html') break;
  }
  return null;
}

function sliceOf(container: Element, inner: Node): CardScope | null {
  const from = container.children.indexOf(inner);
  const isAlike = (node: Node) => kindOf(node) === kindOf(inner) && linesOf({ children: [node] }, 1).length > 0;
  const next = container.children.findIndex((node, index) => index > from && isAlike(node));
  const flat = next >= 0 || container.children.slice(0, from).some(isAlike);
  const isRow = container.name === 'tr';
  // Builders wrap name and title alike: two lines, the name and one more, are one card all the same.
  const isPair = !/^(html|body|main)$/.test(container.name) && linesOf(container, 3).length === 2;
  const children =
    flat && !isRow && !isPair ? container.children.slice(from, next < 0 ? undefined : next) : container.children;
  const lines = linesOf({ children }, maxCardLines + 1);
  if (lines.length > maxCardLines) return null;
  if (lines.some(({ text }) => speaksOfAnother(text)) || /[“”„«»★]/.test(lines.map(({ text }) => text).join()))
    return null;
  return { lines, hrefs: hrefsOf(children), isRow, flat: flat && !isPair };
}

const kindOf = (node: Node): string =>
  'attribs' in node ? `${node.name}.${node.attribs['class'] ?? ''}` : `#${node.nodeType}`;

function hrefsOf(children: readonly Node[]): string[] {
  const found: string[] = [];
  const pending = [...children];
  for (let node = pending.pop(); node && found.length < 20; node = pending.pop()) {
    if (!('attribs' in node)) continue;
    if (node.name === 'a' && node.attribs['href']) found.push(node.attribs['href']);
    pending.push(...node.children);
  }
  return found;
}
