import { inlineElements, type Element, type Node } from './dom.ts';
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
      }
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

  endLine(): void {
    const { node, raw, linked } = this;
    const text = collapse(raw.join(''));
    if (node && text) this.lines.push({ text, parts: raw.map(collapse).filter(Boolean), node, linked });
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

function isLinked(node: Node): boolean {
  return ancestorsOf(node)
    .slice(0, 4)
    .some(({ name }) => name === 'a' || name === 'button');
}
