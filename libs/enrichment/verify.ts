import type { Citation, Claim } from './source.ts';
import { isTitleDerived, TITLE_DERIVATIONS } from './title/derivations.ts';

/** Values that are not in the quote letter by letter, but follow from it by a documented rule of their source. */
const RULE_FIELDS: ReadonlySet<string> = new Set([
  ...['emailType', 'emailProvider', 'companyDomain', 'phoneE164', 'phoneCountry', 'phoneType', 'location', 'timezone'],
  ...['domain', 'emailStatus', 'mailService'],
]);

/** Fields whose value is an address of the web: anything else in them, such as `javascript:`, is never written. */
const URL_FIELDS: ReadonlySet<string> = new Set([
  ...['linkedinUrl', 'githubUrl', 'twitterUrl', 'websiteUrl'],
  ...['website', 'logoUrl', 'avatarUrl'],
]);

/** Fields whose value is a whole number that the quote must hold, with or without separators of thousands. */
const NUMBER_FIELDS: ReadonlyMap<string, { readonly min: number; readonly max: number }> = new Map([
  ['employees', { min: 1, max: 10_000_000 }],
  ['foundedYear', { min: 1000, max: 2100 }],
]);

/** Fields whose value is a list: each element must be one of those that the quote lists. */
const LIST_FIELDS: ReadonlySet<string> = new Set(['skills', 'languages']);
const MAX_LIST_LENGTH = 20;

const X = 'https://x.com/';
/**
 * Addresses that a network documents as made of a handle: by rule, such a value is its prefix and the whole quote (but
 * for the section that the prefix ends with, as in `company/acme`, and the sign of a handle on X).
 */
const HANDLE_ADDRESSES: ReadonlyMap<string, string> = new Map([
  ['contact.linkedinUrl', 'https://www.linkedin.com/in/'],
  ['contact.githubUrl', 'https://github.com/'],
  ['contact.twitterUrl', X],
  ['company.twitterUrl', X],
  ['company.linkedinUrl', 'https://www.linkedin.com/company/'],
]);

/**
 * Whether a claim stands on what was really read: its quote is found in its document, and its value in its quote.
 * Whatever a source says, a claim that does not pass is never written.
 */
export function isSupported(claim: Claim): boolean {
  const { quote } = claim.citation;
  if (normalizeQuote(quote) === '' || !isStorable(quote) || !isStorable(JSON.stringify(claim.value))) return false;
  return quoteIsFound(claim) && valueFollows(claim);
}

/** Whether Postgres takes a text: NUL and halves of surrogate pairs, also as JSON writes them, are refused there. */
function isStorable(text: string): boolean {
  return !/\0|\p{Cs}|\\u(?:0000|d[89a-f])/u.test(text);
}

/** Compatibility forms, white space and characters without width are no difference between quote and document. */
export function normalizeQuote(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u00AD\u200B\u2060\uFEFF]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

function quoteIsFound({ citation: { document, quote, pointer }, basis }: Claim): boolean {
  // A quote cut out of a word would let a value pass that is only a part of one.
  if (pointer === undefined) return containsWords(normalizeQuote(document.text), normalizeQuote(quote), basis);
  const found = textsAt(document.data, pointer);
  return found !== null && normalizeQuote(found.join(', ')) === normalizeQuote(quote);
}

/**
 * The texts that a JSON pointer names: one string or number, or those of a list or object, where a part that is itself an
 * object counts with its `name`, and keywords such as `@type` do not count. Null where it names none.
 */
export function textsAt(data: unknown, pointer: string): string[] | null {
  const found = resolvePointer(data, pointer);
  if (typeof found === 'string' || typeof found === 'number') return [String(found)];
  if (found === null || typeof found !== 'object') return null;
  const texts = Object.entries(found).flatMap(([key, part]: [string, unknown]) => {
    const text = part !== null && typeof part === 'object' ? (part as Record<string, unknown>)['name'] : part;
    return typeof text === 'string' && text !== '' && !key.startsWith('@') ? [text] : [];
  });
  return texts.length > 0 ? texts : null;
}

function valueFollows(claim: Claim): boolean {
  const { basis, subject, field, value, citation } = claim;
  if (isTitleDerived(field)) return followsFromTitle(field, claim);
  if (basis === 'rule')
    return RULE_FIELDS.has(field) || isAddressOfHandle(`${subject}.${field}`, value, citation.quote);
  if (LIST_FIELDS.has(field)) return isListed(citation, value);
  if (typeof value === 'number') return holdsNumber(field, value, citation.quote);
  if (typeof value !== 'string') return false;
  if (URL_FIELDS.has(field)) return namesAddress(citation, value);
  if (containsWords(normalizeQuote(citation.quote), normalizeQuote(value), basis)) return true;
  // Parts of an address need not stand side by side.
  return field === 'headquarters' && isListed(citation, value.split(', '));
}

/** Whether each of some texts is a whole element of what a citation lists, by its pointer or between separators. */
function isListed({ document, quote, pointer }: Citation, value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_LIST_LENGTH) return false;
  const found = pointer === undefined ? null : textsAt(document.data, pointer);
  const listed = new Set([...(found ?? []), ...quote.split(/[,;|•·]/)].map(normalizeQuote));
  return value.every(
    (item) => typeof item === 'string' && normalizeQuote(item) !== '' && listed.has(normalizeQuote(item)),
  );
}

/** Whether the rule, applied again to a title that stands in the quote, gives the value. */
function followsFromTitle(field: keyof typeof TITLE_DERIVATIONS, claim: Claim): boolean {
  const { basis, subject, value, derivedFrom: title, citation } = claim;
  if (basis !== 'rule' || subject !== 'contact' || title === undefined) return false;
  const stands = containsWords(normalizeQuote(citation.quote), normalizeQuote(title), 'verbatim');
  return stands && value !== null && TITLE_DERIVATIONS[field](title) === value;
}

function isAddressOfHandle(subjectField: string, value: unknown, quote: string): boolean {
  const prefix = HANDLE_ADDRESSES.get(subjectField);
  if (prefix === undefined) return false;
  const handle = quote.replace(prefix.endsWith('/company/') ? /^company\// : prefix === X ? /^@/ : /^$/, '');
  return /^[\w%-]{1,100}$/.test(handle) && value === prefix + handle;
}

function holdsNumber(field: string, value: number, quote: string): boolean {
  const range = NUMBER_FIELDS.get(field);
  if (!range || !Number.isInteger(value) || value < range.min || value > range.max) return false;
  const written = normalizeQuote(quote).match(/\d+(?:[.,'’]\d+)*/g) ?? [];
  return written.some((number) => {
    const grouped = /^\d{1,3}(?:[.,'’]\d{3})+$/.test(number);
    return (grouped ? number.replace(/\D/g, '') : number) === String(value);
  });
}

/**
 * Whether a text holds a phrase as whole words: "CTO" is not in "DIRECTOR". A hyphen between letters makes one word
 * (an "ex-CEO" is no CEO), but not where a rule reads a place out of "Berlin-Mitte".
 */
function containsWords(text: string, phrase: string, basis: Claim['basis']): boolean {
  if (phrase === '') return false;
  const literal = phrase.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const hyphens =
    basis === 'verbatim' ? { before: '(?<!\\p{L}[-\u2010])', after: '(?![-\u2010]\\p{L})' } : { before: '', after: '' };
  const before = /^[\p{L}\p{N}\p{M}]/u.test(phrase) ? `(?<![\\p{L}\\p{N}\\p{M}_])${hyphens.before}` : '';
  const after = /[\p{L}\p{N}\p{M}]$/u.test(phrase) ? `(?![\\p{L}\\p{N}\\p{M}_])${hyphens.after}` : '';
  return new RegExp(before + literal + after, 'u').test(text);
}

/** Whether a quote, or a word of it, is an address that leads to the value. Only markup may give one that is relative. */
function namesAddress({ quote, pointer, document }: Citation, value: string): boolean {
  if (pointer !== undefined && leadsTo(quote, value, document.url ?? undefined)) return true;
  // Providers write addresses without a scheme.
  if (pointer !== undefined && /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(quote) && leadsTo(`https://${quote}`, value))
    return true;
  return quote.split(/\s+/u).some((word) => leadsTo(word.replace(/^[<("']+|[>)"'.,;:!?]+$/g, ''), value));
}

/** Whether the value is the found address, but for scheme, `www.`, a final slash and left-out parameters, or its site. */
function leadsTo(found: string, value: string, base?: string): boolean {
  if (!URL.canParse(found, base) || !URL.canParse(value)) return false;
  const [from, to] = [new URL(found, base), new URL(value)];
  const isWeb = [from, to].every((url) => /^https?:$/.test(url.protocol) && url.username === '' && url.password === '');
  if (!isWeb || site(from) !== site(to)) return false;
  if (URL.canParse(found) && to.pathname === '/' && to.search === '') return true;
  const kept = [...to.searchParams].every(([name, given]) => from.searchParams.getAll(name).includes(given));
  return kept && path(from) === path(to);
}

const site = (url: URL): string => url.host.replace(/^www\./, '');
const path = (url: URL): string => url.pathname.replace(/\/+$/, '');

/** The value that an RFC 6901 JSON pointer names; undefined where there is none. */
export function resolvePointer(data: unknown, pointer: string): unknown {
  if (pointer === '') return data;
  if (!pointer.startsWith('/')) return undefined;
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((node, key) => {
      if (node === null || typeof node !== 'object' || !Object.hasOwn(node, key)) return undefined;
      if (Array.isArray(node) && !/^\d+$/.test(key)) return undefined;
      return (node as Record<string, unknown>)[key];
    }, data);
}
