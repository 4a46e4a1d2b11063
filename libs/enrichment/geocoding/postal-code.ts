/** A postal code at the end of a passage: how many words it takes, and the country that its shape alone tells. */
export interface PostalCode {
  readonly words: number;
  readonly country: string | null;
}

/** Shapes of one word or of two, most telling first; null where several countries share one (UPU S42 templates). */
const shapes: readonly [shape: RegExp, words: number, country: string | null][] = [
  [/^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/, 2, 'GB'],
  [/^[A-CEGHJ-NPR-TVXY]\d[A-Z] \d[A-Z]\d$/, 2, 'CA'],
  [/^[AC-FHKNPRTV-Y]\d[\dW] [A-Z\d]{4}$/, 2, 'IE'],
  [/^[1-9]\d{3} [A-Z]{2}$/, 2, 'NL'],
  [/^\d{3} \d{2,3}$/, 2, null],
  [/^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/, 1, 'GB'],
  [/^[A-CEGHJ-NPR-TVXY]\d[A-Z]\d[A-Z]\d$/, 1, 'CA'],
  [/^[1-9]\d{3}[A-Z]{2}$/, 1, 'NL'],
  [/^[A-Z]\d{4}[A-Z]{3}$/, 1, 'AR'],
  [/^\d{5}-\d{4}$/, 1, 'US'],
  [/^\d{5}-\d{3}$/, 1, 'BR'],
  [/^\d{4}-\d{3}$/, 1, 'PT'],
  [/^\d{2}-\d{3}$/, 1, 'PL'],
  [/^〒?\d{3}-\d{4}$/, 1, 'JP'],
  [/^\d{3,7}$/, 1, null],
];

/** The letters before a code in the international form that CEPT once recommended, as people still write it. */
const prefixes: Readonly<Record<string, string>> = {
  ...{ A: 'AT', B: 'BE', D: 'DE', E: 'ES', F: 'FR', H: 'HU', I: 'IT', L: 'LU', N: 'NO', P: 'PT', S: 'SE', FIN: 'FI' },
  ...{ AT: 'AT', BE: 'BE', BG: 'BG', CH: 'CH', CZ: 'CZ', DE: 'DE', DK: 'DK', EE: 'EE', ES: 'ES', FI: 'FI', FR: 'FR' },
  ...{ HR: 'HR', HU: 'HU', IT: 'IT', LT: 'LT', LU: 'LU', LV: 'LV', NL: 'NL', NO: 'NO', PL: 'PL', PT: 'PT', RO: 'RO' },
  ...{ SE: 'SE', SI: 'SI', SK: 'SK' },
};

/** The postal code that the words end with, if they do. */
export function postalCodeAtEnd(words: readonly string[]): PostalCode | null {
  const last = words.at(-1) ?? '';
  const prefixed = /^([A-Z]{1,3})-\d{3,6}$/.exec(last)?.[1];
  const country = prefixed && prefixes[prefixed];
  if (country) return { words: 1, country };
  for (const [shape, count, known] of shapes) {
    if (words.length >= count && shape.test(words.slice(-count).join(' '))) return { words: count, country: known };
  }
  return null;
}
