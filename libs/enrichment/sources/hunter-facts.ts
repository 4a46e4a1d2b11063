import type { CompanyField, ContactField } from '../fields.ts';
import type { ProviderAnswer } from '../providers/provider-client.ts';
import type { Claim, EnrichmentSubject, SourceDocument } from '../source.ts';
import type { KnownCompany } from './company-site.ts';
import { placeClaims } from './place-claims.ts';
import { objectOf } from './profile-claims.ts';
import * as read from './record-facts.ts';
import type { FactReading } from './record-facts.ts';
import { matchCompany, matchRecord, type EmailStanding } from './record-identity.ts';

type Json = Readonly<Record<string, unknown>>;

/** The parts of a record that are objects, with what is kept of each. */
function keptParts(record: Json, parts: Readonly<Record<string, readonly string[]>>) {
  return Object.fromEntries(
    Object.entries(parts).map(([part, names]) => [part, read.kept(objectOf(record[part]), names)]),
  );
}

const handles = { twitter: ['handle'], linkedin: ['handle'] };

/**
 * What is kept of an answer on a person: no address, only whether it is the contact's. A match that Hunter calls fuzzy
 * does not rest on the address.
 */
export function personRecord(
  { data, fetchedAt }: ProviderAnswer,
  email: string,
  baseUrl: string,
): SourceDocument | null {
  const record = objectOf(objectOf(data)['data']);
  const id = read.recordId(record['id']);
  if (id === null) return null;
  const shown = record['email'];
  const same = typeof shown === 'string' && shown.trim().toLowerCase() === email && record['fuzzy'] !== true;
  const standing: EmailStanding = same ? 'listed' : 'other';
  const parts = keptParts(record, {
    ...{ name: ['fullName'], geo: ['city', 'state', 'country'], employment: ['domain', 'name', 'title'] },
    ...{ ...handles, github: ['handle'] },
  });
  return {
    ...{ url: `${baseUrl.replace(/\/+$/, '')}/people/${id}`, fetchedAt, text: '' },
    data: { email: standing, data: { ...read.kept(record, ['id', 'location', 'bio', 'site']), ...parts } },
  };
}

const jobFacts: readonly FactReading<ContactField>[] = [
  { field: 'jobTitle', at: '/employment/title', as: read.text(200), prior: 0.9 },
];
const personFacts: readonly FactReading<ContactField>[] = [
  { field: 'bio', at: '/bio', as: read.text(2000), prior: 0.85 },
  { field: 'websiteUrl', at: '/site', as: read.webAddress, prior: 0.8 },
  { field: 'linkedinUrl', at: '/linkedin/handle', as: read.handle('https://www.linkedin.com/in/'), prior: 0.9 },
  { field: 'githubUrl', at: '/github/handle', as: read.handle('https://github.com/'), prior: 0.85 },
  { field: 'twitterUrl', at: '/twitter/handle', as: read.handle('https://x.com/'), prior: 0.85 },
];

/** @returns null where the record is another person's */
export async function readPerson(document: SourceDocument, subject: EnrichmentSubject): Promise<Claim[] | null> {
  const { email, data } = objectOf(document.data);
  const person = objectOf(data);
  const employer = objectOf(person['employment']);
  const match = matchRecord(
    {
      ...{ name: objectOf(person['name'])['fullName'], email: email as EmailStanding },
      employer: { name: employer['name'], domain: employer['domain'] },
    },
    subject,
  );
  if (!match) return null;
  const record = { document, root: '/data', identity: match.identity, inputs: match.inputs };
  const geo = objectOf(person['geo']);
  const place = { city: geo['city'], region: geo['state'], country: geo['country'], at: '/location' };
  return [
    ...read.contactFacts({ ...record, ...match.job }, jobFacts),
    ...read.contactFacts(record, personFacts),
    ...(await placeClaims(record, place, subject)),
  ];
}

/** What is kept of an answer on a company; null where it names no record. */
export function companyRecord({ data, fetchedAt }: ProviderAnswer, baseUrl: string): SourceDocument | null {
  const record = objectOf(objectOf(data)['data']);
  const id = read.recordId(record['id']);
  if (id === null) return null;
  const parts = keptParts(record, { ...handles, category: ['industry'], geo: ['city'], metrics: ['employees'] });
  const names = ['id', 'name', 'domain', 'description', 'foundedYear', 'logo'];
  return {
    ...{ url: `${baseUrl.replace(/\/+$/, '')}/companies/${id}`, fetchedAt, text: '' },
    data: { data: { ...read.kept(record, names), ...parts } },
  };
}

const companyFacts: readonly FactReading<CompanyField>[] = [
  { field: 'domain', at: '/domain', as: read.domainName, prior: 0.85 },
  { field: 'industry', at: '/category/industry', as: read.text(100), prior: 0.8 },
  { field: 'description', at: '/description', as: read.text(2000), prior: 0.85 },
  // Usually a range such as "11-50", which is no number of employees.
  { field: 'employees', at: '/metrics/employees', as: read.wholeNumber, prior: 0.8 },
  { field: 'foundedYear', at: '/foundedYear', as: read.wholeNumber, prior: 0.85 },
  { field: 'headquarters', at: '/geo/city', as: read.text(100), prior: 0.85 },
  { field: 'logoUrl', at: '/logo', as: read.webAddress, prior: 0.8 },
  { field: 'linkedinUrl', at: '/linkedin/handle', as: read.handle('https://www.linkedin.com/company/'), prior: 0.9 },
  { field: 'twitterUrl', at: '/twitter/handle', as: read.handle('https://x.com/'), prior: 0.85 },
];

/** Nothing where the record is of another domain than the one that was asked for. */
export function readCompany(document: SourceDocument, company: KnownCompany): Claim[] {
  const record = objectOf(objectOf(document.data)['data']);
  const identity = matchCompany({ name: record['name'], domain: record['domain'] }, company);
  return identity === null ? [] : read.companyFacts({ document, root: '/data', ...identity }, companyFacts);
}
