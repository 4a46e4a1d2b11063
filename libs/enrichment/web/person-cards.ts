import { scopeOf, type CardScope } from './card-scope.ts';
import { leadTitle, titleBeside, titleOf, type FoundTitle } from './card-titles.ts';
import { listedTitle } from './listed-titles.ts';
import { ancestorsOf, linesOf, type Line } from './lines.ts';
import { leadingTitle, nameLine, type NameLine } from './name-lines.ts';
import { namesPerson } from './names.ts';
import { headingsAbove, regionNames } from './page-region.ts';
import { pageTree, type PageDocument } from './page.ts';
import { profilePageHrefs } from './profile-page.ts';
import { fold } from './text.ts';
import { speaksOfAnother } from './title-words.ts';

/** What stands around a person's name on a page, as far as it is theirs alone. */
export interface PersonCard {
  readonly document: PageDocument;
  readonly title: { readonly value: string; readonly quote: string } | null;
  /** Addresses of the card's links, as written. */
  readonly hrefs: readonly string[];
  /** Addresses of profiles elsewhere on a page that is about this person. */
  readonly profileHrefs: readonly string[];
}

const maxPageLines = 8000;
const maxNameLength = 70;
const maxNames = 50;

/** Classes, headings and elements of those who are not, or no longer, the company's people. */
const elsewhere =
  /\b(alumni|former|ehemalige?|anciens?|antiguos?|memoriam|testimonials?|reviews?|rezension\w*|quotes?|customers?|clients?|kunden\w*|klanten|kunder|klienci|clienti|clientes|partners?|referenz\w*|references|jobs?|vacanc\w+|careers?|stellen\w*|comments?|jury|opiniones|recensioni|avis|say about|press)\b/;
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
    const found = nameLine(line, isName);
    return found ? [{ line, index, found }] : [];
  });
  // Each costs a look around: a page that repeats a name without end is no team page.
  if (named.length > maxNames) return [];
  return named.flatMap(({ line, index, found }) => {
    const scope = isElsewhere(line, headingsAbove(lines, index)) ? null : scopeOf(line);
    if (!scope?.lines.every(({ node, text }) => node === line.node || !isName(text))) return [];
    const title = readTitle({ line, before: lines[index - 1], found }, scope, companyName);
    if (found.beside !== '' && !title) return [];
    const profileHrefs = profilePageHrefs(tree, line, lines, lastName);
    return [{ document, title: title && cite(document, found.name, title), hrefs: scope.hrefs, profileHrefs }];
  });
}

/** The title in the line of the name, in the line that leads up to it, or in the card. */
function readTitle(
  { line, before, found }: { readonly line: Line; readonly before: Line | undefined; readonly found: NameLine },
  scope: CardScope,
  companyName: string | null,
): FoundTitle | null {
  if (found.beside !== '' && found.order === 'name first') return titleBeside(line, found.beside, companyName);
  if (found.beside !== '') {
    const value = leadingTitle(found.beside, companyName);
    return value === null ? null : { value, line: line.text };
  }
  const led = before?.text.endsWith(':') ? leadTitle(before, companyName) : null;
  return led ?? listedTitle(line, companyName) ?? titleOf(scope, line, companyName);
}

function isElsewhere({ node }: Line, headings: readonly string[]): boolean {
  const around = ancestorsOf(node).filter(({ name }) => name !== 'body' && name !== 'html');
  const quoted = around.some(({ name }) => name === 'blockquote' || name === 'q' || name === 'cite');
  const figure = around.find(({ name }) => name === 'figure' || name === 'article' || name === 'li');
  const beside = figure?.children.some((child) => 'attribs' in child && /^(blockquote|q)$/.test(child.name)) ?? false;
  return (
    quoted ||
    beside ||
    [...regionNames(node), ...headings.map(fold)].some((text) => elsewhere.test(text) || speaksOfAnother(text))
  );
}

/** The passage of the page's text from the name to the title, or the other way round; at worst the title's line alone. */
function cite(document: PageDocument, name: string, { value, line, leads }: FoundTitle): PersonCard['title'] {
  if (line.includes(name)) return { value, quote: line };
  const orders = [
    [name, line],
    [line, name],
  ] as const;
  for (const [first, last] of leads ? orders.toReversed() : orders) {
    for (let at = document.text.indexOf(first); at >= 0; at = document.text.indexOf(first, at + 1)) {
      const end = document.text.indexOf(last, at + first.length);
      if (end >= 0 && end - at < 300) return { value, quote: document.text.slice(at, end + last.length) };
    }
  }
  return { value, quote: line };
}
