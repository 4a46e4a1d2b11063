import type { ProviderAnswers, QualityCase, ServedPage } from './corpus/case.ts';

/** A piece of evidence as it would be stored. */
interface StoredEvidence {
  readonly url: string | null;
  readonly quote: string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const oneLine = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim();

/**
 * Whether a quote stands in the bytes that were served at its address, and the value in the quote. It shares no code with
 * the engine on purpose: it reads the markup as text, not as a tree. Of a list, each element must stand there.
 */
export function isProven(one: QualityCase, value: unknown, evidence: StoredEvidence): boolean {
  const { quote } = evidence;
  if (Array.isArray(value)) {
    return (
      value.length > 0 &&
      value.every((item) => quote.includes(String(item)) && isQuoted(one, item, { ...evidence, quote: String(item) }))
    );
  }
  if (isQuoted(one, value, evidence)) return true;
  const parts = typeof value === 'string' ? value.split(', ') : [];
  if (parts.length > 1 && parts.every((part) => quote.split(', ').includes(part))) {
    return quote.split(', ').every((part) => isQuoted(one, part, { ...evidence, quote: part }));
  }
  return false;
}

function isQuoted(one: QualityCase, value: unknown, { url, quote }: StoredEvidence): boolean {
  if (url === null) return quote !== '' && JSON.stringify([one.contact, one.company]).includes(quote);
  if (one.provider) return isAnswered(one, one.provider.answers, value, quote);
  const { host, pathname } = new URL(url);
  const page = one.sites[host]?.[decodeURI(pathname)];
  return page !== undefined && isOnPage(one, page, value, { url, quote });
}

function isOnPage(
  one: QualityCase,
  page: ServedPage,
  value: unknown,
  { url, quote }: { readonly url: string; readonly quote: string },
): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  const { origin } = new URL(url);
  if (!follows(String(value), quote, url) && !followsFromTitle(one, value, quote)) return false;
  if (quote === url || quote === `${origin}/`) return true;
  const readings = readingsOf(page);
  const wanted = [quote, quote.startsWith(origin) ? quote.slice(origin.length) : quote].map(oneLine);
  return wanted.some((text) => text !== '' && readings.some((reading) => reading.includes(text)));
}

/** Whether a text or number of a provider's answers is the quote, and the value follows from it. */
function isAnswered(one: QualityCase, answers: ProviderAnswers['answers'], value: unknown, quote: string): boolean {
  const leaves = (data: unknown): unknown[] =>
    data !== null && typeof data === 'object' ? Object.values(data).flatMap(leaves) : [data];
  const said = Object.values(answers).flatMap((answer) => (answer === 'never' ? [] : leaves(answer.body)));
  if (!said.some((leaf) => (typeof leaf === 'string' || typeof leaf === 'number') && String(leaf) === quote))
    return false;
  if (isObject(value)) return isPlaceOf(value, said, quote);
  if (one.placed && value === one.placed.timezone) return oneLine(quote).includes(one.placed.named);
  if (typeof value === 'number') return quote.replace(/^\+/, '').startsWith(String(value));
  if (followsFromTitle(one, value, quote)) return true;
  // Of a handle the address is made, whose last part it is.
  return (
    typeof value === 'string' &&
    (follows(value.replace(/^https:/, 'http:'), quote.replace(/^https:/, 'http:'), 'http://none.example') ||
      value.endsWith(`/${quote}`) ||
      bareAddress(value) === bareAddress(quote))
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/**
 * Whether each text of a place is said in the answer, the city in the quote itself unless that is of a street; so are the
 * coordinates of an address. Those of a city come from elsewhere, and labels tell whether they are right.
 */
function isPlaceOf(place: Readonly<Record<string, unknown>>, said: readonly unknown[], quote: string): boolean {
  const texts = new Set(said.map((leaf) => oneLine(String(leaf)).toLowerCase()));
  const names = [place['city'], place['region'] ?? place['city']].map((name) => oneLine(String(name)).toLowerCase());
  if (!names.every((name) => texts.has(name))) return false;
  if (!texts.has(String(place['country']).toLowerCase()) && !texts.has(String(place['countryCode']).toLowerCase()))
    return false;
  if (place['precision'] === 'city')
    return oneLine(quote)
      .toLowerCase()
      .includes(names[0] ?? '');
  const numbers = new Set(said.map(Number));
  return numbers.has(Number(place['latitude'])) && numbers.has(Number(place['longitude']));
}

/** An address less its scheme, which providers leave out, `www.` and a final slash. */
function bareAddress(text: string): string {
  return text
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/$/, '');
}

/** The value is in the quote; of an address or handle, its last part is. */
function follows(value: string, quote: string, base: string): boolean {
  if (oneLine(quote).includes(oneLine(value))) return true;
  if (!/^https?:/.test(value)) return false;
  if (URL.canParse(quote, base) && new URL(quote, base).href.startsWith(value.replace(/\/$/, ''))) return true;
  return /^@\w+$/.test(quote) && value.endsWith(`/${quote.slice(1)}`);
}

/** What was derived from a title stands on a quote of the title. */
function followsFromTitle({ titled }: QualityCase, value: unknown, quote: string): boolean {
  const said = titled !== undefined && (titled.seniority === value || titled.department === value);
  return said && oneLine(quote).includes(oneLine(titled.title));
}

function readingsOf({ body, contentType }: ServedPage): string[] {
  const charset = /charset=([\w-]+)/.exec(contentType)?.[1] ?? 'utf-8';
  const source = new TextDecoder(charset).decode(body);
  const readable = source.replace(/&(?:#(\d+)|(\w+));/g, (whole, code?: string, name = '') =>
    code ? String.fromCodePoint(Number(code)) : (entities[String(name)] ?? whole),
  );
  const json = readable.replace(/\\u([\da-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return [
    readable,
    json.replaceAll('\\/', '/'),
    readable.replace(/<[^>]*>/g, ' '),
    readable.replace(/<[^>]*>/g, ''),
    readable.replace(/<\/?(?:a|b|i|em|strong|span|small|font|img|button)\b[^>]*>/gi, '').replace(/<[^>]*>/g, ' '),
  ].map(oneLine);
}
