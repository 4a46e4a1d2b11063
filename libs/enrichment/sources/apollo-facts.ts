import type { CompanyField, ContactField } from '../fields.ts';
import type { ProviderAnswer } from '../providers/provider-client.ts';
import type { Claim, EnrichmentSubject, SourceDocument } from '../source.ts';
import type { KnownCompany } from './company-site.ts';
import { placeClaims } from './place-claims.ts';
import { objectOf } from './profile-claims.ts';
import * as read from './record-facts.ts';
import type { FactReading } from './record-facts.ts';
import { matchCompany, matchRecord, type EmailStanding } from './record-identity.ts';

const personFields = [
  ...['id', 'name', 'title', 'headline', 'linkedin_url', 'github_url', 'twitter_url', 'city', 'state', 'country'],
];
const companyFields = [
  ...['id', 'name', 'primary_domain', 'website_url', 'industry', 'short_description', 'estimated_num_employees'],
  ...['founded_year', 'city', 'logo_url', 'linkedin_url', 'twitter_url'],
];

/**
 * What is kept of an answer on a person: of their addresses only whether the contact's is the one, and nothing of
 * `contact`, which is a record that the account's own users keep, maybe on somebody else.
 * @returns null where there is no match, which Apollo says with status 200 and no person
 */
export function personRecord(
  { data, fetchedAt }: ProviderAnswer,
  email: string,
  baseUrl: string,
): SourceDocument | null {
  const person = objectOf(objectOf(data)['person']);
  const id = read.recordId(person['id']);
  if (id === null) return null;
  const shown = person['email'];
  const listed: EmailStanding = typeof shown === 'string' && shown.trim().toLowerCase() === email ? 'listed' : 'other';
  const organization = read.kept(objectOf(person['organization']), companyFields);
  return {
    ...{ url: `${baseUrl.replace(/\/+$/, '')}/people/${id}`, fetchedAt, text: '' },
    data: { email: listed, person: { ...read.kept(person, personFields), organization } },
  };
}

const jobFacts: readonly FactReading<ContactField>[] = [
  { field: 'jobTitle', at: '/title', as: read.text(200), prior: 0.9 },
  { field: 'headline', at: '/headline', as: read.text(300), prior: 0.85 },
];
const personFacts: readonly FactReading<ContactField>[] = [
  { field: 'linkedinUrl', at: '/linkedin_url', as: read.profileAddress('linkedinPerson'), prior: 0.9 },
  { field: 'githubUrl', at: '/github_url', as: read.profileAddress('github'), prior: 0.85 },
  { field: 'twitterUrl', at: '/twitter_url', as: read.profileAddress('twitter'), prior: 0.85 },
];

/** @returns null where the record is another person's */
export async function readPerson(document: SourceDocument, subject: EnrichmentSubject): Promise<Claim[] | null> {
  const data = objectOf(document.data);
  const person = objectOf(data['person']);
  const employer = objectOf(person['organization']);
  const match = matchRecord(
    {
      ...{ name: person['name'], email: data['email'] as EmailStanding },
      employer: { name: employer['name'], domain: employer['primary_domain'] },
    },
    subject,
  );
  if (!match) return null;
  const record = { document, root: '/person', identity: match.identity, inputs: match.inputs };
  const place = { city: person['city'], region: person['state'], country: person['country'], at: '/city' };
  return [
    ...read.contactFacts({ ...record, ...match.job }, jobFacts),
    ...read.contactFacts(record, personFacts),
    ...(await placeClaims(record, place, subject)),
  ];
}

/** What is kept of an answer on a company; null where there is no match. */
export function companyRecord({ data, fetchedAt }: ProviderAnswer, baseUrl: string): SourceDocument | null {
  const organization = objectOf(objectOf(data)['organization']);
  const id = read.recordId(organization['id']);
  if (id === null) return null;
  return {
    ...{ url: `${baseUrl.replace(/\/+$/, '')}/organizations/${id}`, fetchedAt, text: '' },
    data: { organization: read.kept(organization, companyFields) },
  };
}

const companyFacts: readonly FactReading<CompanyField>[] = [
  { field: 'domain', at: '/primary_domain', as: read.domainName, prior: 0.85 },
  { field: 'website', at: '/website_url', as: read.webAddress, prior: 0.85 },
  { field: 'industry', at: '/industry', as: read.text(100), prior: 0.85 },
  { field: 'description', at: '/short_description', as: read.text(2000), prior: 0.85 },
  { field: 'employees', at: '/estimated_num_employees', as: read.wholeNumber, prior: 0.8 },
  { field: 'foundedYear', at: '/founded_year', as: read.wholeNumber, prior: 0.85 },
  { field: 'headquarters', at: '/city', as: read.text(100), prior: 0.85 },
  { field: 'logoUrl', at: '/logo_url', as: read.webAddress, prior: 0.8 },
  { field: 'linkedinUrl', at: '/linkedin_url', as: read.profileAddress('linkedinCompany'), prior: 0.9 },
  { field: 'twitterUrl', at: '/twitter_url', as: read.profileAddress('twitter'), prior: 0.85 },
];

/** Nothing where the record is of another domain than the one that was asked for. */
export function readCompany(document: SourceDocument, company: KnownCompany): Claim[] {
  const organization = objectOf(objectOf(document.data)['organization']);
  const identity = matchCompany({ name: organization['name'], domain: organization['primary_domain'] }, company);
  return identity === null ? [] : read.companyFacts({ document, root: '/organization', ...identity }, companyFacts);
}

/**
 * The employer's own record out of a person's, where it is the contact's company and there is enough of it: what is said of
 * a company must not lead to a person.
 */
export function employerRecord({ data, fetchedAt }: SourceDocument, baseUrl: string): SourceDocument | null {
  const organization = objectOf(objectOf(objectOf(data)['person'])['organization']);
  if (organization['short_description'] === undefined && organization['industry'] === undefined) return null;
  return companyRecord({ url: '', fetchedAt, data: { organization } }, baseUrl);
}
