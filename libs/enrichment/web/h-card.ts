import type { CheerioAPI } from 'cheerio/slim';
import { elementsOf, textOf, type Element } from './dom.ts';
import { addValue, type MarkupItem } from './microdata.ts';
import { collapse } from './text.ts';

const maxCards = 200;
const maxElements = 2000;
const maxTextLength = 500;
/** Classes of h-card (microformats2) and its ancestor hCard (microformats1), with schema.org's names for the same things. */
const textProperties: readonly [classes: readonly string[], property: string][] = [
  [['p-name', 'fn'], 'name'],
  [['p-job-title', 'title', 'p-role', 'role'], 'jobTitle'],
  [['p-org', 'org'], 'worksFor'],
  [['p-note', 'note'], 'description'],
];
const categories = ['p-category', 'category'];
const photos = ['u-photo', 'photo'];
const telephones = ['p-tel', 'tel'];
const maxListed = 50;

/** Reads h-cards as Person items, each without the cards inside it. Run it after hidden parts are gone. */
export function parseHCards($: CheerioAPI, resolve: (href: string) => string | null): MarkupItem[] {
  const cards = $('.h-card, .vcard').toArray().slice(0, maxCards);
  return cards.map((card) => {
    const item: MarkupItem = { '@type': 'Person' };
    for (const element of elementsOf(card, isCard, maxElements)) {
      if (isCard(element)) continue;
      addTexts(element, item);
      addListed(element, item);
      addPhoto(element, item, resolve);
      if (element.name === 'a' && element.attribs['href']) addLink(element, item, resolve);
    }
    return item;
  });
}

function isCard(element: Element): boolean {
  return hasClass(element, ['h-card', 'vcard']);
}

/** The first of a kind is taken. */
function addTexts(element: Element, item: MarkupItem): void {
  for (const [classes, property] of textProperties) {
    if (item[property] !== undefined || !hasClass(element, classes)) continue;
    const text = textOf(element, maxTextLength);
    if (text && text.length <= maxTextLength) item[property] = text;
  }
}

function addListed(element: Element, item: MarkupItem): void {
  for (const [classes, property] of [
    [categories, 'knowsAbout'],
    [telephones, 'telephone'],
  ] as const) {
    const known = item[property];
    if (!hasClass(element, classes) || (Array.isArray(known) && known.length >= maxListed)) continue;
    const text = textOf(element, maxTextLength);
    if (text && text.length <= maxTextLength) addValue(item, property, text);
  }
}

function addPhoto(element: Element, item: MarkupItem, resolve: (href: string) => string | null): void {
  const address = element.attribs['src'] ?? element.attribs['href'];
  if (!address || item['image'] !== undefined || !hasClass(element, photos)) return;
  const url = resolve(address);
  if (url) item['image'] = url;
}

function addLink(link: Element, item: MarkupItem, resolve: (href: string) => string | null): void {
  const href = link.attribs['href'] ?? '';
  const address = /^mailto:([^?]+)/i.exec(href)?.[1];
  if (address) addValue(item, 'email', collapse(address));
  const isOwn = hasClass(link, ['u-url', 'url']) || /(^|\s)me(\s|$)/i.test(link.attribs['rel'] ?? '');
  const url = isOwn && !address ? resolve(href) : null;
  if (url) addValue(item, 'url', url);
}

function hasClass(element: Element, names: readonly string[]): boolean {
  const classes = element.attribs['class'];
  return classes?.split(/\s+/).some((name) => names.includes(name)) ?? false;
}
