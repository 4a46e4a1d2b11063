import { mailProvider } from '../mail/mail-domain.ts';
import type { EnrichmentSubject, SubjectInput } from '../source.ts';
import { namesPerson } from '../web/names.ts';
import { companyIdentity, namesAgree, websiteDomain, type CompanyIdentity, type KnownCompany } from './company-site.ts';
import { profileIdentity } from './profile-claims.ts';

/** Whether a record has the contact's email among its addresses; some plans hide them. */
export type EmailStanding = 'listed' | 'other' | 'hidden';

/** What of a provider's record on a company tells which it is. */
interface CompanyRecord {
  readonly name: unknown;
  /** Its domain, or the address of its website. */
  readonly domain: unknown;
}

/** What of a provider's record on a person tells whose it is. */
export interface PersonRecord {
  readonly name: unknown;
  readonly email: EmailStanding;
  readonly employer: CompanyRecord;
  /** How sure the provider is of its match, from 0 to 1, where it says so. */
  readonly likelihood?: number;
}

/** How sure a record is the contact's, from 0 to 1, and on what that rests. */
export interface RecordMatch {
  readonly identity: number;
  readonly inputs: readonly SubjectInput[];
  /** The same for what belongs to the job at the record's employer. */
  readonly job: { readonly identity: number; readonly inputs: readonly SubjectInput[] };
}

/** At most this sure is a job at an employer that is not the contact's: it is suggested, not written. */
const OTHER_JOB = 0.6;
const byName: readonly SubjectInput[] = ['email', 'firstName', 'lastName'];
/** What a comparison with the contact's company rests on: its website only where there is one. */
const byCompany = ({ company }: EnrichmentSubject): readonly SubjectInput[] => [
  ...(company ? (['company', 'companyName'] as const) : []),
  ...(company?.website ? (['companyWebsite'] as const) : []),
];

/**
 * Whose record it is. The contact's email in it is worth 0.95 (0.7 under a name of other words); their name at their
 * employer 0.8; their name alone 0.4, or where the addresses are hidden what the provider makes of its match, up to 0.8.
 * @returns null where it is another's: another name, or the same name at another employer
 */
export function matchRecord(record: PersonRecord, subject: EnrichmentSubject): RecordMatch | null {
  const employer = compareEmployer(record.employer, subject);
  const identity = identityOf(record, employer, subject);
  if (identity === null) return null;
  const company = byCompany(subject);
  const restsOnEmployer = record.email !== 'listed' && employer === 'same';
  return {
    identity,
    inputs: restsOnEmployer ? [...byName, ...company] : byName,
    job: {
      identity: employer === 'other' ? Math.min(identity, OTHER_JOB) : identity,
      inputs: employer === 'unknown' ? byName : [...byName, ...company],
    },
  };
}

type Employer = 'same' | 'other' | 'unknown';

function identityOf(record: PersonRecord, employer: Employer, { contact }: EnrichmentSubject): number | null {
  if (record.email === 'listed') return profileIdentity(record.name, contact);
  if (employer === 'other' || !isNamed(record.name, contact)) return null;
  if (employer === 'same') return 0.8;
  return record.email === 'hidden' ? Math.max(0.4, Math.min(record.likelihood ?? 0, 0.8)) : 0.4;
}

function isNamed(name: unknown, { firstName, lastName }: EnrichmentSubject['contact']): boolean {
  return typeof name === 'string' && lastName !== null && namesPerson(name, firstName, lastName);
}

/** Whether a record's employer is the contact's company, by its domain or its name. */
function compareEmployer({ name, domain }: CompanyRecord, { contact, company }: EnrichmentSubject): Employer {
  // The mail domain tells the employer where no website does: a contact may be of one company and write from another.
  const ours = company?.website ? websiteDomain(company.website) : (mailProvider(contact.email)?.domain ?? null);
  const byDomain = compare(domainOf(domain), ours, (one, other) => one === other);
  if (byDomain === 'same') return 'same';
  const byName = compare(textOf(name), company?.name ?? null, namesAgree);
  return byName === 'unknown' ? byDomain : byName;
}

function compare(one: string | null, other: string | null, same: (one: string, other: string) => boolean): Employer {
  if (one === null || other === null) return 'unknown';
  return same(one, other) ? 'same' : 'other';
}

const textOf = (given: unknown): string | null => (typeof given === 'string' && given.trim() !== '' ? given : null);
const domainOf = (given: unknown): string | null => (typeof given === 'string' ? websiteDomain(given) : null);

/** How sure a record is the company's that was asked for by its domain; null where it is of another domain. */
export function matchCompany({ name, domain }: CompanyRecord, company: KnownCompany): CompanyIdentity | null {
  return domainOf(domain) === company.domain ? companyIdentity(company.site, textOf(name) ?? '', company) : null;
}
