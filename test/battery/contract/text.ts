import fc from 'fast-check';

/** Any code point of any of the 17 planes, unpaired surrogates among them. */
const codePoint = fc
  .integer({ min: 0, max: 16 })
  .chain((plane) => fc.integer({ min: plane << 16, max: (plane << 16) + 0xffff }))
  .map((point) => String.fromCodePoint(point));

/** What databases, logs, terminals and readers of JSON have stumbled over. */
const awkward = fc.constantFrom(
  ...['\0', '\u0001', '\n', '\r\n', '\t', '\u007f', '\u0085', '\u2028', '\ufeff', '\ufffe', '\ufffd'],
  ...['\u202e', '\u2066', '\u200d', '\u0301\u0301\u0301', 'e\u0301', 'İ', 'ß', 'ﷺ'],
  ...['שלום', 'العربية', '👩‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '𝔘', "'", '"', '\\', '%', '_', '$1', '{{', '<b>', "';--", '\\u0000', '../'],
);

/** Halves of characters, which are no text in UTF-8. */
const unpaired = fc.constantFrom('\ud800', '\udbff', '\udc00', '\udfff', '\udc00\ud800');

const plain = fc.constantFrom(...'abcXYZ019 .-@'.split(''));

/** Text with anything in it: much of all, or one thing alone among letters. */
export const anyText = fc.oneof(
  fc.array(fc.oneof(plain, plain, codePoint, awkward), { maxLength: 30 }).map((parts) => parts.join('')),
  fc.tuple(plain, fc.oneof(awkward, codePoint), plain).map((parts) => parts.join('')),
  fc.tuple(plain, unpaired, plain).map((parts) => parts.join('')),
);

/** Text as people have it in their names, in any script. */
export const goodText = (min: number, max: number): fc.Arbitrary<string> => {
  const letter = fc.constantFrom(...'abcdefgXYZ', 'é', 'Ž', 'ő', 'ש', '李', '𠮷', '😀');
  return fc.array(letter, { minLength: Math.max(min, 1), maxLength: Math.min(max, 20) }).map((parts) => parts.join(''));
};

/** Text of exactly so many characters (code points), of one, two, three or four bytes each. */
export const textOfLength = (length: number): fc.Arbitrary<string> =>
  fc.constantFrom('a', 'é', '李', '😀').map((character) => character.repeat(Math.max(length, 0)));

/** Percent-encodes any text: unpaired surrogates as the bytes that UTF-8 would have for them, were they allowed. */
export function percentEncoded(text: string): string {
  return [...text]
    .map((character) => {
      if (character.isWellFormed()) return encodeURIComponent(character);
      const unit = character.charCodeAt(0);
      const bytes = [0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)];
      return bytes.map((byte) => `%${byte.toString(16).toUpperCase()}`).join('');
    })
    .join('');
}
