import type { Element, Node } from './dom.ts';
import { ancestorsOf, linesOf, type Line } from './lines.ts';
import { isNamed, leadOf } from './title-runs.ts';
import { isNameLike, namesRole, speaksOfAnother, titleIn } from './title-words.ts';

const maxCardLines = 14;
const maxSoleLines = 6;

/** The part of a page that is one person's. */
export interface CardScope {
  readonly lines: readonly Line[];
  readonly hrefs: readonly string[];
  readonly isRow: boolean;
  readonly flat: boolean;
  /** The line before the name, in a run where each title stands before its name. */
  readonly lead: Line | null;
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
  const isAlike = (node: Node) => kindOf(node) === kindOf(inner) && hasText(node);
  const next = container.children.findIndex(
    (node, index) => index > from && (isAlike(node) || isNextTerm(inner, node)),
  );
  const isRow = container.name === 'tr';
  const alike = next >= 0 || container.children.slice(0, from).some(isAlike);
  const flat = alike && !isSoleCard(container);
  const isRun = flat && !isRow;
  const children = isRun ? container.children.slice(from, next < 0 ? undefined : next) : container.children;
  const lines = linesOf({ children }, maxCardLines + 1);
  if (lines.length > maxCardLines) return isNamed(inner, 'h1') ? topOf(container.children.slice(from)) : null;
  if (!isPlain(lines)) return null;
  const lead = isRun ? leadOf(container.children.filter(hasText), inner, kindOf) : null;
  return lead === 'unclear' ? null : { lines, hrefs: hrefsOf(children), isRow, flat, lead };
}

/** On a long page about one person, only what stands right below the name is a card. */
function topOf(children: readonly Node[]): CardScope | null {
  const lines = linesOf({ children }, 2);
  return isPlain(lines) ? { lines, hrefs: [], isRow: false, flat: true, lead: null } : null;
}

const isPlain = (lines: readonly Line[]): boolean =>
  !lines.some(({ text }) => speaksOfAnother(text) || /[“”„«»★]/.test(text));

/**
 * Builders wrap name and title alike: two lines, the name and one more, are one card all the same, and so are a few lines
 * of which the second alone is a title and none may be another name.
 */
function isSoleCard(container: Element): boolean {
  if (/^(html|body|main)$/.test(container.name)) return false;
  const lines = linesOf(container, maxSoleLines + 1);
  if (lines.length === 2) return true;
  const [, second, ...rest] = lines;
  const isTitle = ({ text }: Line) => titleIn(text, null) !== null;
  if (!second || lines.length > maxSoleLines || !isTitle(second)) return false;
  return !rest.some((line) => isTitle(line) || isNameLike(line.text) || namesRole(line.text));
}

const isNextTerm = (inner: Node, node: Node): boolean => isNamed(inner, 'dd') && isNamed(node, 'dt');
const hasText = (node: Node): boolean => linesOf({ children: [node] }, 1).length > 0;

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
