import type { CheerioAPI } from 'cheerio/slim';
import { elementsOf, textOf, type Element } from './dom.ts';
import { collapse } from './text.ts';

/** An item in the shape that JSON-LD would give it, so that one reader serves both. */
export type MarkupItem = { '@type': string } & Record<string, unknown>;

const maxItems = 200;
const maxElements = 5000;
const maxTextLength = 5000;

/** Reads HTML microdata (HTML Standard §5): top-level items with their nested items. Run it after hidden parts are gone. */
export function parseMicrodata($: CheerioAPI, resolve: (href: string) => string | null): MarkupItem[] {
  const scopes = $('[itemscope]').filter((_, element) => !$(element).attr('itemprop'));
  return scopes
    .toArray()
    .slice(0, maxItems)
    .map((element) => readItem(element, resolve, 0));
}

function readItem(scope: Element, resolve: (href: string) => string | null, depth: number): MarkupItem {
  const item: MarkupItem = { '@type': scope.attribs['itemtype']?.trim().split(/\s+/)[0] ?? '' };
  for (const element of elementsOf(scope, isItem, maxElements)) {
    if (!element.attribs['itemprop']) continue;
    const nested = isItem(element);
    const value = nested ? (depth < 6 ? readItem(element, resolve, depth + 1) : null) : propertyValue(element, resolve);
    if (value === null || value === '') continue;
    for (const name of (element.attribs['itemprop'] ?? '').trim().split(/\s+/)) addValue(item, name, value);
  }
  return item;
}

function isItem(element: Element): boolean {
  return 'itemscope' in element.attribs;
}

function propertyValue(element: Element, resolve: (href: string) => string | null): string | null {
  const { attribs, name } = element;
  const given = { meta: attribs['content'], time: attribs['datetime'], data: attribs['value'] }[name];
  if (given) return collapse(given);
  const address = attribs['href'] ?? attribs['src'];
  if (address !== undefined) return /^(?:mailto|tel):/i.test(address) ? collapse(address) : resolve(address);
  const text = textOf(element, maxTextLength);
  return text.length <= maxTextLength ? text : null;
}

/** A repeated property becomes a list, as in JSON-LD. */
export function addValue(item: Record<string, unknown>, name: string, value: unknown): void {
  if (!name || name === '__proto__' || name.startsWith('@')) return;
  const known = item[name];
  if (known === undefined) item[name] = value;
  else item[name] = Array.isArray(known) ? [...(known as unknown[]), value] : [known, value];
}
