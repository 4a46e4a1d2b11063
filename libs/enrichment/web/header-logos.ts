import type { CheerioAPI } from 'cheerio/slim';
import type { Element } from './dom.ts';
import { ancestorsOf } from './lines.ts';
import { sameSite } from './urls.ts';

const MAX_IMAGES = 300;
const LOGO = /(?:^|[^a-z]|site|brand|company|header)(?:logo|logotype|wordmark)(?![a-z])/i;
const HEADER = /(?:^|[\s_-])(?:header|masthead|topbar|navbar|navbar-brand|site-branding|banner)(?:$|[\s_-])/i;
/** Logos of somebody else, also where a header holds them, and pictures that are none. */
const OTHERS =
  /partner|customer|client|kunden|referenz|sponsor|award|badge|certif|member|payment|press|featured|testimonial|footer|social|avatar|flag|icon-|placeholder|spacer|facebook|twitter|linkedin|instagram|youtube|google|app-?store/i;
const FORMAT = /\.(?:svg|png|jpe?g|webp|gif|avif)$/i;

/**
 * Addresses of the images that a page shows as its own logo: in its header or linking home, and either both or called a
 * logo by class, id, alternative text or file name. Run it after hidden parts are gone.
 */
export function headerLogos($: CheerioAPI, pageUrl: string, resolve: (href: string) => string | null): string[] {
  const found = $('img')
    .toArray()
    .slice(0, MAX_IMAGES)
    .flatMap((image) => {
      const address = addressOf(image);
      const url = address === null ? null : resolve(address);
      return url && isOwnLogo(image, url, pageUrl, resolve) ? [url] : [];
    });
  return [...new Set(found)];
}

function isOwnLogo(image: Element, url: string, pageUrl: string, resolve: (href: string) => string | null): boolean {
  const around = ancestorsOf(image).filter(({ name }) => name !== 'body' && name !== 'html');
  const said = [image, ...around].map(({ attribs }) => `${attribs['class'] ?? ''} ${attribs['id'] ?? ''}`);
  const file = new URL(url).pathname.split('/').at(-1) ?? '';
  if (!FORMAT.test(file) || [file, image.attribs['alt'] ?? '', ...said].some((text) => OTHERS.test(text))) return false;
  const link = around.find(({ name }) => name === 'a');
  const home = link ? isHome(resolve(link.attribs['href'] ?? ''), pageUrl) : null;
  const outside = home ? /^(?:footer|aside)$/ : /^(?:footer|aside|article|section)$/;
  if (home === false || around.some(({ name }) => outside.test(name))) return false;
  const inHeader =
    around.some(({ name, attribs }) => name === 'header' || attribs['role'] === 'banner') ||
    said.some((text) => HEADER.test(text));
  const isCalledLogo = [file, image.attribs['alt'] ?? '', ...said.slice(0, 3)].some((text) => LOGO.test(text));
  return [inHeader, home === true, isCalledLogo].filter(Boolean).length >= 2;
}

/** The first address that is one: lazy loading leaves a stand-in in `src`. */
function addressOf({ attribs }: Element): string | null {
  const candidates = [
    ...[attribs['data-src'], attribs['data-lazy-src'], attribs['data-original'], attribs['src']],
    (attribs['srcset'] ?? attribs['data-srcset'])?.trim().split(/[\s,]/)[0],
  ];
  return candidates.find((address) => address && !/^(?:data|javascript|blob):/i.test(address.trim())) ?? null;
}

function isHome(href: string | null, pageUrl: string): boolean {
  if (href === null || !sameSite(href, pageUrl)) return false;
  const { pathname, search } = new URL(href);
  return search === '' && /^\/(?:[a-z]{2}(?:[-_][a-z]{2})?\/?|index\.\w+|home\/?)?$/i.test(pathname);
}
