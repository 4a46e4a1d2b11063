import { isSupposed, isTitleShaped, mayBeginAfter, mayEndBefore } from './clauses.ts';
import { bondOf, isNextEntry, nameAfter, nameBefore, titleAfter, titleBefore, type Bond } from './neighbours.ts';
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
  if (!isTitleShaped(wanted) || isOver(wanted)) return false;
  const start = passage.folded.indexOf(quoted, Math.max(0, plain(around.before).text.length - 2));
  if (start < 0) return false;
  const inside = ({ from, to }: Span): boolean => from >= start && to <= start + quoted.length;
  const names = spansOf(passage, namePattern(person)).filter(inside);
  const titles = spansOf(passage, whole(literal(wanted))).filter(inside);
  const employer = plain(person.employer ?? '').folded.trim();
  return names.some((name) => titles.some((found) => isBound(passage, name, found, employer)));
}

function isBound(passage: PlainText, name: Span, title: Span, employer: string): boolean {
  const nameFirst = name.to <= title.from;
  if (!nameFirst && title.to > name.from) return false;
  const [first, last] = nameFirst ? [name, title] : [title, name];
  const gap = { text: passage.text.slice(first.to, last.from), after: passage.text.slice(last.to, last.to + 100) };
  const bond = bondOf(gap, nameFirst ? 'name first' : 'title first', employer);
  if (bond === 0 || !isWholeName(passage, name, title, employer) || !isWholeTitle(passage, title, nameFirst))
    return false;
  if (isDoubtful(passage, name, title, bond, employer)) return false;
  return !isElsewhere(gap.after, employer) && !isAsked(gap.after, bond) && isSo(clauseAround(passage, first, last));
}

/** Whether a clause leaves no doubt that what it says is so, and still is. */
const isSo = (clause: string): boolean => !isOver(clause) && !isSupposed(clause);

/** Whether another title claims the name, or another name the title, as firmly, or a quote. A verb leaves no doubt. */
function isDoubtful(passage: PlainText, name: Span, title: Span, bond: Bond, employer: string): boolean {
  if (bond === 4) return false;
  if (isQuoted(passage, Math.min(name.from, title.from))) return true;
  if (bond === 1 && name.to <= title.from && !isNextEntry(passage, title.to, employer)) return true;
  return name.to <= title.from
    ? titleBefore(passage, name.from) >= bond || nameAfter(passage, title.to, employer) > bond
    : titleAfter(passage, name.to) >= bond || nameBefore(passage, title.from, employer) >= bond;
}

/** Whether a sentence ends as a question. Without a verb, only a mark that stands at the title itself makes it one. */
function isAsked(after: string, bond: Bond): boolean {
  return (bond === 4 ? /^[^.!;]*\?/u : /^ ?\?/u).test(after);
}

/** Whether a name and title stand below somebody's words: those of a customer, mostly. */
function isQuoted({ text }: PlainText, at: number): boolean {
  return /["”»“] ?[–—-]? ?$/u.test(text.slice(0, at));
}

/** Whether no further word belongs to the name, as in "Mary Jane Doe", "Jane Doe Ltd" or "Jane Doe's brother". */
function isWholeName(passage: PlainText, name: Span, title: Span, employer: string): boolean {
  const { text, folded } = passage;
  const begins = title.to === name.from - 1 || isHeaded(passage, name, employer) || !isNamedOn(passage, name.from);
  if (/^'s?(?!\p{L})/u.test(text.slice(name.to))) return false;
  const after = /^ (?<word>\p{Lu}[\p{L}'-]*)/u.exec(text.slice(name.to))?.groups?.['word'] ?? '';
  const ends = after === '' || title.from === name.to + 1;
  return begins && (ends || isRoleWord(folded.slice(name.to + 1, name.to + 1 + after.length)));
}

/** Whether what stands before a name is a heading: the name once more, or the company's. */
function isHeaded(passage: PlainText, name: Span, employer: string): boolean {
  const own = passage.folded.slice(name.from, name.to);
  const before = ` ${passage.folded.slice(0, name.from).trimEnd()}`;
  if (before.endsWith(` ${own}`)) return !isNamedOn(passage, name.from - own.length - 1);
  return employer !== '' && before.endsWith(` ${employer}`);
}

/** Whether a capitalized word stands before a name that is no form of address, heading, title or end of a sentence. */
function isNamedOn({ text, folded }: PlainText, at: number): boolean {
  const before = /(?<word>[\p{L}\p{N}'.-]+) $/u.exec(text.slice(0, at))?.groups?.['word'] ?? '';
  if (!/^\p{Lu}/u.test(before) || /(?:\p{L}{3,}|^(?:AG|AB|AS|BV|KG|NV|Oy|SA|SE|SL|UG))\.$/u.test(before)) return false;
  const word = folded.slice(at - before.length - 1, at - 1).replace(/\.$/u, '');
  return !namePreludes.has(word) && !isRoleWord(word);
}

/** Whether the title is not a part of another, as in "Vice President", "CEO's assistant" or "Sales Manager Assistant". */
function isWholeTitle({ text, folded }: PlainText, { from, to }: Span, nameFirst: boolean): boolean {
  if (
    nameFirst
      ? !mayEndBefore(folded.slice(to, to + 80), text.slice(to, to + 80))
      : !mayBeginAfter(folded.slice(0, from))
  )
    return false;
  const before = /(?<word>[\p{L}-]+)[ -]$/u.exec(folded.slice(Math.max(0, from - 40), from))?.groups?.['word'] ?? '';
  const after = /^ (?<word>[\p{L}-]+)/u.exec(folded.slice(to, to + 40))?.groups?.['word'] ?? '';
  return !lessens.has(before) && !isRoleWord(after) && !/^'s?\p{L}?|^-\p{L}/u.test(folded.slice(to));
}

const LEGAL_FORM =
  /[, ]+(?:inc|gmbh|ltd|llc|ag|sa|bv|corp|oy|ab|as|a\/s|limited|kg|srl|spa|sarl|sas|sl|aps|lda|plc|co)\.?$/u;
const PLACE =
  /^(?:,? (?:of|at|for|with|bei|beim|der|des|von|für|chez|de|du|del|della|à|presso|di|da|hos|på|van|voor|bij|w)\b|,? ?@|,? (?:à|für|på)|,? d'| ?\() ?(?<rest>.*)/iu;
const COMPANY =
  /^(?: ?[,–—|-] ?| )(?<rest>(?:\p{Lu}[\p{L}&.'-]* ){1,3}(?:Inc|INC|GmbH|Ltd|LTD|LLC|AG|SA|BV|Corp|Oy|AB|AS|A\/S|Limited|KG|SRL|Srl|SpA|SARL|SAS|SL|PLC|plc)(?!\p{L}).*)/u;

/** Whether what follows places the person with another organization than theirs, or goes on with the title. */
function isElsewhere(following: string, employer: string): boolean {
  for (const pattern of [PLACE, COMPANY]) {
    const rest = pattern.exec(following.slice(0, 100))?.groups?.['rest'];
    if (rest === undefined) continue;
    return !isEmployer(rest.replace(/^(?:the|der|die|das|la|le|el|il|den) /iu, ''), employer);
  }
  return false;
}

/** Whether a text begins with the employer's name, or with its first word and no other name's: not "Acme Hotels". */
function isEmployer(text: string, employer: string): boolean {
  const [word = ''] = employer.split(' ');
  const short = employer.replace(LEGAL_FORM, '');
  const named = plain(text).folded;
  if (word === '') return false;
  if (named.startsWith(employer)) return !/^[\p{L}\p{N}]/u.test(named.slice(employer.length));
  return [short, word].some(
    (form) =>
      form !== '' && named.startsWith(form) && !/^(?:[\p{L}\p{N}]| ?[-&]? ?\p{Lu})/u.test(text.slice(form.length)),
  );
}

/** The sentence that holds both, without the two themselves. */
function clauseAround({ folded }: PlainText, first: Span, last: Span): string {
  const end = /(?<=\p{L}{3}|\p{N}|["”)]| (?:ag|ab|as|bv|co|kg|oy|sa|sl))[.!?;…](?= |$)/gu;
  const before = folded.slice(Math.max(0, first.from - 160), first.from);
  const after = folded.slice(last.to, last.to + 160);
  const begun = [...before.matchAll(end)].at(-1)?.index ?? -1;
  const ended = /^[.!?;]/u.test(after) ? 0 : ([...after.matchAll(end)][0]?.index ?? after.length);
  return `${before.slice(begun + 1)} ${folded.slice(first.to, last.from)} ${after.slice(0, ended)}`;
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

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const whole = (pattern: string): string =>
  `(?<![\\p{L}\\p{N}\\p{M}_])(?<![\\p{L}][-'])${pattern}(?![\\p{L}\\p{N}\\p{M}_])(?!-\\p{L})`;

function spansOf({ folded }: PlainText, pattern: string): Span[] {
  if (pattern === whole('')) return [];
  return [...folded.matchAll(new RegExp(pattern, 'gu'))].map(({ index, 0: found }) => ({
    from: index,
    to: index + found.length,
  }));
}
