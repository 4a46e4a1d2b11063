import { textsAt } from '../verify.ts';
import type { PageData, PageDocument } from './page.ts';

/** A typed thing in a page's JSON-LD, microdata or h-cards, and where it stands. */
export interface MarkupNode {
  readonly document: PageDocument;
  readonly syntax: 'jsonLd' | 'microdata' | 'hCards';
  /** JSON pointer of the node itself. */
  readonly pointer: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Names of its schema.org types, without the vocabulary's address. */
  readonly types: readonly string[];
  /** The property names that lead to it from the top; indexes left out. */
  readonly path: readonly string[];
  /** What it stands in, the innermost last. */
  readonly ancestors: readonly Readonly<Record<string, unknown>>[];
}

/** A string that stands in a node, with its JSON pointer. */
export interface PointedText {
  readonly text: string;
  readonly pointer: string;
}

const maxNodes = 3000;

/** Every typed node of a page, outer ones first. */
export function markupNodes(document: PageDocument): MarkupNode[] {
  const found: MarkupNode[] = [];
  for (const syntax of ['jsonLd', 'microdata', 'hCards'] satisfies (keyof PageData)[]) {
    document.data[syntax].forEach((value, index) => {
      visit(value, { document, syntax, pointer: `/${syntax}/${index}`, path: [], ancestors: [] }, found);
    });
  }
  return found;
}

function visit(value: unknown, place: Omit<MarkupNode, 'properties' | 'types'>, found: MarkupNode[]): void {
  if (value === null || typeof value !== 'object' || found.length >= maxNodes) return;
  if (Array.isArray(value)) {
    value.forEach((entry, index) => visit(entry, { ...place, pointer: `${place.pointer}/${index}` }, found));
    return;
  }
  const properties = value as Record<string, unknown>;
  const types = listOf(properties['@type']).flatMap((type) => (typeof type === 'string' ? shortName(type) : []));
  if (types.length) found.push({ ...place, properties, types });
  for (const [name, entry] of Object.entries(properties)) {
    const pointer = `${place.pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const inside = { path: [...place.path, name], ancestors: [...place.ancestors, properties] };
    visit(entry, { ...place, ...inside, pointer }, found);
  }
}

/**
 * The strings that a property of a node holds: itself, in a list, or as the `@id`, `@value`, `url` or `name` of an object.
 */
export function textsOf(node: MarkupNode, property: string): PointedText[] {
  const value = node.properties[property];
  const pointer = `${node.pointer}/${property}`;
  const entries = Array.isArray(value)
    ? value.map((entry, index) => [entry, `${pointer}/${index}`] as const)
    : [[value, pointer] as const];
  return entries.flatMap(([entry, at]) => {
    if (typeof entry === 'string') return entry ? [{ text: entry, pointer: at }] : [];
    if (entry === null || typeof entry !== 'object') return [];
    const inner = ['@value', 'url', 'contentUrl', 'name', '@id'].find(
      (name) => typeof (entry as Record<string, unknown>)[name] === 'string',
    );
    return inner ? [{ text: String((entry as Record<string, unknown>)[inner]), pointer: `${at}/${inner}` }] : [];
  });
}

/** A list that a property of a node holds, as a citation quotes it: the pointer names the whole of it. */
export interface PointedList extends PointedText {
  readonly items: readonly string[];
}

/** The items of a property: a list of texts or of things with a name, or one text with separators. Null where there are none. */
export function listIn(node: MarkupNode, property: string): PointedList | null {
  const value = node.properties[property];
  const isThing = value !== null && typeof value === 'object' && !Array.isArray(value);
  const pointer = `${node.pointer}/${property}${isThing ? '/name' : ''}`;
  const items = textsAt(node.document.data, pointer);
  if (!items) return null;
  const [only = ''] = items;
  const text = items.join(', ');
  return { text, pointer, items: items.length === 1 ? only.split(/[,;|•·]/).map((item) => item.trim()) : items };
}

/** A single value or a list, as a list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

function shortName(type: string): string {
  return type.replace(/^https?:\/\/schema\.org\//i, '').replace(/^schema:/i, '');
}
