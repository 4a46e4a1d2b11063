import { elementsOf, textOf, type Element, type Node } from './dom.ts';
import { ancestorsOf, linesOf, type Line } from './lines.ts';

/** A label and what stands behind it, in a row, a definition list or a line. */
export interface LabelledPair {
  readonly label: string;
  readonly value: string;
  /** Both, as the page's text has them. */
  readonly quote: string;
  /** The first text node of the label. */
  readonly node: Node;
  /** The table, list or block that the pair stands in. */
  readonly group: Element;
}

const MAX_ELEMENTS = 20_000;
const MAX_PAIRS = 500;
const MAX_INSIDE = 30;
const MAX_LABEL = 40;
const MAX_VALUE = 120;

/** The pairs of a page, rows and definitions first. A row of more than two cells is none. @param lines the page's lines */
export function labelledPairs(top: { readonly children: readonly Node[] }, lines: readonly Line[]): LabelledPair[] {
  const elements = top.children.flatMap((child) =>
    'attribs' in child ? [child, ...elementsOf(child, () => false, MAX_ELEMENTS)] : [],
  );
  const inElements = elements.flatMap((element) => {
    if (element.name === 'tr') return inRow(element);
    return element.name === 'dt' ? inDefinition(element) : [];
  });
  return [...inElements, ...lines.flatMap(inLine)].slice(0, MAX_PAIRS);
}

const childrenOf = ({ children }: { readonly children: readonly Node[] }): Element[] =>
  children.filter((child): child is Element => 'attribs' in child);

function inRow(row: Element): LabelledPair[] {
  const [label, value, ...more] = childrenOf(row);
  const table = closest(row, 'table');
  if (!label || !value || more.length > 0 || !table || [label, value].some(({ name }) => !/^t[dh]$/.test(name)))
    return [];
  return pair(label, value, table);
}

function inDefinition(term: Element): LabelledPair[] {
  const list = closest(term, 'dl');
  const siblings = term.parent ? childrenOf(term.parent) : [];
  const at = siblings.indexOf(term);
  const [before, value, next] = [siblings[at - 1], siblings[at + 1], siblings[at + 2]];
  if (!list || value?.name !== 'dd' || next?.name === 'dd' || before?.name === 'dt') return [];
  return pair(term, value, list);
}

function pair(label: Element, value: Element, group: Element): LabelledPair[] {
  // Cells that hold half a page are a layout; their text is not looked for.
  if ([label, value].some((cell) => elementsOf(cell, () => false, MAX_INSIDE).length === MAX_INSIDE)) return [];
  const [named, said] = [textOf(label, MAX_LABEL), textOf(value, MAX_VALUE)];
  const [line] = linesOf(label, 1);
  if (!line || !said || named.length > MAX_LABEL || said.length > MAX_VALUE) return [];
  return [{ label: named, value: said, quote: `${named} ${said}`, node: line.node, group }];
}

/** "Label: value", where an item of a list or a paragraph has it on a line of its own. */
function inLine({ text, node }: Line): LabelledPair[] {
  const [, label = '', value = ''] = /^([^:：]{2,40})[:：]\s*(\S.*)$/u.exec(text) ?? [];
  if (value === '' || value.length > MAX_VALUE) return [];
  const block = ancestorsOf(node).find(({ name }) => name === 'li' || name === 'p');
  if (!block) return [];
  const group = block.parent && 'attribs' in block.parent ? block.parent : block;
  return [{ label: label.trim(), value, quote: text, node, group }];
}

function closest(element: Element, name: string): Element | null {
  for (let parent = element.parent; parent && 'attribs' in parent; parent = parent.parent)
    if (parent.name === name) return parent;
  return null;
}
