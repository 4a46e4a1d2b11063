import type { PlainText } from './plain-text.ts';
import { isRoleWord, namePreludes } from './title-words.ts';

/** How firmly two neighbouring phrases belong together: not at all, by a space, a comma, a dash or colon, a verb. */
export type Bond = 0 | 1 | 2 | 3 | 4;

const SEPARATOR = String.raw`(?<separator>\s*[,–—|·•:/(]\s*| - | |)`;
const PROPER = String.raw`\p{Lu}[\p{L}.'-]+`;
const DETERMINER =
  "(?:(?:our|the|an?|its|unsere?|die|der|eine?|notre|le|la|une?|nuestr[oa]|el|il nostro|la nostra|il|l|onze|de|een|vår|vores|nosso|nossa)(?: |'))?";
const VERBS =
  '(?:is|is currently|is now|currently|serves as|is serving as|works as|ist|ist derzeit|arbeitet als|est|travaille comme|es|trabaja como|è|é|är|er|jest)';

const nameToTitle: readonly [RegExp, Bond][] = [
  [/^ $/u, 1],
  [new RegExp(`^ ?, ?${DETERMINER}$`, 'iu'), 2],
  [new RegExp(`^(?: ?[–—|·•:] ?| - | ?\\( ?)${DETERMINER}$`, 'iu'), 3],
  [new RegExp(`^,? ${VERBS} ${DETERMINER}$`, 'iu'), 4],
];
const titleToName: readonly [RegExp, Bond][] = [
  [/^ $/u, 1],
  [/^ ?, ?$/u, 2],
  [/^(?: ?[–—|·•:] ?| - )$/u, 3],
  [new RegExp(`^ ${VERBS} $`, 'iu'), 4],
];

/** How firmly what stands between a name and a title, in this order, joins them. */
export function bondOf(gap: string, order: 'name first' | 'title first'): Bond {
  const table = order === 'name first' ? nameToTitle : titleToName;
  return table.find(([pattern]) => pattern.test(gap))?.[1] ?? 0;
}

function strength(separator: string): Bond {
  const mark = separator.trim();
  if (mark === '') return 1;
  return mark === ',' ? 2 : 3;
}

const hasRole = (words: readonly string[]): boolean => words.some(isRoleWord);

/** How firmly a title that ends before a place is joined to what begins there. */
export function titleBefore({ folded }: PlainText, at: number): Bond {
  const tail = folded.slice(Math.max(0, at - 80), at);
  const found = new RegExp(`(?<phrase>[\\p{L}\\p{N}&'. -]*[\\p{L}\\p{N}.])${SEPARATOR}$`, 'u').exec(tail);
  const sentence = found?.groups?.['phrase']?.split(/[.] /u).at(-1) ?? '';
  if (sentence.endsWith('.')) return 0;
  return found && hasRole(sentence.split(' ').slice(-6)) ? strength(found.groups?.['separator'] ?? '') : 0;
}

/** How firmly a title that begins after a place is joined to what ends there. */
export function titleAfter({ folded }: PlainText, at: number): Bond {
  const found = new RegExp(`^${SEPARATOR}(?<phrase>\\p{L}[\\p{L}&' -]*)`, 'u').exec(folded.slice(at, at + 80));
  return found && hasRole((found.groups?.['phrase'] ?? '').split(' ').slice(0, 3))
    ? strength(found.groups?.['separator'] ?? '')
    : 0;
}

function isProperName(words: string, employer: string): boolean {
  const folded = words.toLowerCase();
  if (employer !== '' && folded.startsWith(employer)) return false;
  return !folded.split(' ').some((word) => isRoleWord(word) || namePreludes.has(word));
}

/** How firmly somebody's (or something's) name that ends before a place is joined to what begins there. */
export function nameBefore({ text }: PlainText, at: number, employer: string): Bond {
  const found = new RegExp(`(?<name>${PROPER} ${PROPER})${SEPARATOR}$`, 'u').exec(text.slice(Math.max(0, at - 80), at));
  const { name = '', separator = '' } = found?.groups ?? {};
  return name !== '' && !name.endsWith('.') && isProperName(name, employer) ? strength(separator) : 0;
}

/** How firmly somebody's name that begins after a place is joined to what ends there. */
export function nameAfter({ text }: PlainText, at: number, employer: string): Bond {
  const found = new RegExp(`^${SEPARATOR}(?<name>${PROPER} ${PROPER})`, 'u').exec(text.slice(at, at + 80));
  const { name = '', separator = '' } = found?.groups ?? {};
  return name !== '' && isProperName(name, employer) ? strength(separator) : 0;
}
