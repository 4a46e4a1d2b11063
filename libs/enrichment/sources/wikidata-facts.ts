import type { CompanyField } from '../fields.ts';
import type { ProviderAnswer } from '../providers/provider-client.ts';
import type { Claim, SourceDocument } from '../source.ts';
import { canonicalUrl } from '../web/urls.ts';
import type { CompanyIdentity } from './company-site.ts';
import { listOf, objectOf } from './profile-claims.ts';

/** One row of the answer, in SPARQL 1.1's JSON format: each variable is an object with type and value. */
interface Row {
  readonly index: number;
  readonly property: string;
  readonly value: string;
  /** The label in one of the asked languages; an identifier such as Q42 where there is none. */
  readonly label: string;
  /** When it was counted, ISO 8601; '' where it is not said. */
  readonly at: string;
}

interface Company {
  readonly claims: readonly Claim[];
  readonly documents: readonly SourceDocument[];
}

const prior = 0.9;
const entity = /\/entity\/([PQ]\d+)$/;

/** The answer as a document, at the address of its one item; null where it has no item, or several. */
export function companyDocument({ data, fetchedAt }: ProviderAnswer): SourceDocument | null {
  const [item, ...others] = new Set(bindingsOf(data).map((binding) => text(binding, 'item')));
  return item === undefined || others.length > 0 || !entity.test(item)
    ? null
    : { url: item, fetchedAt, text: '', data };
}

/** What a document says, as claims on the company. @param identify judges by the item's label */
export function readCompany(document: SourceDocument, identify: (label: string) => CompanyIdentity): Company {
  const bindings = bindingsOf(document.data);
  const identity = identify(text(bindings[0] ?? {}, 'itemLabel'));
  const rows = bindings.map((binding, index) => ({
    ...{ index, property: entity.exec(text(binding, 'property'))?.[1] ?? '', value: text(binding, 'value') },
    ...{ label: text(binding, 'valueLabel'), at: text(binding, 'pointInTime') },
  }));
  const claims = readings.flatMap((reading) => claimOf(reading, rows, document, identity));
  return { claims, documents: [document] };
}

const bindingsOf = (data: unknown) => listOf(objectOf(objectOf(data)['results'])['bindings']).map(objectOf);

function text(binding: Readonly<Record<string, unknown>>, variable: string): string {
  const value = objectOf(binding[variable])['value'];
  return typeof value === 'string' ? value : '';
}

interface Reading {
  readonly property: string;
  readonly field: CompanyField;
  readonly from: 'value' | 'label';
  /** The field's value; null where the text is not one. */
  readonly read: (text: string) => string | number | null;
  readonly basis?: Claim['basis'];
}

const labelled = (label: string): string | null => (label === '' || /^[PQ]\d+$/.test(label) ? null : label);

const readings: readonly Reading[] = [
  { property: 'P452', field: 'industry', from: 'label', read: labelled },
  { property: 'P159', field: 'headquarters', from: 'label', read: labelled },
  { property: 'P571', field: 'foundedYear', from: 'value', read: (time) => leadingNumber(/^(\d{4})-\d\d-\d\dT/, time) },
  { property: 'P1128', field: 'employees', from: 'value', read: (count) => leadingNumber(/^\+?(\d{1,8})$/, count) },
  { property: 'P154', field: 'logoUrl', from: 'value', read: (url) => canonicalUrl(url.replace(/^http:/, 'https:')) },
  // The formatter addresses of P2002 and P4264 make them a handle's.
  { property: 'P2002', field: 'twitterUrl', from: 'value', read: handleAt('https://x.com/'), basis: 'rule' },
  {
    ...{ property: 'P4264', field: 'linkedinUrl', from: 'value', basis: 'rule' },
    read: handleAt('https://www.linkedin.com/company/'),
  },
];

function leadingNumber(pattern: RegExp, text: string): number | null {
  const digits = pattern.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

function handleAt(prefix: string): (handle: string) => string | null {
  return (handle) => (/^[\w-]{1,100}$/.test(handle) ? prefix + handle : null);
}

/** The latest of several counts; of several undated values the first, as one that is only to be suggested. */
function claimOf(reading: Reading, rows: readonly Row[], document: SourceDocument, who: CompanyIdentity): Claim[] {
  const { field, from, read, basis = 'verbatim' } = reading;
  const known = rows
    .filter((row) => row.property === reading.property && read(row[from]) !== null)
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.index - b.index));
  const [first, second] = known;
  if (!first) return [];
  const rival = known.some((row) => row.at === first.at && row[from] !== first[from]);
  const alone = second === undefined || !rival;
  const quote = first[from];
  const pointer = `/results/bindings/${first.index}/${from === 'label' ? 'valueLabel' : 'value'}/value`;
  return [
    {
      ...{ subject: 'company', field, value: read(quote), citation: { document, quote, pointer } },
      ...{ strength: { prior, identity: who.identity, extraction: alone ? 1 : 0.7 }, inputs: who.inputs, basis },
    },
  ];
}
