import { canonicalJson } from '#platform';

/**
 * What values of one field have in common that say the same: letter case, Unicode form, white space and order of keys make no
 * difference; nor do scheme, `www.` and a final slash of an address.
 */
export function valueKey(value: unknown): string {
  if (typeof value !== 'string') return canonicalJson(value);
  const text = value
    .normalize('NFKC')
    .replace(/[\u00AD\u200B\u2060\uFEFF]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase();
  if (!/^https?:\/\//.test(text)) return `text ${text}`;
  return text
    .replace(/^https?:\/\/(www\.)?/, 'https://')
    .replace(/^https:\/\/twitter\.com\//, 'https://x.com/')
    .replace(/\/+$/, '');
}

/** Whether two values of one field say the same. */
export function sameValue(a: unknown, b: unknown): boolean {
  return valueKey(a) === valueKey(b);
}
