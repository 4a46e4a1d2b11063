import type { Node } from './dom.ts';
import { linesOf, type Line } from './lines.ts';
import { leadingTitle } from './name-lines.ts';

/**
 * What stands before a name in a run of siblings, if it belongs to it: the term of a definition, or the title where titles
 * and names take turns, a title first. `unclear` where a run begins so and does not go on so.
 * @param siblings those of the run that have text
 * @param kindOf what siblings that look alike share
 */
export function leadOf(
  siblings: readonly Node[],
  inner: Node,
  kindOf: (node: Node) => string,
): Line | 'unclear' | null {
  const at = siblings.indexOf(inner);
  const before = siblings[at - 1];
  if (!before) return null;
  if (isNamed(inner, 'dd')) return isNamed(before, 'dt') && !isNamed(siblings[at + 1], 'dd') ? lineIn(before) : null;
  const isName = (node: Node) => kindOf(node) === kindOf(inner);
  const opening = siblings[siblings.findIndex(isName) - 1];
  if (!opening || isName(before) || kindOf(before) !== kindOf(opening)) return null;
  if (leadingTitle(lineIn(opening)?.text ?? '', null) === null) return null;
  const isTitle = (node: Node | undefined) => node !== undefined && kindOf(node) === kindOf(opening);
  return takeTurns(siblings, isName, isTitle) ? lineIn(before) : 'unclear';
}

/** Whether each name has a title right before it, and the last title a name behind it. */
function takeTurns(
  siblings: readonly Node[],
  isName: (node: Node) => boolean,
  isTitle: (node: Node | undefined) => boolean,
): boolean {
  const alternates = siblings.every((node, index) => !isName(node) || isTitle(siblings[index - 1]));
  return alternates && siblings.findLastIndex(isName) > siblings.findLastIndex(isTitle);
}

/** Whether a node is an element of this name. */
export const isNamed = (node: Node | undefined, name: string): boolean =>
  node !== undefined && 'attribs' in node && node.name === name;

const lineIn = (node: Node): Line | null => linesOf({ children: [node] }, 1)[0] ?? null;
