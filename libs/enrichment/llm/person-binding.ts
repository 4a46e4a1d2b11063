import { bondOf, nameAfter, nameBefore, titleAfter, titleBefore, type Bond } from './neighbours.ts';
import { plain, type PlainText } from './plain-text.ts';
import { isRoleWord, lessens, namePreludes, notNow } from './title-words.ts';

export interface NamedPerson {
  readonly firstName: string;
  readonly lastName: string;
  /** Whom they work for: a title that is held elsewhere is not theirs here. */
  readonly employer?: string | null;
}

/** What stands before and after a quote in its document. */
export interface Surroundings {
  readonly before: string;
  readonly after: string;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Whether a quote says that a title is this very person's, now: the full name and the title stand beside each other, in
 * either order, joined by no more than a closed set of connectors, and neither can as well belong to another name or title
 * beside it. Deliberately narrow: what it refuses is lost, what it passes is written without a person looking at it.
 * @param around without it, the quote is taken for all that there is
 */
export function bindsToPerson(
  quote: string,
  title: string,
  person: NamedPerson,
  around: Surroundings = { before: '', after: '' },
): boolean {
  const passage = plain(`${around.before}${quote}${around.after}`);
  const quoted = plain(quote).folded.trim();
  const wanted = plain(title).folded.trim();
  if (wanted === '' || !wanted.split(/[\s/,&]+/u).some(isRoleWord) || isOver(wanted)) return false;
  const start = passage.folded.indexOf(quoted, Math.max(0, plain(around.before).text.length - 2));
  if (start < 0) return false;
  const inside = ({ from, to }: Span): boolean => from >= start && to <= start + quoted.length;
  const names = spansOf(passage, namePattern(person)).filter(inside);
  const titles = spansOf(passage, whole(literal(wanted))).filter(inside);
  const employer =
    plain(person.employer ?? '')
      .folded.trim()
      .split(' ')[0] ?? '';
  return names.some((name) => titles.some((found) => isBound(passage, name, found, employer)));
}

function isBound(passage: PlainText, name: Span, title: Span, employer: string): boolean {
  const nameFirst = name.to <= title.from;
  if (!nameFirst && title.to > name.from) return false;
  const [first, last] = nameFirst ? [name, title] : [title, name];
  const bond = bondOf(passage.text.slice(first.to, last.from), nameFirst ? 'name first' : 'title first');
  if (bond === 0 || !isWholeName(passage, name, title) || !isWholeTitle(passage, title)) return false;
  // A verb leaves no doubt.
  if (bond < 4 && isRivalled(passage, name, title, bond, employer)) return false;
  return !isElsewhere(passage.text.slice(last.to), employer) && !isOver(clauseAround(passage, first, last, title));
}

/** Whether another title claims the name, or another name the title, as firmly. */
function isRivalled(passage: PlainText, name: Span, title: Span, bond: Bond, employer: string): boolean {
  return name.to <= title.from
    ? titleBefore(passage, name.from) >= bond || nameAfter(passage, title.to, employer) > bond
    : titleAfter(passage, name.to) >= bond || nameBefore(passage, title.from, employer) >= bond;
}

/** Whether no further word belongs to the name, as in "Mary Jane Doe" or "Jane Doe Ltd". */
function isWholeName(passage: PlainText, name: Span, title: Span): boolean {
  const begins = title.to === name.from - 1 || !isNamedOn(passage, name.from);
  const { text, folded } = passage;
  const after = /^ (?<word>\p{Lu}[\p{L}'-]*)/u.exec(text.slice(name.to))?.groups?.['word'] ?? '';
  const ends = after === '' || title.from === name.to + 1;
  return begins && (ends || isRoleWord(folded.slice(name.to + 1, name.to + 1 + after.length)));
}

/** Whether a capitalized word stands before a name that is no form of address, heading, title or end of a sentence. */
function isNamedOn({ text, folded }: PlainText, at: number): boolean {
  const before = /(?<word>[\p{L}\p{N}'.-]+) $/u.exec(text.slice(0, at))?.groups?.['word'] ?? '';
  if (!/^\p{Lu}/u.test(before) || /\p{L}{3,}\.$/u.test(before)) return false;
  const word = folded.slice(at - before.length - 1, at - 1).replace(/\.$/u, '');
  return !namePreludes.has(word) && !isRoleWord(word);
}

/** Whether the title is not a part of another, as in "Vice President", "CEO's assistant" or "Sales Manager Assistant". */
function isWholeTitle({ folded }: PlainText, { from, to }: Span): boolean {
  const before = /(?<word>[\p{L}-]+)[ -]$/u.exec(folded.slice(Math.max(0, from - 40), from))?.groups?.['word'] ?? '';
  const after = /^ (?<word>[\p{L}-]+)/u.exec(folded.slice(to, to + 40))?.groups?.['word'] ?? '';
  return !lessens.has(before) && !isRoleWord(after) && !/^'s?\p{L}?|^-\p{L}/u.test(folded.slice(to));
}

const PLACE =
  /^(?:,? (?:of|at|for|with|bei|beim|der|des|von|für|chez|de|du|del|della|à|presso|di|da|hos|på|van|voor|w)\b|,? ?@|,? (?:à|für|på)|,? d'| ?\() ?(?<rest>.*)/iu;
const COMPANY =
  /^(?: ?[,–—|-] ?| )(?<rest>(?:\p{Lu}[\p{L}&.'-]* ){1,3}(?:inc|gmbh|ltd|llc|ag|sa|bv|corp|oy|ab|as|limited|kg|srl|spa|sarl|sas|plc)(?![\p{L}]).*)/iu;

/** Whether what follows places the person with another organization than theirs, or goes on with the title. */
function isElsewhere(following: string, employer: string): boolean {
  for (const pattern of [PLACE, COMPANY]) {
    const rest = pattern.exec(following.slice(0, 100))?.groups?.['rest'];
    if (rest === undefined) continue;
    const named = plain(rest).folded.replace(/^(?:the|der|die|das|la|le|el|il|den) /u, '');
    if (employer === '' || !named.startsWith(employer)) return true;
  }
  return false;
}

/** The sentence that holds both, without the title itself. */
function clauseAround({ folded }: PlainText, first: Span, last: Span, title: Span): string {
  const end = /(?<=\p{L}{3}|\p{N}|["”)])[.!?;…](?= |$)/gu;
  const before = folded.slice(Math.max(0, first.from - 160), first.from);
  const after = folded.slice(last.to, last.to + 160);
  const begun = [...before.matchAll(end)].at(-1)?.index ?? -1;
  const ended = /^[.!?;]/u.test(after) ? 0 : ([...after.matchAll(end)][0]?.index ?? after.length);
  const between = folded.slice(first.from, last.to).replace(folded.slice(title.from, title.to), ' ');
  return `${before.slice(begun + 1)}${between}${after.slice(0, ended)}`;
}

const isOver = (folded: string): boolean =>
  notNow.test(
    folded.replace(/\bassist\p{L}* (?:to|de|del|di|du|des|der|von)\b/gu, (found) =>
      folded.startsWith(found) ? '' : found,
    ),
  );

function namePattern({ firstName, lastName }: NamedPerson): string {
  const [first, last] = [firstName, lastName].map((name) => literal(plain(name).folded.trim()));
  // One middle name, or initials; or the last name first.
  return whole(
    `(?:${first}(?: \\p{L}\\.?){0,2} ${last}|${first} (?!(?:and|und|et|y|e|og|och|i|ja|en)\\b)\\p{L}{2,} ${last}|${last}, ${first})`,
  );
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
const whole = (pattern: string): string =>
  `(?<![\\p{L}\\p{N}\\p{M}_])(?<![\\p{L}][-'])${pattern}(?![\\p{L}\\p{N}\\p{M}_])(?!-\\p{L})`;

function spansOf({ folded }: PlainText, pattern: string): Span[] {
  if (pattern === whole('')) return [];
  return [...folded.matchAll(new RegExp(pattern, 'gu'))].map(({ index, 0: found }) => ({
    from: index,
    to: index + found.length,
  }));
}
