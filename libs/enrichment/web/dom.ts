import { load, type CheerioAPI } from 'cheerio/slim';
import { isParted } from './inline-gap.ts';
import { limitNesting } from './nesting.ts';
import type { Element, Node } from './nodes.ts';
import { collapse } from './text.ts';

export type { Element, Node } from './nodes.ts';

/** Elements that do not part words. */
export const inlineElements = new Set(
  'a abbr b bdi bdo cite code data dfn em font i kbd mark q s samp small span strong sub sup time u var wbr'.split(' '),
);

const outsideBody = new Set(['head', 'title']);

/** Parses markup, however broken, into a tree with one root element and a bounded depth. */
export function loadMarkup(html: string): CheerioAPI {
  const parsed = load(limitNesting(html)).root().contents().toArray() as Node[];
  const $ = load('<html></html>');
  const top = $('html').get(0);
  if (!top) return $;
  // cheerio compares all children of the root with each other at each query, so there should be one.
  top.children = parsed;
  for (const child of top.children) child.parent = top;
  return $;
}

/** The elements inside a scope, in order, without entering those that are scopes of their own (they are given themselves). */
export function elementsOf(scope: Element, isScope: (element: Element) => boolean, limit: number): Element[] {
  const found: Element[] = [];
  const pending: Node[] = scope.children.toReversed();
  for (let node = pending.pop(); node && found.length < limit; node = pending.pop()) {
    if (!('attribs' in node)) continue;
    found.push(node);
    if (!isScope(node)) for (const child of node.children.toReversed()) pending.push(child);
  }
  return found;
}

function isText(node: Node): node is Extract<Node, { nodeType: 3; data: string }> {
  return node.nodeType === 3;
}

const isShown = (node: Node): node is Element => 'attribs' in node && !outsideBody.has(node.name);

/**
 * Text in reading order on one line; block elements part words, inline ones only where they are two texts to a reader.
 * @param limit in characters: reading stops somewhere beyond it
 */
export function textOf(top: { readonly children: readonly Node[] }, limit = Infinity): string {
  const pieces: string[] = [];
  let length = 0;
  const pending: (Node | ' ')[] = top.children.toReversed();
  for (let node = pending.pop(); node !== undefined && length <= limit; node = pending.pop()) {
    if (node === ' ' || isText(node)) {
      const piece = node === ' ' ? node : node.data.slice(0, limit - length + 1);
      pieces.push(piece);
      length += piece.length;
      continue;
    }
    if (!isShown(node)) continue;
    if (!inlineElements.has(node.name)) {
      pieces.push(' ');
      pending.push(' ');
    } else if (isParted(node)) pieces.push(' ');
    for (const child of node.children.toReversed()) pending.push(child);
  }
  return collapse(pieces.join(''));
}
