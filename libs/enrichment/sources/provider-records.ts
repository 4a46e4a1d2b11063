import { mailProvider } from '../mail/mail-domain.ts';
import { isReservedDomain } from '../mail/reserved-domain.ts';
import type { Claim, EnrichmentSubject, SourceContext, SourceDocument, SourceOutcome } from '../source.ts';
import { siteOf, websiteDomain, type KnownCompany } from './company-site.ts';
import { isRoleMailbox, roleMailbox } from './profile-claims.ts';

/** What a provider is asked about a person: lower case, with single spaces. */
export interface PersonQuestion {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string | null;
  readonly company: { readonly name: string; readonly domain: string | null } | null;
}

/** A provider that keeps records on people and companies. */
export interface RecordProvider {
  /** For people. */
  readonly title: string;
  /** Whether it is the public one, which does not know the names that are set apart for tests. */
  readonly isPublic: boolean;
  /** Asks through `context.lookups`. @returns null where it does not know the person */
  findPerson(question: PersonQuestion, context: SourceContext): Promise<SourceDocument | null>;
  /** @returns null where the record is another person's */
  readPerson(record: SourceDocument, subject: EnrichmentSubject): Promise<Claim[] | null>;
  /** Asks through `context.lookups`. @param person the person's record, which may tell it @returns null where it is not known */
  findCompany(domain: string, context: SourceContext, person?: SourceDocument): Promise<SourceDocument | null>;
  readCompany(record: SourceDocument, company: KnownCompany): Claim[];
}

interface Answer {
  readonly claims: readonly Claim[];
  readonly documents: readonly SourceDocument[];
  readonly reason: string;
  readonly skipped: boolean;
}

/**
 * Asks a provider for the contact, then for their company. Either is worth having without the other, so that a failure
 * is thrown only where the rest came to nothing.
 */
export async function collectRecords(
  provider: RecordProvider,
  subject: EnrichmentSubject,
  context: SourceContext,
): Promise<SourceOutcome> {
  const wants = (isCompanys: boolean): boolean =>
    context.wanted === undefined || [...context.wanted].some((name) => name.startsWith('company.') === isCompanys);
  const [person] = await Promise.allSettled([
    wants(false) ? askForPerson(provider, subject, context) : skipped(NOT_WANTED),
  ]);
  context.signal.throwIfAborted();
  const record = person.status === 'fulfilled' ? person.value.documents[0] : undefined;
  const [company] = await Promise.allSettled([
    wants(true) ? askForCompany(provider, subject, record, context) : skipped(NOT_WANTED),
  ]);
  context.signal.throwIfAborted();
  const answers = [person, company].flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const claims = answers.flatMap((answer) => answer.claims);
  const documents = [...new Set(answers.flatMap((answer) => answer.documents))];
  if (claims.length > 0) return { outcome: 'matched', claims, documents };
  const failed = [person, company].find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  const asked = answers.find(({ skipped }) => !skipped);
  if (asked) return { outcome: 'no_match', reason: asked.reason, documents };
  return { outcome: 'skipped', reason: answers[0]?.reason ?? roleMailbox.reason };
}

const NOT_WANTED = 'Nothing of it was looked for';

const skipped = (reason: string): Answer => ({ claims: [], documents: [], reason, skipped: true });

async function askForPerson(
  provider: RecordProvider,
  subject: EnrichmentSubject,
  context: SourceContext,
): Promise<Answer> {
  const { title } = provider;
  const reason = whyNotAsked(provider, subject);
  if (reason !== null) return skipped(reason);
  const record = await provider.findPerson(questionOf(subject), context);
  if (!record) return { claims: [], documents: [], reason: `${title} does not know this person`, skipped: false };
  const claims = await provider.readPerson(record, subject);
  if (claims)
    return { claims, documents: [record], reason: `${title} knows nothing more of the person`, skipped: false };
  return { claims: [], documents: [record], reason: `${title}’s record is of another person`, skipped: false };
}

function whyNotAsked({ title, isPublic }: RecordProvider, { contact }: EnrichmentSubject): string | null {
  if (isRoleMailbox(contact)) return roleMailbox.reason;
  const mail = mailProvider(contact.email);
  if (!mail || mail.kind === 'disposable') return 'The email address is none that a person keeps';
  const host = contact.email.slice(contact.email.lastIndexOf('@') + 1).trim();
  return isPublic && isReservedDomain(host) ? `The email’s domain is reserved, so ${title} cannot know it` : null;
}

function questionOf(subject: EnrichmentSubject): PersonQuestion {
  const { contact, company } = subject;
  const plain = (text: string) => text.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();
  return {
    email: plain(contact.email),
    firstName: plain(contact.firstName),
    lastName: contact.lastName === null ? null : plain(contact.lastName),
    company: company && { name: plain(company.name), domain: companyOf(subject)?.domain ?? null },
  };
}

/** The company as it can be looked up; null where no domain of its own is known. */
function companyOf(subject: EnrichmentSubject): KnownCompany | null {
  const site = siteOf(subject);
  const domain = site && websiteDomain(site.url.href);
  return subject.company && site && domain ? { name: subject.company.name, domain, site } : null;
}

async function askForCompany(
  provider: RecordProvider,
  subject: EnrichmentSubject,
  person: SourceDocument | undefined,
  context: SourceContext,
): Promise<Answer> {
  const { title, isPublic } = provider;
  const company = companyOf(subject);
  if (!company) return skipped('No company with a domain of its own is known');
  if (isPublic && isReservedDomain(company.domain)) {
    return skipped(`The company’s domain is reserved, so ${title} cannot know it`);
  }
  // A website that led to the record is not found by it.
  const news = (claims: readonly Claim[]) =>
    claims.filter(({ field }) => field !== 'website' || !subject.company?.website);
  const record = await provider.findCompany(company.domain, context, person);
  const claims = record ? news(provider.readCompany(record, company)) : [];
  const reason = `${title} knows no company with this domain`;
  return { claims, documents: record ? [record] : [], reason, skipped: false };
}
