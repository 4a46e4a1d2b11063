import type { CardScope } from './card-scope.ts';
import { elementsOf, inlineElements, textOf, type Element } from './dom.ts';
import { ancestorsOf, linesOf, type Line } from './lines.ts';
import { leadingTitle } from './name-lines.ts';
import { headingLevel } from './page-region.ts';
import { columnsOf } from './table-columns.ts';
import { fold } from './text.ts';
import { isNameLike, namesRole, titleIn } from './title-words.ts';

/** A title, and the line that it stands in. */
export interface FoundTitle {
  readonly value: string;
  readonly line: string;
  /** Whether that line stands before the name. */
  readonly leads?: boolean;
}

const positionLabel =
  /^(position|role|job title|title|funktion|stellung|fonction|poste|cargo|puesto|ruolo|mansione|qualifica|functie|stilling|titel|stanowisko|funkcja|funcao|befattning|roll|tehtava|titteli|役職|職位)\s*:?$/;
/** Classes and properties by which a page calls an element a position. "title" alone may be the name's own heading. */
const positionName =
  /^(?:(?:.*[-_])?(?:role|position|job[-_]?title|designation|occupation|funktion|fonction|cargo|puesto|ruolo|functie|stilling|befattning)|(?:(?:team|member|person|people|staff|employee|profile|card)[-_]{1,2})?(?:job|function)|(?:member|person|people|staff|employee|profile)[-_]{1,2}title)$/i;

/** The one line of the card that is a title: what the page calls a position, else the next after the name. */
export function titleOf(scope: CardScope, name: Line, companyName: string | null): FoundTitle | null {
  const columns = scope.isRow ? columnsOf(name.node) : null;
  if (columns && !columns.isNameColumn) return null;
  if (columns?.position) return titleInCell(linesOf(columns.position, 2), companyName);
  const labelled = labelledTitle(scope.lines, companyName) ?? calledTitle(scope.lines, name, companyName);
  if (labelled) return labelled;
  if (scope.lead) return leadTitle(scope.lead, companyName);
  const at = scope.lines.findIndex(({ node }) => node === name.node);
  const after = titleAfter(scope, name, scope.lines.slice(at + 1), companyName);
  return after === undefined ? titleBefore(scope, name, scope.lines.slice(0, Math.max(at, 0)), companyName) : after;
}

function titleBefore(
  { flat, isRow }: CardScope,
  name: Line,
  before: readonly Line[],
  companyName: string | null,
): FoundTitle | null {
  if (before.length > 2 || (flat && !isRow)) return null;
  const titles = before.flatMap((line) => (headingLevel(line) > 0 ? [] : (read(line, name, companyName, true) ?? [])));
  return titles.length === 1 ? (titles[0] ?? null) : null;
}

function titleInCell([only, ...more]: readonly Line[], companyName: string | null): FoundTitle | null {
  const value = only && more.length === 0 ? titleIn(only.text, companyName, true) : null;
  return value === null || !only ? null : { value, line: only.text };
}

/** The first title after the name; null where it may be somebody else's, undefined where there is none. */
function titleAfter(
  scope: CardScope,
  name: Line,
  after: readonly Line[],
  companyName: string | null,
): FoundTitle | null | undefined {
  const near = after.filter(({ text }) => !isContactDetail(text));
  const first = near.findIndex((line) => read(line, name, companyName) !== null);
  const next = near[first];
  if (!next) return undefined;
  // In a run of siblings a heading below a name that is none begins what comes next.
  const begins = scope.flat && headingLevel(next) > 0 && headingLevel(next) <= (headingLevel(name) || 7);
  const isNear = first <= 2 && !near.slice(0, first).some(({ text }) => isNameLike(text));
  return isNear && !begins ? read(next, name, companyName) : null;
}

/** A phone number or an address stands between a name and its title without parting them. */
const isContactDetail = (text: string): boolean =>
  /^(?:\p{L}{1,8}[.:]{0,2} ?)?(?:[+\d][\d\s()/.-]{4,}|\S+@\S+\.\w+)$/u.test(text);

/** A title is no link, unless the whole card is. */
function read(line: Line, name: Line, companyName: string | null, leads = false): FoundTitle | null {
  if (line.linked && line.link !== name.link) return null;
  const value = titleIn(leads ? line.text.replace(/\s*:$/u, '') : line.text, companyName);
  return value === null ? null : { value, line: line.text };
}

/** The title that a line before the name gives, and that line. */
export function leadTitle(line: Line, companyName: string | null): FoundTitle | null {
  const value = line.linked ? null : leadingTitle(line.text, companyName);
  return value === null ? null : { value, line: line.text, leads: true };
}

function labelledTitle(lines: readonly Line[], companyName: string | null): FoundTitle | null {
  const found = lines.flatMap(({ text }, index) => {
    const [, label = '', inline = ''] = /^([^:：]{2,20})[:：]\s*(.+)$/u.exec(text) ?? [];
    const line = positionLabel.test(fold(label))
      ? inline
      : positionLabel.test(fold(text))
        ? lines[index + 1]?.text
        : undefined;
    const value = line === undefined ? null : titleIn(line, companyName, true);
    return value === null || line === undefined ? [] : [{ value, line }];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The one line whose element is called a position by its class, property or label. */
function calledTitle(lines: readonly Line[], name: Line, companyName: string | null): FoundTitle | null {
  const outer = new Set(ancestorsOf(name.node));
  const called = lines.filter(({ node, linked, link }) => {
    const own = ancestorsOf(node).filter((element) => !outer.has(element));
    return (!linked || link === name.link) && own.some(isPosition);
  });
  const [line, ...more] = called;
  const value = line && more.length === 0 ? titleIn(line.text, companyName, true) : null;
  return value === null || !line || isPlaceLike(line.text) ? null : { value, line: line.text };
}

/** The title that a line goes on with after the name: known words, or what its element is called a position by. */
export function titleBeside(line: Line, beside: string, companyName: string | null): FoundTitle | null {
  const block = ancestorsOf(line.node).find(({ name }) => !inlineElements.has(name));
  const isCalled = (): boolean =>
    block !== undefined &&
    elementsOf(block, () => false, 50).some((element) => isPosition(element) && textOf(element, 100) === beside);
  const value = titleIn(beside, companyName) ?? (isCalled() ? titleIn(beside, companyName, true) : null);
  return value === null ? null : { value, line: line.text };
}

const isPosition = ({ attribs }: Element): boolean => namesOf(attribs).some((word) => positionName.test(word));
const namesOf = (attribs: Readonly<Record<string, string>>): string[] =>
  ['class', 'itemprop', 'aria-label', 'data-field'].flatMap((name) => attribs[name]?.split(/\s+/) ?? []);

/** "Leeds, UK": cards have room for a place, too. */
const isPlaceLike = (text: string): boolean => /^[\p{L} ]+, [\p{L} ]+$/u.test(text) && !namesRole(text);
