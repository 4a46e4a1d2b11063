import { scopeOf, type CardScope } from './card-scope.ts';
import { ancestorsOf, linesOf, type Line } from './lines.ts';
import { namesPerson } from './names.ts';
import { pageTree, type PageDocument } from './page.ts';
import { fold } from './text.ts';
import { namesRole, speaksOfAnother, titleIn } from './title-words.ts';

/** What stands around a person's name on a page, as far as it is theirs alone. */
export interface PersonCard {
  readonly document: PageDocument;
  readonly title: { readonly value: string; readonly quote: string } | null;
  /** Addresses of the card's links, as written. */
  readonly hrefs: readonly string[];
}

const maxPageLines = 8000;
const maxNameLength = 70;
const maxNames = 50;

/** Classes, headings and elements of those who are not, or no longer, the company's people. */
const elsewhere =
  /\b(alumni|former|ehemalige?|anciens?|antiguos?|memoriam|testimonials?|reviews?|rezension\w*|quotes?|customers?|clients?|kunden\w*|klanten|kunder|klienci|clienti|clientes|partners?|referenz\w*|references|jobs?|vacanc\w+|careers?|stellen\w*|comments?|jury|opiniones|recensioni|avis|say about|press)\b/;
const positionLabel =
  /^(position|role|job title|title|funktion|stellung|fonction|poste|cargo|puesto|ruolo|mansione|qualifica|functie|stilling|titel|stanowisko|funkcja|funcao|befattning|roll|tehtava|titteli|役職|職位)\s*:?$/;

/** Every card of a page that a person's name stands in, alone. */
export function personCards(
  document: PageDocument,
  firstName: string,
  lastName: string,
  companyName: string | null,
): PersonCard[] {
  const tree = pageTree(document);
  if (!tree) return [];
  const isName = (text: string) => text.length <= maxNameLength && namesPerson(text, firstName, lastName);
  const lines = linesOf(tree, maxPageLines);
  const named = lines.flatMap((line, index) => {
    const [name, rest] = splitName(line, isName);
    return name === null ? [] : [{ line, index, name, rest }];
  });
  // Each costs a look around: a page that repeats a name without end is no team page.
  if (named.length > maxNames) return [];
  return named.flatMap(({ line, index, name, rest }) => {
    const scope = isElsewhere(line, headingsAbove(lines, index)) ? null : scopeOf(line);
    if (!scope?.lines.every(({ node, text }) => node === line.node || !isName(text))) return [];
    const title = rest === '' ? titleOf(scope, line, companyName) : sameLine(rest, line, companyName);
    if (rest !== '' && !title) return [];
    return [{ document, title: title && cite(document, name, title), hrefs: scope.hrefs }];
  });
}

/** The headings that a line stands under, the nearest first. */
function headingsAbove(lines: readonly Line[], index: number): string[] {
  const found: string[] = [];
  const [own, ...before] = lines.slice(0, index + 1).reverse();
  const ownLevel = own ? headingLevel(own) : 0;
  let below = ownLevel > 0 ? ownLevel : 7;
  for (const line of before) {
    const level = headingLevel(line);
    if (level === 0 || level >= below) continue;
    found.push(line.text);
    below = level;
  }
  return found;
}

/** The name at the start of a line, and what the line goes on with. */
function splitName({ text, parts }: Line, isName: (text: string) => boolean): [name: string | null, rest: string] {
  if (isName(text)) return [text, ''];
  for (let count = 1; count < parts.length; count += 1) {
    const name = parts
      .slice(0, count)
      .join(' ')
      .replace(/[\s,:|–—-]+$/u, '');
    if (isName(name)) return [name, trimSeparators(parts.slice(count).join(' '))];
  }
  const [, name = '', rest = ''] = /^(.+?)(?:,|\s[|–—-])\s+(.+)$/u.exec(text) ?? [];
  return isName(name) ? [name, trimSeparators(rest)] : [null, ''];
}

const trimSeparators = (text: string): string => text.replace(/^[\s,:|–—-]+/u, '').trim();

function sameLine(rest: string, line: Line, companyName: string | null): { value: string; line: string } | null {
  const value = titleIn(rest, companyName);
  return value === null ? null : { value, line: line.text };
}

/** The one line of the card that is a title: what the page calls a position, else the next after the name. */
function titleOf(scope: CardScope, name: Line, companyName: string | null): { value: string; line: string } | null {
  const labelled = labelledTitle(scope.lines, companyName);
  if (labelled) return labelled;
  const at = scope.lines.findIndex(({ node }) => node === name.node);
  const read = ({ text, linked, node }: Line, before = false) => {
    const value = linked || (before && headingLevel({ node }) > 0) ? null : titleIn(text, companyName);
    return value === null ? null : { value, line: text };
  };
  const after = scope.lines.slice(at + 1);
  const first = after.findIndex((line) => read(line) !== null);
  const next = after[first];
  if (next) return first <= 2 && !after.slice(0, first).some(isNameLike) ? read(next) : null;
  const before = scope.flat && !scope.isRow ? [] : scope.lines.slice(0, Math.max(at, 0));
  const titles = before.flatMap((line) => read(line, true) ?? []);
  return before.length <= 2 && titles.length === 1 ? (titles[0] ?? null) : null;
}

function labelledTitle(lines: readonly Line[], companyName: string | null): { value: string; line: string } | null {
  const found = lines.flatMap(({ text }, index) => {
    const [, label = '', inline = ''] = /^([^:]{3,20}):\s*(.+)$/u.exec(text) ?? [];
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

/** Two to four capitalized words that name no role: perhaps another person, whose title comes next. */
function isNameLike({ text }: Line): boolean {
  return /^(\p{Lu}[\p{L}'’.-]+\s+){1,3}\p{Lu}[\p{L}'’-]+$/u.test(text) && !namesRole(text);
}

function isElsewhere({ node }: Line, headings: readonly string[]): boolean {
  const around = ancestorsOf(node).filter(({ name }) => name !== 'body' && name !== 'html');
  const quoted = around.some(({ name }) => name === 'blockquote' || name === 'q' || name === 'cite');
  const hints = around.map(({ attribs }) =>
    fold(`${attribs['class'] ?? ''} ${attribs['id'] ?? ''}`.replace(/[-_]/g, ' ')),
  );
  const figure = around.find(({ name }) => name === 'figure' || name === 'article' || name === 'li');
  const beside = figure?.children.some((child) => 'attribs' in child && /^(blockquote|q)$/.test(child.name)) ?? false;
  return (
    quoted || beside || [...hints, ...headings.map(fold)].some((text) => elsewhere.test(text) || speaksOfAnother(text))
  );
}

function headingLevel({ node }: Pick<Line, 'node'>): number {
  const heading = ancestorsOf(node).find(({ name }) => /^h[1-6]$/.test(name));
  return heading ? Number(heading.name.slice(1)) : 0;
}

/** The passage of the page's text from the name to the title, or the other way round; at worst the title's line alone. */
function cite(
  document: PageDocument,
  name: string,
  { value, line }: { value: string; line: string },
): PersonCard['title'] {
  if (line.includes(name)) return { value, quote: line };
  for (const [first, last] of [
    [name, line],
    [line, name],
  ] as const) {
    for (let at = document.text.indexOf(first); at >= 0; at = document.text.indexOf(first, at + 1)) {
      const end = document.text.indexOf(last, at + first.length);
      if (end >= 0 && end - at < 300) return { value, quote: document.text.slice(at, end + last.length) };
    }
  }
  return { value, quote: line };
}
