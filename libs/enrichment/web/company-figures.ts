import { textsOf, type MarkupNode, type PointedText } from './markup-nodes.ts';
import { textsAt } from '../verify.ts';

interface Figure extends PointedText {
  readonly field: 'employees' | 'foundedYear' | 'headquarters';
  readonly value: string | number;
}

/** How many, since when and where, as an organization's own schema.org markup says it in one exact value. */
export function companyFigures(organization: MarkupNode): Figure[] {
  return [employees(organization), foundedYear(organization), headquarters(organization)].filter(
    (figure) => figure !== null,
  );
}

/** A number, alone or as a QuantitativeValue; a range is no number of employees. */
function employees({ document, pointer, properties }: MarkupNode): Figure | null {
  const stated = properties['numberOfEmployees'];
  const isQuantity = stated !== null && typeof stated === 'object' && !Array.isArray(stated);
  if (isQuantity && ('minValue' in stated || 'maxValue' in stated)) return null;
  const at = `${pointer}/numberOfEmployees${isQuantity ? '/value' : ''}`;
  const [text, ...more] = textsAt(document.data, at) ?? [];
  if (text === undefined || more.length > 0 || !/^(?:[1-9]\d{0,6}|[1-9]\d{0,2}(?:[.,'’]\d{3})+)$/.test(text))
    return null;
  return { field: 'employees', value: Number(text.replace(/\D/g, '')), text, pointer: at };
}

/** The year of an ISO 8601 date, or a year alone. */
function foundedYear({ document, pointer, properties }: MarkupNode): Figure | null {
  if (Array.isArray(properties['foundingDate'])) return null;
  const at = `${pointer}/foundingDate`;
  const [text = ''] = textsAt(document.data, at) ?? [];
  const year = /^(\d{4})(?:-\d\d(?:-\d\d(?:T.*)?)?)?$/.exec(text)?.[1];
  if (year === undefined || Number(year) > document.fetchedAt.getUTCFullYear()) return null;
  return { field: 'foundedYear', value: Number(year), text, pointer: at };
}

/** Town and country of the one postal address; the quote is the whole of it. */
function headquarters(organization: MarkupNode): Figure | null {
  const { document, pointer, properties } = organization;
  const address = properties['address'];
  if (address === null || typeof address !== 'object' || Array.isArray(address)) return null;
  const at = { ...organization, properties: address as Record<string, unknown>, pointer: `${pointer}/address` };
  const [town, ...otherTowns] = textsOf(at, 'addressLocality');
  const [country, ...otherCountries] = textsOf(at, 'addressCountry');
  if (!town || !country || otherTowns.length + otherCountries.length > 0) return null;
  if ([town, country].some(({ text }) => text.length > 60 || /[<>{}@,]|https?:|\d/.test(text))) return null;
  const quoted = textsAt(document.data, at.pointer)?.join(', ') ?? '';
  return { field: 'headquarters', value: `${town.text}, ${country.text}`, text: quoted, pointer: at.pointer };
}
