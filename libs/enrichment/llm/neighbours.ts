import { plain, type PlainText } from './plain-text.ts';
import { isRoleWord, namePreludes } from './title-words.ts';

/** How firmly two neighbouring phrases belong together: not at all, by a space, a comma, a dash or colon, a verb. */
export type Bond = 0 | 1 | 2 | 3 | 4;

const SEPARATOR = String.raw`(?<separator>\s*[,–—|·•:/(]\s*| - | |)`;
const PROPER = String.raw`\p{Lu}[\p{L}.'-]+`;
const DETERMINER =
  "(?:(?:our|the|an?|its|unsere?|die|der|eine?|notre|le|la|une?|nuestr[oa]|el|il nostro|la nostra|il|l|onze|de|een|vår|vores|nosso|nossa)(?: |'))?";
const VERBS =
  '(?:is|is currently|is now|currently|serves as|is serving as|works as|ist|ist derzeit|arbeitet als|est|travaille comme|es|trabaja como|è|é|är|er|jest)';

const YEAR = String.raw`(?:19|20)\d\d`;
/** Since when, which holds until now. */
const SINCE = String.raw`(?:since|seit|depuis|desde|dal|sinds|siden|sedan|od)(?: \p{L}+)? ${YEAR}(?: roku)?`;
/** "has been" is over, unless it is said since when. */
const PERFECT = new RegExp(`^,? (?:has been|har været|har varit) ${DETERMINER}$`, 'iu');
const LASTING = new RegExp(`^(?: (?:at|of|hos|på|i) [^,.;:!?]{2,60}?)? ${SINCE}(?![\\p{L}\\p{N}])`, 'iu');
/** The same subject goes on: "joined Acme in 2015 and is". */
const JOINED = new RegExp(
  `^ joined (?<whom>[^,;:!?]{2,60}) in (?:\\p{L}+ )?${YEAR},? and is (?:now |today |currently )?${DETERMINER}$`,
  'iu',
);

const nameToTitle: readonly [RegExp, Bond][] = [
  [/^ $/u, 1],
  [new RegExp(`^ ?, ?${DETERMINER}$`, 'iu'), 2],
  [new RegExp(`^(?: ?[–—|·•:] ?| - | ?\\( ?)${DETERMINER}$`, 'iu'), 3],
  [new RegExp(`^,? ${VERBS} (?:${SINCE} )?${DETERMINER}$`, 'iu'), 4],
  [new RegExp(`^ od ${YEAR} roku (?:to|jest) $`, 'iu'), 4],
];
const titleToName: readonly [RegExp, Bond][] = [
  [/^ $/u, 1],
  [/^ ?, ?$/u, 2],
  [/^(?: ?[–—|·•:] ?| - )$/u, 3],
  [new RegExp(`^ ${VERBS} $`, 'iu'), 4],
];

/** What stands between a name and a title, and after them. */
interface Gap {
  readonly text: string;
  readonly after: string;
}

/** How firmly a gap between a name and a title, in this order, joins them. @param employer folded */
export function bondOf(gap: Gap, order: 'name first' | 'title first', employer: string): Bond {
  if (order === 'title first') return titleToName.find(([pattern]) => pattern.test(gap.text))?.[1] ?? 0;
  if (PERFECT.test(gap.text)) return LASTING.test(gap.after) ? 4 : 0;
  const whom = JOINED.exec(gap.text)?.groups?.['whom'];
  if (whom !== undefined) return ['us', 'the company', employer].includes(plain(whom).folded) ? 4 : 0;
  return nameToTitle.find(([pattern]) => pattern.test(gap.text))?.[1] ?? 0;
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

/** How firmly a title that begins after a place is joined to what ends there; "and" begins something else. */
export function titleAfter({ folded }: PlainText, at: number): Bond {
  if (/^ (?:and|und|et|y|e|en|og|och|sowie|as well as) /u.test(folded.slice(at, at + 20))) return 0;
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

/**
 * Whether a name that follows by a space alone has a title behind it, as the next entry of a list does; without one, what
 * stands before it may be its own title.
 */
export function isNextEntry(passage: PlainText, at: number, employer: string): boolean {
  const particles = '(?:\\p{Ll}{1,3} ){0,2}';
  const found = new RegExp(`^ (?<name>${PROPER} ${particles}${PROPER})`, 'u').exec(passage.text.slice(at, at + 80));
  const name = found?.groups?.['name'] ?? '';
  if (!found || !isProperName(name, employer)) return true;
  return titleAfter(passage, at + found[0].length) > 0;
}
