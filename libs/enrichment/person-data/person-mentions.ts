import { load } from 'cheerio';

/** What a person is known by. */
export interface KnownBy {
  readonly email: string | null;
  readonly firstName: string;
  readonly lastName: string | null;
  readonly phoneNumber: string | null;
}

/** Whether a text, an address or a page's markup speaks of a person. */
export type Mentions = (text: string) => boolean;

/** Fewer digits may be anything; of more, those of the country and its trunk prefix are left out. */
const PHONE_DIGITS = { least: 7, compared: 9 } as const;
const PHONE_LIKE = /\d[\d\s()./-]{5,}\d/g;

/** Scripts that put no spaces between words, or that hang endings on a name: each of their letters counts as a word. */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/gu;

/** What may stand between two names: initials, middle names, a second last name. */
const BETWEEN = '(?:[^ ]+ ){0,2}';
/** The same where the last name comes first: with one of these in between, it is the end of somebody else's name. */
const BETWEEN_TURNED = '(?:(?!(?:and|or|und|oder|et|ou|y|e|och|og|en) )[^ ]+ ){0,2}';

/**
 * Tells what mentions a person: their email, their phone number in any notation, or first and last name in either order
 * with up to two words in between; whatever the letter case, the accents and what stands between the words.
 */
export function mentionsOf({ email, firstName, lastName, phoneNumber }: KnownBy): Mentions {
  const address = words(email ?? '');
  const phrases = [...namePatterns(words(firstName), words(lastName ?? '')), ...(address === ' ' ? [] : [address])];
  const known = phrases.map((phrase) => new RegExp(phrase, 'u'));
  const digits = phoneNumber?.replace(/\D/g, '') ?? '';
  const number = digits.length < PHONE_DIGITS.least ? null : digits.slice(-PHONE_DIGITS.compared);
  return (text) =>
    readings(text).some((reading) => {
      const folded = words(reading);
      if (known.some((phrase) => phrase.test(folded))) return true;
      const numbers = number === null ? [] : (reading.match(PHONE_LIKE) ?? []);
      return numbers.some((one) => one.replace(/\D/g, '').endsWith(number ?? ''));
    });
}

/**
 * Patterns of a name in folded words. One name alone is nobody's, be it because the other has neither letter nor digit:
 * it may be a common word, or the company's. A first name of several words may be the whole name, and counts as it stands.
 */
function namePatterns(first: string, last: string): string[] {
  const given = withoutInitials(first);
  if (last === ' ') return / [^ ]{2,} [^ ]{2,} /.test(given) ? [first] : [];
  if (first === ' ') return [];
  const adjacent = [`${first}${last.slice(1)}`, `${last}${first.slice(1)}`];
  // With letters for words, or a mere initial for a name, two of them may well stand that close by chance.
  if (![given, last].every((name) => / [^ ]{2,} /.test(name))) return adjacent;
  return [`${given}${BETWEEN}${last.slice(1)}`, `${last}${BETWEEN_TURNED}${given.slice(1)}`];
}

/** A first name without the middle initials that were entered with it. */
function withoutInitials(name: string): string {
  return name.replace(/(?<= [^ ]{2,} (?:[^ ]+ )*)[^ ] /gu, '');
}

/** The folded words of a text, with a space around each. */
function words(text: string): string {
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase();
  const parts = folded.replace(UNSPACED, ' $& ').split(/[^\p{L}\p{N}]+/u);
  return [' ', ...parts.filter((part) => part !== '').map((part) => `${part} `)].join('');
}

/** A text as it is, which has addresses and data, and what markup in it shows to a reader. */
function readings(text: string): string[] {
  const plain = text.replace(/\\u([0-9a-f]{4})/gi, (_escape, code: string) => String.fromCharCode(parseInt(code, 16)));
  const isMarkup = /<[a-z!/]/i.test(text) || /&#?\w+;/.test(text);
  const unescaped = /%[0-9a-f]{2}/i.test(plain) ? [decodedOctets(plain)] : [];
  return [plain, ...unescaped, ...(isMarkup ? [load(text.replaceAll('<', ' <')).root().text()] : [])];
}

/** Percent-encoded octets (RFC 3986) as text; those that are no UTF-8 stay as they are. */
function decodedOctets(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (octets) => {
    try {
      return decodeURIComponent(octets);
    } catch {
      return octets;
    }
  });
}
