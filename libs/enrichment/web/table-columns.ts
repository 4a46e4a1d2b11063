import { textOf, type Element, type Node } from './dom.ts';
import { ancestorsOf } from './lines.ts';
import { fold } from './text.ts';

/** What a page calls somebody's name, or nothing. Folded, without a colon. */
export const NAME_COLUMN =
  /^(?:|(?:full )?name|vor- und nachname|vorname,? nachname|name,? vorname|nom(?: et prenom)?|prenom et nom|nombre(?: y apellidos?)?|nome(?: e cognome)?|naam|navn|namn|nimi|imie i nazwisko|nazwisko|jmeno|person|persona|personne|mitarbeiter(?:in)?|employee|member|mitglied|ansprechpartner(?:in)?|contact|kontakt|contacto|contatto|who|wer|氏名|名前)$/;
/** What a page calls somebody's position. Folded, without a colon. */
export const POSITION_COLUMN =
  /^(?:position|role|job title|title|job|function|responsibility|funktion|stellung|fonction|poste|cargo|puesto|ruolo|mansione|qualifica|functie|stilling|titel|stanowisko|funkcja|funcao|befattning|roll|tehtava|titteli|pozice|funkce|役職|職位)$/;

/** What a table with a row of headings says of the row of a name. */
export interface Columns {
  /** Whether the name stands under a heading of names: under "Reports to" the row is somebody else's. */
  readonly isNameColumn: boolean;
  /** The cell under the one heading of positions. */
  readonly position: Element | null;
}

/** The columns of the row that a name stands in; null without a row of headings. One that does not fit names nobody. */
export function columnsOf(name: Node): Columns | null {
  const [cell, row, table] = [/^t[dh]$/, /^tr$/, /^table$/].map((tag) =>
    ancestorsOf(name).find((element) => tag.test(element.name)),
  );
  const heading = table ? firstRow(table) : null;
  if (!cell || !row || !heading || heading === row) return null;
  const [headings, cells] = [cellsOf(heading), cellsOf(row)];
  if (headings.length < 2 || headings.some((element) => element.name !== 'th')) return null;
  const spans = [...headings, ...cells].some(({ attribs }) => 'colspan' in attribs || 'rowspan' in attribs);
  return headings.length !== cells.length || spans
    ? { isNameColumn: false, position: null }
    : read(headings, cells, cell);
}

function read(headings: readonly Element[], cells: readonly Element[], cell: Element): Columns {
  const labels = headings.map((element) => fold(textOf(element, 60)).replace(/\s*:$/, ''));
  const [at, ...more] = labels.flatMap((label, index) => (POSITION_COLUMN.test(label) ? [index] : []));
  const position = at === undefined || more.length > 0 ? null : (cells[at] ?? null);
  return { isNameColumn: NAME_COLUMN.test(labels[cells.indexOf(cell)] ?? '?') && position !== cell, position };
}

const cellsOf = (row: Element): Element[] =>
  row.children.filter((child): child is Element => 'attribs' in child && /^t[dh]$/.test(child.name));

function firstRow(table: Element): Element | null {
  for (const child of table.children) {
    if (!('attribs' in child)) continue;
    if (child.name === 'tr') return child;
    if (/^(?:thead|tbody)$/.test(child.name)) return firstRow(child);
  }
  return null;
}
