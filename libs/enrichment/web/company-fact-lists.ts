import { headline } from './descriptions.ts';
import { fieldOf, isCompanyLabel, isOfOthers, type LabelledField } from './fact-labels.ts';
import { labelledPairs, type LabelledPair } from './labelled-pairs.ts';
import { ancestorsOf, linesOf, type Line } from './lines.ts';
import { foldCompanyName, hasLegalForm } from './names.ts';
import { headingLevel, headingsAbove, regionNames } from './page-region.ts';
import { pageTree, type PageDocument } from './page.ts';
import { isAboutPage } from './site.ts';
import { fold } from './text.ts';

interface CompanyFact {
  readonly field: LabelledField;
  readonly value: string | number;
  readonly document: PageDocument;
  /** Label and value, as the page has them. */
  readonly text: string;
}

const MAX_LINES = 8000;
/** Parts of a page that are about others, or about what a company does and not about itself. Folded. */
const ELSEWHERE =
  /\b(customers?|clients?|partners?|references?|referenz\w*|kunden\w*|klanten|kunder|klienci|clienti|clientes|case stud\w*|success stor\w*|projects?|projekte?\w*|projets?|progetti|proyectos?|portfolio|products?|produkte?|jobs?|careers?|vacanc\w+|stellen\w*|karriere|testimonials?|reviews?|press|events?|investors?|beteiligung\w*|subsidiar\w+|tochter\w*|suppliers?|competitors?|related|team|people|staff|persons?|authors?|former|companies|unternehmen der)\b/;
/** Headings that a company's own facts stand under, besides its name. Folded. */
const OWN_HEADING =
  /\b(about|facts?|figures|glance|profile|company|who we are|overview|data|key|imprint|uber uns|fakten|zahlen|daten|blick|steckbrief|profil|unternehmen|firma|impressum|propos|chiffres|entreprise|bref|qui sommes|sobre|datos|cifras|empresa|quienes|chi siamo|azienda|dati|numeri|over ons|feiten|cijfers|bedrijf|om os|om oss|fakta|tal|tietoa|meista|yritys|o nas|dane|firmie|quem somos|dados|numeros)\b|会社|概要/;

/** What employees are counted in. Folded. */
const UNITS = /^(?:people|persons?|personen|personnes|personas|persone|collaborateurs|名|人)$/;

/**
 * What tables, definition lists and lines with labels on a home or about page say of the company: industry, year, number
 * of employees and headquarters. Nothing where a list may be about anybody else, or where two lists speak of one field.
 */
export function companyFactLists(pages: readonly PageDocument[], companyName: string | null): CompanyFact[] {
  const facts = pages
    .filter((page, index) => index === 0 || isAboutPage(page))
    .flatMap((page) => factsOn(page, companyName));
  return facts.filter(({ field, value }) =>
    facts.every((other) => other.field !== field || isSame(other.value, value)),
  );
}

const isSame = (one: string | number, other: string | number): boolean => fold(String(one)) === fold(String(other));

/** Every pair with a label counts, also one that is read as nothing, so that a second list is noticed. */
function factsOn(document: PageDocument, companyName: string | null): CompanyFact[] {
  const tree = pageTree(document);
  if (!tree) return [];
  const lines = linesOf(tree, MAX_LINES);
  const pairs = labelledPairs(tree, lines);
  const known = pairs.filter(({ label }) => fieldOf(label) !== null);
  const isAlone = (one: LabelledPair) =>
    known.every((other) => other === one || fieldOf(other.label) !== fieldOf(one.label));
  return known.flatMap((one) => {
    const field = fieldOf(one.label);
    if (!field || !isAlone(one) || isAboutOthers(one, pairs, companyName) || isElsewhere(one, lines, companyName))
      return [];
    const value = READ[field](one.value, document);
    return value === null || !document.text.includes(one.quote) ? [] : [{ field, value, document, text: one.quote }];
  });
}

function isAboutOthers({ group }: LabelledPair, pairs: readonly LabelledPair[], companyName: string | null): boolean {
  const own = foldCompanyName(companyName ?? '');
  return pairs.some(
    (pair) =>
      pair.group === group &&
      (isOfOthers(pair.label) || (isCompanyLabel(pair.label) && foldCompanyName(pair.value) !== own)),
  );
}

function isElsewhere({ node }: LabelledPair, lines: readonly Line[], companyName: string | null): boolean {
  if (ancestorsOf(node).some(({ name }) => /^(?:blockquote|figure|nav|form)$/.test(name))) return true;
  const index = lines.findIndex((line) => line.node === node);
  const headings = index < 0 ? [] : headingsAbove(lines, index);
  if ([...regionNames(node), ...headings.map(fold)].some((text) => ELSEWHERE.test(text))) return true;
  const own = foldCompanyName(companyName ?? '');
  const isOwn = (heading: string) => own !== '' && ` ${foldCompanyName(heading)} `.includes(` ${own} `);
  const [nearest] = headings;
  if (nearest === undefined || isOwn(nearest)) return false;
  const isTop = lines.some((line) => line.text === nearest && headingLevel(line) === 1);
  return hasLegalForm(nearest) || !(isTop || OWN_HEADING.test(fold(nearest)));
}

const READ: Readonly<Record<LabelledField, (text: string, document: PageDocument) => string | number | null>> = {
  industry,
  foundedYear: (text, { fetchedAt }) => {
    const year = /^(\d{4})(?:-\d\d(?:-\d\d)?|年(?:\d{1,2}月)?(?:\d{1,2}日)?)?$/u.exec(text)?.[1];
    return year !== undefined && Number(year) >= 1000 && Number(year) <= fetchedAt.getUTCFullYear()
      ? Number(year)
      : null;
  },
  employees: (text) => {
    const [, number, unit = ''] =
      /^([1-9]\d{0,6}|[1-9]\d{0,2}(?:[.,'’]\d{3})+)(?:\s?(名|人|\p{L}{4,20}))?$/u.exec(text) ?? [];
    const isCounted = unit === '' || UNITS.test(fold(unit)) || fieldOf(unit) === 'employees';
    return number === undefined || !isCounted ? null : Number(number.replace(/\D/g, ''));
  },
  /** A town alone may be anywhere: it takes a region or country behind it. */
  headquarters: (text) => {
    const parts = text.split(', ');
    const isPlace = parts.every((part) => /^\p{Lu}[\p{L}.'’ -]{1,40}$/u.test(part));
    return isPlace && (parts.length === 2 || parts.length === 3) ? text : null;
  },
};

/** A few words: no list of markets, no sentence, no figure, no company. */
function industry(text: string): string | null {
  const isPhrase = text.length <= 80 && text.split(' ').length <= 8 && !/[\d@;:!?•|]|\.$|https?|www\./u.test(text);
  const isTold = /^(?:we|our|for|all|any|various|other|wir|unsere?|fur|alle|diverse|nous|nos|pour|n\/a|tbd)\b/.test(
    fold(text),
  );
  if (!isPhrase || isTold || text.split(',').length > 2 || hasLegalForm(text)) return null;
  return /^\p{L}{2}/u.test(text) && !/\b(?:ignore|instructions?|output|prompt|set)\b/i.test(text)
    ? headline(text)
    : null;
}
