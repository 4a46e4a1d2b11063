/** Text with a folded twin of the same length, so that what is found in one can be read in the other. */
export interface PlainText {
  /** Compatibility forms and white space made alike. */
  readonly text: string;
  /** Lower case, without accents. */
  readonly folded: string;
}

/** Makes texts comparable. */
export function plain(source: string): PlainText {
  const text = source
    .normalize('NFKC')
    .replace(/[\u00AD\u200B\u2060\uFEFF]/gu, '')
    .replace(/[\u2018\u2019]/gu, "'")
    .replace(/\s+/gu, ' ');
  return { text, folded: [...text].map(foldCharacter).join('') };
}

function foldCharacter(character: string): string {
  const bare = character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  if (bare.length === character.length) return letters[bare] ?? bare;
  return character;
}

const letters: Readonly<Record<string, string>> = { ł: 'l', đ: 'd', ø: 'o', ı: 'i' };
