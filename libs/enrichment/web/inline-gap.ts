import type { Node } from './nodes.ts';

type Tree = Extract<Node, { children: unknown }>;

const INLINE_BOXES = new Set('a abbr b bdi cite em i mark small span strong time u'.split(' '));
/** Classes of what stands beside something else of its own, as a name beside a role. */
const FIELD_CLASS =
  /(?:^|[\s_-])(?:name|fn|role|position|pos|title|subtitle|job|function|funktion|fonction|cargo|ruolo|functie|label|value|key|term|company|employer|department)(?:$|\s)/i;

/**
 * Whether two inline elements that touch are two texts to a reader: style sheets put a name and a role on lines of their
 * own, while a word whose letters are marked up ("<b>W</b><i>ord</i>", "Light" and "Speed" of a brand) goes on.
 */
export function isParted(node: Node): boolean {
  const before = siblingBefore(node);
  if (!before || !isBox(before) || !isBox(node)) return false;
  const [left, right] = [edgeText(before, 'last'), edgeText(node, 'first')];
  if (left === null || right === null || Math.min(left.length, right.length) < 2) return false;
  if (!/[\p{L}\p{N})."”]$/u.test(left) || !/^[\p{L}\p{N}(]/u.test(right)) return false;
  const classes = [before, node].map(({ attribs }) => (attribs['class'] ?? '').trim());
  const areTold = classes[0] !== classes[1];
  if (areTold && classes.some((name) => FIELD_CLASS.test(name))) return true;
  return areTexts(left, right, areTold && !classes.includes(''));
}

/** Whether of two texts at least one has several words, and the second begins like one. */
function areTexts(left: string, right: string, areTold: boolean): boolean {
  if (!/\S\s+\S/.test(left) && !/\S\s+\S/.test(right)) return false;
  if (!/^[\p{Lu}\p{Lo}]/u.test(right) || /(?:^|\s)(?:Mc|Mac|\p{L})$/u.test(left)) return false;
  return areTold || /[\p{Ll}\p{N})."”]$/u.test(left);
}

function siblingBefore(node: Node): Node | null {
  let { prev } = node;
  while (prev?.nodeType === 8) ({ prev } = prev);
  return prev;
}

function isBox(node: Node): node is Tree & { readonly name: string; readonly attribs: Record<string, string> } {
  return 'attribs' in node && INLINE_BOXES.has(node.name);
}

/** The run of text that an element begins or ends with; null where it does so with anything else. */
function edgeText(element: Tree, edge: 'first' | 'last'): string | null {
  let node: Node | undefined = element;
  while (node && 'children' in node) node = edge === 'first' ? node.children[0] : node.children.at(-1);
  return node && 'data' in node && node.nodeType === 3 ? node.data : null;
}
