const controls = /[\u0000-\u001f\u007f-\u009f\u200b\u2028\u2029\ufeff]+/g;

/** One line: control characters and runs of white space become one space, the ends are trimmed, Unicode is composed. */
export function collapse(text: string): string {
  return text.replace(controls, ' ').replace(/\s+/g, ' ').trim().normalize('NFC');
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  '#38': '&',
  '#038': '&',
  '#39': "'",
  '#039': "'",
  '#8211': '–',
  '#8217': '’',
};

/** Undoes the entities that content systems wrongly leave in JSON, where they have no meaning. */
export function decodeStrayEntities(text: string): string {
  return text.replace(/&(#?\w{2,5});/g, (whole, name: string) => entities[name.toLowerCase()] ?? whole);
}

/** For comparing: lower case, without accents and with one space between words. */
export function fold(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  return collapse(plain.replace(/ß/g, 'ss').replace(/[øœæłđð]/g, (letter) => letterFolds[letter] ?? letter));
}

const letterFolds: Readonly<Record<string, string>> = { ø: 'o', œ: 'oe', æ: 'ae', ł: 'l', đ: 'd', ð: 'd' };
