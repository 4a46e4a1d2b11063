import { OutboundError } from '#platform';
import type { PageFetcher } from '../page-fetcher.ts';
import { parsePage, type PageDocument } from './page.ts';
import { fold } from './text.ts';
import { sameSite } from './urls.ts';

/** What became of the attempt to read a site's home page. */
export type HomePage =
  | { readonly found: true; readonly page: PageDocument }
  | { readonly found: false; readonly outcome: 'no_match' | 'skipped'; readonly reason: string };

/** After this time no further page is begun, in milliseconds. */
const furtherPagesMs = 15_000;
const maxFurtherPages = 4;
const refusals: ReadonlySet<string> = new Set(['robots_disallowed', 'address_not_allowed']);
/** The site answered, but not with a page: asking again would not change that. */
const unreadable: ReadonlySet<string> = new Set(['bad_response', 'unsupported_url', 'too_large']);

/** Pages that say who a company is and who works there, the most telling kind first, in several languages. */
const tellingPages: readonly RegExp[] = [
  /\b(team|teams|people|leadership|management|staff|founders|our people|who we are|mitarbeiter|ansprechpartner|equipe|equipo|squadra|medarbejdere|medarbetare|ansatte|henkilosto|zespol|tym|ekip)\b/,
  /\b(about|about us|company|uber uns|ueber uns|unternehmen|a propos|qui sommes nous|entreprise|sobre|sobre nosotros|quienes somos|empresa|chi siamo|azienda|over ons|om os|om oss|tietoa|meista|o nas|o firmie|hakkimizda|quem somos)\b/,
  /\b(imprint|impressum|legal notice|mentions legales|aviso legal|note legali|colofon)\b/,
  /\b(contact|contact us|kontakt|contacto|contatti|contato|nous contacter|yhteystiedot|iletisim)\b/,
];

/** Whether a page's address or title says that it is about the company itself. */
export function isAboutPage({ url, data: { title } }: PageDocument): boolean {
  const said = [lastSegment(new URL(url).pathname), (title ?? '').split(/\s[|–—·-]\s/u)[0] ?? ''];
  return said.some((words) => tellingPages[1]?.test(plainWords(words)));
}

/**
 * Reads the first of some addresses that has a page.
 * @param candidates in order of preference
 * @throws OutboundError where the site may be there, but did not answer
 */
export async function fetchHomePage(
  candidates: readonly string[],
  pages: PageFetcher,
  signal: AbortSignal,
): Promise<HomePage> {
  let failure: OutboundError | null = null;
  let reason = 'The domain has no website';
  for (const url of candidates) {
    try {
      const page = await pages.fetch(url, signal);
      if (page.status === 200) return { found: true, page: parsePage(page) };
      reason = 'The website has no home page';
      if (page.status >= 500) failure = new OutboundError('bad_response');
    } catch (thrown) {
      const error = outboundError(thrown, signal);
      // A site that says no at one address is not asked again at another.
      if (refusals.has(error.code)) return { found: false, outcome: 'skipped', reason: error.message };
      if (error.code !== 'dns_failed') failure = tellingFailure(failure, error);
    }
  }
  if (failure && !unreadable.has(failure.code)) throw failure;
  return { found: false, outcome: 'no_match', reason: failure?.message ?? reason };
}

/** What a site answered says more than that another address of it did not; else the address that was tried last. */
function tellingFailure(earlier: OutboundError | null, later: OutboundError): OutboundError {
  return earlier && unreadable.has(earlier.code) && !unreadable.has(later.code) ? earlier : later;
}

/** Reads up to four pages about the company and its people that the home page links to. Those that fail are left out. */
export async function fetchFurtherPages(
  home: PageDocument,
  pages: PageFetcher,
  signal: AbortSignal,
): Promise<PageDocument[]> {
  const read: PageDocument[] = [];
  const seen = new Set([home.url]);
  const until = Date.now() + furtherPagesMs;
  for (const url of tellingLinks(home)) {
    // What has been read is worth more than the rest of a slow site.
    if (Date.now() > until) break;
    try {
      const page = await pages.fetch(url, signal);
      if (page.status === 200 && sameSite(page.url, home.url) && !seen.has(page.url)) read.push(parsePage(page));
      seen.add(page.url);
    } catch (thrown) {
      outboundError(thrown, signal);
    }
  }
  return read;
}

/** @throws what was thrown, unless it is the safe client's, and the signal's reason once that is aborted */
function outboundError(thrown: unknown, signal: AbortSignal): OutboundError {
  signal.throwIfAborted();
  if (thrown instanceof OutboundError) return thrown;
  throw thrown;
}

function tellingLinks(home: PageDocument): string[] {
  const ranked = home.data.links.flatMap(({ href, text }) => {
    const { pathname } = new URL(href);
    if (href === home.url || !sameSite(href, home.url) || /\.(pdf|docx?|jpe?g|png|zip)$/i.test(pathname)) return [];
    const said = [lastSegment(pathname), text.length <= 40 ? text : ''].map(plainWords);
    const rank = tellingPages.findIndex((pattern) => said.some((words) => pattern.test(words)));
    return rank < 0 ? [] : [{ href, rank, depth: pathname.split('/').length }];
  });
  ranked.sort((a, b) => a.rank - b.rank || a.depth - b.depth);
  return ranked.slice(0, maxFurtherPages).map(({ href }) => href);
}

const plainWords = (words: string): string => fold(words).replace(/[-_./']+/g, ' ');

function lastSegment(pathname: string): string {
  const last = pathname.split('/').filter(Boolean).at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
