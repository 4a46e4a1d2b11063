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

/**
 * Tells what mentions a person: their email, their phone number in any notation, or first and last name side by side in
 * either order; whatever the letter case, the accents and what stands between the words. A first name alone is nobody's.
 */
export function mentionsOf({ email, firstName, lastName, phoneNumber }: KnownBy): Mentions {
  const names = lastName === null ? [] : [`${firstName} ${lastName}`, `${lastName} ${firstName}`];
  const phrases = [...names, ...(email === null ? [] : [email])].map(words).filter((phrase) => phrase.trim() !== '');
  const digits = phoneNumber?.replace(/\D/g, '') ?? '';
  const number = digits.length < PHONE_DIGITS.least ? null : digits.slice(-PHONE_DIGITS.compared);
  return (text) =>
    readings(text).some((reading) => {
      const folded = words(reading);
      if (phrases.some((phrase) => folded.includes(phrase))) return true;
      const numbers = number === null ? [] : (reading.match(PHONE_LIKE) ?? []);
      return numbers.some((one) => one.replace(/\D/g, '').endsWith(number ?? ''));
    });
}

/** The folded words of a text, with a space around each. */
function words(text: string): string {
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return ` ${folded
    .split(/[^\p{L}\p{N}]+/u)
    .join(' ')
    .trim()} `;
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
