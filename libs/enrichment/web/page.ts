import type { CheerioAPI } from 'cheerio/slim';
import type { FetchedPage } from '../page-fetcher.ts';
import type { SourceDocument } from '../source.ts';
import { loadMarkup, textOf, type Node } from './dom.ts';
import { parseHCards } from './h-card.ts';
import { headerLogos } from './header-logos.ts';
import { removeHidden } from './hidden.ts';
import { parseJsonLd } from './json-ld.ts';
import { parseMicrodata, type MarkupItem } from './microdata.ts';
import { collapse } from './text.ts';

interface PageLink {
  /** Absolute, http or https, without a fragment. */
  readonly href: string;
  readonly text: string;
}

/** What a page says about itself and to its readers. JSON pointers into this are citations; strings are one line each. */
export interface PageData {
  /** Where the page was found after redirects. */
  readonly url: string;
  readonly title: string | null;
  readonly description: string | null;
  /** First value of each `og:` property. */
  readonly openGraph: Readonly<Record<string, string>>;
  /** First value of each `twitter:` property. */
  readonly twitterCard: Readonly<Record<string, string>>;
  readonly jsonLd: readonly unknown[];
  readonly microdata: readonly MarkupItem[];
  readonly hCards: readonly MarkupItem[];
  readonly links: readonly PageLink[];
  /** Addresses of the pictures that the page shows as its own logo, absolute. */
  readonly logos: readonly string[];
}

export interface PageDocument extends SourceDocument {
  readonly url: string;
  readonly data: PageData;
}

const maxLinks = 1000;
const maxUrlLength = 500;

/** Parses a fetched HTML page. Never throws on markup; what is hidden from a person is gone before any text is taken. */
export function parsePage(page: FetchedPage): PageDocument {
  const $ = loadMarkup(page.body);
  const resolve = linkResolver($, page.url);
  const head = {
    url: page.url,
    title: textOrNull($('title').slice(0, 20).not('svg title').first().text()),
    description: textOrNull($('meta[name="description" i]').first().attr('content')),
    openGraph: metaOf($, 'og:'),
    twitterCard: metaOf($, 'twitter:'),
    jsonLd: parseJsonLd(jsonLdBlocks($)),
  };
  removeHidden($);
  const data: PageData = {
    ...head,
    microdata: parseMicrodata($, resolve),
    hCards: parseHCards($, resolve),
    links: links($, resolve),
    logos: headerLogos($, page.url, resolve),
  };
  const tree = { children: $.root().contents().toArray() };
  const { storedId, url, fetchedAt } = page;
  const document = { ...(storedId !== undefined && { storedId }), url, fetchedAt, text: textOf(tree), data };
  trees.set(document, tree);
  return document;
}

interface PageTree {
  readonly children: readonly Node[];
}

/** Beside the documents, not in them: a tree refers to itself, and documents are stored and handed on. */
const trees = new WeakMap<PageDocument, PageTree>();

/** What a person sees of a page, as the tree that it was parsed to; undefined for a copy of a document. */
export function pageTree(document: PageDocument): PageTree | undefined {
  return trees.get(document);
}

function jsonLdBlocks($: CheerioAPI): string[] {
  return $('script[type^="application/ld+json" i]')
    .not('template script')
    .toArray()
    .slice(0, 50)
    .map((element) => $(element).text());
}

function metaOf($: CheerioAPI, prefix: 'og:' | 'twitter:'): Record<string, string> {
  const found = new Map<string, string>();
  // Many sites write `name` for `property`, or the other way round.
  $(`meta[property^="${prefix}" i], meta[name^="${prefix}" i]`).each((_, element) => {
    const property = (element.attribs['property'] ?? element.attribs['name'])?.toLowerCase() ?? '';
    const content = collapse(element.attribs['content'] ?? '');
    if (content && !found.has(property) && found.size < 100) found.set(property, content);
  });
  return Object.fromEntries(found);
}

function linkResolver($: CheerioAPI, pageUrl: string): (href: string) => string | null {
  const declared = $('base[href]').first().attr('href');
  const base = declared && URL.canParse(declared, pageUrl) ? new URL(declared, pageUrl).href : pageUrl;
  return (href) => {
    if (href.length > maxUrlLength || !URL.canParse(href.trim(), base)) return null;
    const url = new URL(href.trim(), base);
    url.hash = '';
    const readable = /^https?:$/.test(url.protocol) && !url.username && !url.password;
    return readable && url.href.length <= maxUrlLength ? url.href : null;
  };
}

function links($: CheerioAPI, resolve: (href: string) => string | null): PageLink[] {
  const found = new Map<string, PageLink>();
  for (const element of $('a[href]').toArray()) {
    const href = resolve(element.attribs['href'] ?? '');
    if (!href || found.has(href)) continue;
    found.set(href, { href, text: textOf(element, 200).slice(0, 200) });
    if (found.size === maxLinks) break;
  }
  return [...found.values()];
}

function textOrNull(text: string | undefined): string | null {
  const line = collapse(text ?? '');
  return line === '' ? null : line;
}
