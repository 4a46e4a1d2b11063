import type { CompanyField, ContactField } from '../fields.ts';
import type { ProviderAnswer } from '../providers/provider-client.ts';
import type { Claim, EnrichmentSubject, SourceDocument } from '../source.ts';
import type { KnownCompany } from './company-site.ts';
import { placeClaims } from './place-claims.ts';
import { listOf, objectOf } from './profile-claims.ts';
import * as read from './record-facts.ts';
import type { FactReading } from './record-facts.ts';
import { matchCompany, matchRecord, type EmailStanding } from './record-identity.ts';

type Json = Readonly<Record<string, unknown>>;

const personFields = [
  ...['id', 'full_name', 'headline', 'summary', 'linkedin_url', 'github_url', 'twitter_url', 'job_title'],
  ...['job_company_name', 'job_company_website'],
  ...['location_name', 'location_locality', 'location_region', 'location_country'],
];
const companyFields = [
  ...['id', 'name', 'display_name', 'website', 'industry', 'summary', 'employee_count', 'founded'],
  ...['linkedin_url', 'twitter_url'],
];

/**
 * What is kept of an answer on a person: none of the addresses in it, only whether the contact's is among them.
 * @returns null for a match that is less likely than asked for, or that names no record
 */
export function personRecord(
  { data, fetchedAt }: ProviderAnswer,
  email: string,
  baseUrl: string,
  minLikelihood: number,
): SourceDocument | null {
  const { likelihood, data: person } = objectOf(data);
  const record = objectOf(person);
  const id = read.recordId(record['id']);
  if (id === null || typeof likelihood !== 'number' || !(likelihood >= minLikelihood)) return null;
  const languages = listOf(record['languages']).map((language) => objectOf(language)['name']);
  const lists = { skills: read.textsOf(record['skills']), languages: read.textsOf(languages) };
  return {
    ...{ url: `${baseUrl.replace(/\/+$/, '')}/person/retrieve/${id}`, fetchedAt, text: '' },
    data: { likelihood, email: standingOf(email, record), data: { ...read.kept(record, personFields), ...lists } },
  };
}

/** `true` stands for a value that the plan does not show. */
function standingOf(email: string, record: Json): EmailStanding {
  const fields = [
    record['work_email'],
    record['personal_emails'],
    record['emails'],
    record['recommended_personal_email'],
  ];
  const addresses = fields.flat().map((entry) => objectOf(entry)['address'] ?? entry);
  if (addresses.some((address) => typeof address === 'string' && address.trim().toLowerCase() === email))
    return 'listed';
  return addresses.includes(true) ? 'hidden' : 'other';
}

const jobFacts: readonly FactReading<ContactField>[] = [
  { field: 'jobTitle', at: '/job_title', as: read.text(200), prior: 0.9 },
  { field: 'headline', at: '/headline', as: read.text(300), prior: 0.85 },
];
const personFacts: readonly FactReading<ContactField>[] = [
  { field: 'bio', at: '/summary', as: read.text(2000), prior: 0.85 },
  { field: 'linkedinUrl', at: '/linkedin_url', as: read.profileAddress('linkedinPerson'), prior: 0.9 },
  { field: 'githubUrl', at: '/github_url', as: read.profileAddress('github'), prior: 0.85 },
  { field: 'twitterUrl', at: '/twitter_url', as: read.profileAddress('twitter'), prior: 0.85 },
  { field: 'skills', at: '/skills', as: read.textList, prior: 0.8 },
  { field: 'languages', at: '/languages', as: read.textList, prior: 0.8 },
];

/** @returns null where the record is another person's */
export async function readPerson(document: SourceDocument, subject: EnrichmentSubject): Promise<Claim[] | null> {
  const { likelihood, email, data } = objectOf(document.data);
  const person = objectOf(data);
  const match = matchRecord(
    {
      ...{ name: person['full_name'], email: email as EmailStanding, likelihood: Number(likelihood) / 10 },
      employer: { name: person['job_company_name'], domain: person['job_company_website'] },
    },
    subject,
  );
  if (!match) return null;
  const record = { document, root: '/data', identity: match.identity, inputs: match.inputs };
  const place = {
    ...{ city: person['location_locality'], region: person['location_region'] },
    ...{ country: person['location_country'], at: '/location_name' },
  };
  return [
    ...read.contactFacts({ ...record, ...match.job }, jobFacts),
    ...read.contactFacts(record, personFacts),
    ...(await placeClaims(record, place, subject)),
  ];
}

/** What is kept of an answer on a company; null where it names no record. */
export function companyRecord({ data, fetchedAt }: ProviderAnswer, baseUrl: string): SourceDocument | null {
  const record = objectOf(data);
  const id = read.recordId(record['id']);
  if (id === null) return null;
  const location = read.kept(objectOf(record['location']), ['name', 'locality']);
  return {
    ...{ url: `${baseUrl.replace(/\/+$/, '')}/company/enrich?pdl_id=${id}`, fetchedAt, text: '' },
    data: { ...read.kept(record, companyFields), location },
  };
}

const companyFacts: readonly FactReading<CompanyField>[] = [
  { field: 'domain', at: '/website', as: read.domainName, prior: 0.85 },
  { field: 'website', at: '/website', as: read.webAddress, prior: 0.85 },
  { field: 'industry', at: '/industry', as: read.text(100), prior: 0.85 },
  { field: 'description', at: '/summary', as: read.text(2000), prior: 0.85 },
  { field: 'employees', at: '/employee_count', as: read.wholeNumber, prior: 0.8 },
  { field: 'foundedYear', at: '/founded', as: read.wholeNumber, prior: 0.85 },
  { field: 'headquarters', at: '/location/locality', as: read.text(100), prior: 0.85 },
  { field: 'linkedinUrl', at: '/linkedin_url', as: read.profileAddress('linkedinCompany'), prior: 0.9 },
  { field: 'twitterUrl', at: '/twitter_url', as: read.profileAddress('twitter'), prior: 0.85 },
];

/** Nothing where the record is of another website than the one that was asked for. */
export function readCompany(document: SourceDocument, company: KnownCompany): Claim[] {
  const record = objectOf(document.data);
  const identity = matchCompany({ name: record['display_name'] ?? record['name'], domain: record['website'] }, company);
  return identity === null ? [] : read.companyFacts({ document, root: '', ...identity }, companyFacts);
}
