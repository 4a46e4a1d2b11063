import { inlineElements, type Element, type Node } from './dom.ts';
import { isParted } from './inline-gap.ts';
import { collapse } from './text.ts';

/** A line as a reader sees it: text between two block boundaries or line breaks. */
export interface Line {
  readonly text: string;
  /** Its runs of text, in order, as inline elements divide it. */
  readonly parts: readonly string[];
  /** The first text node of the line. */
  readonly node: Node;
  /** Whether all of it is a link or a button. */
  readonly linked: boolean;
  /** The link or button that it begins in. */
  readonly link: Element | null;
}

type TextNode = Extract<Node, { nodeType: 3; data: string }>;

const outside = new Set(['head', 'title', 'option', 'textarea']);

/**
 * The lines of a part of a page, in reading order. Run it after hidden parts are gone.
 * @param limit how many lines at most
 */
export function linesOf(top: { readonly children: readonly Node[] }, limit: number): Line[] {
  const collected = new LineCollector();
  const pending: (Node | 'end')[] = top.children.toReversed();
  for (let node = pending.pop(); node !== undefined && collected.lines.length < limit; node = pending.pop()) {
    if (node === 'end') collected.endLine();
    else if (isText(node)) collected.add(node);
    else if ('attribs' in node && !outside.has(node.name)) {
      if (!inlineElements.has(node.name)) {
        collected.endLine();
        pending.push('end');
      } else if (isParted(node)) collected.addSpace();
      for (const child of node.children.toReversed()) pending.push(child);
    }
  }
  collected.endLine();
  return collected.lines;
}

class LineCollector {
  readonly lines: Line[] = [];
  private node: Node | null = null;
  private raw: string[] = [];
  private linked = true;

  add(node: TextNode): void {
    const blank = node.data.trim() === '';
    if (!this.node && blank) return;
    this.node ??= node;
    this.raw.push(node.data);
    if (!blank && !isLinked(node)) this.linked = false;
  }

  /** Parts what touches, without ending the line. */
  addSpace(): void {
    if (this.node) this.raw.push(' ');
  }

  endLine(): void {
    const { node, raw, linked } = this;
    const text = collapse(raw.join(''));
    if (node && text)
      this.lines.push({ text, parts: raw.map(collapse).filter(Boolean), node, linked, link: linkOf(node) });
    [this.node, this.raw, this.linked] = [null, [], true];
  }
}

/** The elements that something stands in, the innermost first. */
export function ancestorsOf(node: Node): Element[] {
  const found: Element[] = [];
  for (let parent = node.parent; parent && 'attribs' in parent; parent = parent.parent) found.push(parent);
  return found;
}

function isText(node: Node): node is TextNode {
  return node.nodeType === 3;
}

const isLinked = (node: Node): boolean => linkOf(node) !== null;

function linkOf(node: Node): Element | null {
  return (
    ancestorsOf(node)
      .slice(0, 4)
      .find(({ name }) => name === 'a' || name === 'button') ?? null
  );
}
