import { OutboundError } from '#platform';
import { mailProvider } from '../mail/mail-domain.ts';
import { daysBefore } from '../documents/freshness.ts';
import type { PageFetcher } from '../page-fetcher.ts';
import type {
  Claim,
  EnrichmentSource,
  EnrichmentSubject,
  SourceContext,
  SourceOutcome,
  SubjectInput,
} from '../source.ts';
import { onByDefault, type SourceDefinition } from '../source-definition.ts';
import { companyClaims, isNamed, type SiteIdentity } from '../web/company-facts.ts';
import type { PageDocument } from '../web/page.ts';
import { personClaims } from '../web/person-facts.ts';
import { fetchFurtherPages, fetchHomePage } from '../web/site.ts';
import { registrableDomain } from '../web/urls.ts';

/** Which site is read, and why it is taken for the company's. */
interface Site {
  readonly candidates: readonly string[];
  readonly domain: string | null;
  readonly origin: 'given' | 'mail';
}

/** How old pages may be, in days: that name the person, that do not, and that are read for the company alone. */
const PERSON_GOOD_FOR_DAYS = 30;
const ABSENT_GOOD_FOR_DAYS = 7;
const COMPANY_GOOD_FOR_DAYS = 90;

/** A page of whoever sells the name says nothing of a company. */
const parked =
  /\b(domain|website)\b.{0,40}\b(is|may be|for) (for )?(sale|parked)\b|\bbuy this domain\b|\bdomain parking\b/i;

/** Reads the company's own site, within its robots.txt: markup, metadata, cards, lists of facts; nothing is guessed from prose. */
export const companyWebsiteSource: EnrichmentSource = {
  name: 'company_website',
  description:
    "Reads the company's own website: what it says of the company, and of the person where their own markup or card names them.",
  async collect(subject, context) {
    if (!subject.contact.lastName) return readSite(subject, context, COMPANY_GOOD_FOR_DAYS);
    const outcome = await readSite(subject, context, PERSON_GOOD_FOR_DAYS);
    const ofPerson = outcome.outcome === 'matched' && outcome.claims.some((claim) => claim.subject === 'contact');
    const documents = ('documents' in outcome ? outcome.documents : undefined) ?? [];
    const stale = daysBefore(ABSENT_GOOD_FOR_DAYS, context.now);
    // They may have been read before the person was there.
    if (ofPerson || !documents.some(({ fetchedAt }) => fetchedAt < stale)) return outcome;
    // A site that is down now has said what it has said.
    return readSite(subject, context, ABSENT_GOOD_FOR_DAYS).catch((error: unknown) => {
      context.signal.throwIfAborted();
      if (error instanceof OutboundError) return outcome;
      throw error;
    });
  },
};

/** @param maxAgeDays how old pages may be that were read before */
async function readSite(
  subject: EnrichmentSubject,
  { pages: web, signal, now }: SourceContext,
  maxAgeDays: number,
): Promise<SourceOutcome> {
  const pages: PageFetcher = { fetch: (url, aborted) => web.fetch(url, aborted, maxAgeDays) };
  const site = siteOf(subject);
  if (!site) return { outcome: 'skipped', reason: 'No website is known, and the email is not on a domain of its own' };
  if (!subject.company && !subject.contact.lastName) {
    return { outcome: 'skipped', reason: 'Neither a company nor a last name is known to look for' };
  }
  const home = await fetchHomePage(site.candidates, pages, signal);
  if (!home.found) return { outcome: home.outcome, reason: home.reason };
  if (parked.test(`${home.page.data.title} ${home.page.data.description}`)) {
    return { outcome: 'no_match', reason: 'The domain is parked' };
  }
  const further = await fetchFurtherPages(home.page, pages, signal);
  const identity = identify(home.page, site, subject.company);
  const claims = [
    ...(subject.company ? claimsOfCompany(home.page, further, site, identity, subject, now) : []),
    ...personClaims([home.page, ...further], subject, personIdentity(home.page, site, identity), now),
  ];
  const documents = [home.page, ...further];
  if (!claims.length) return { outcome: 'no_match', reason: 'The website does not name the person', documents };
  return { outcome: 'matched', claims, documents };
}

function siteOf({ contact, company }: EnrichmentSubject): Site | null {
  const provider = mailProvider(contact.email);
  const mailDomain = provider?.domain ?? null;
  const website = company?.website?.trim();
  if (website) {
    const candidates = /^https?:\/\//i.test(website) ? [website] : [`https://${website}`, `http://${website}`];
    const domain = registrableDomain(website);
    // What an earlier job found through the mail domain rests on that domain still.
    const found = (company?.websiteConfidence ?? 1) < 1;
    return { candidates, domain, origin: found && domain === mailDomain ? 'mail' : 'given' };
  }
  if (!mailDomain) return null;
  const candidates = [`https://${mailDomain}/`, `https://www.${mailDomain}/`, `http://${mailDomain}/`];
  return { candidates, domain: mailDomain, origin: 'mail' };
}

function baseInputs({ origin }: Site): SubjectInput[] {
  return origin === 'given' ? ['company', 'companyWebsite'] : ['email'];
}

function claimsOfCompany(
  home: PageDocument,
  further: readonly PageDocument[],
  site: Site,
  identity: SiteIdentity,
  subject: EnrichmentSubject,
  now: Date,
): Claim[] {
  const known = subject.company?.website;
  const claims = companyClaims(home, further, identity, subject.company?.name ?? null).filter(
    ({ field }) => field !== 'website' || !known || !isSameAddress(known, home.url),
  );
  return [...claims, ...domainClaim(site, subject, identity, now)];
}

/** A site that a user named is the company's; one found through the mail domain, or moved, should bear its name. */
function identify(home: PageDocument, site: Site, company: EnrichmentSubject['company']): SiteIdentity {
  if (site.origin === 'given' && company?.websiteConfidence === 1 && !hasMoved(home, site)) {
    return { identity: 0.95, inputs: ['company', 'companyWebsite'] };
  }
  const inputs: SubjectInput[] = [...new Set<SubjectInput>(['company', ...baseInputs(site)])];
  if (company && isNamed(home, company.name)) return { identity: 0.8, inputs: [...inputs, 'companyName'] };
  return { identity: 0.5, inputs };
}

/** For a person, the domain of their own mail is enough, whatever the company's record says of its name. */
function personIdentity(home: PageDocument, site: Site, company: SiteIdentity): SiteIdentity {
  if (site.origin === 'mail' && !hasMoved(home, site)) return { identity: 0.8, inputs: ['email'] };
  return company;
}

/** Whether the home page was found under another registered domain than the one that was asked. */
function hasMoved(home: PageDocument, { domain }: Site): boolean {
  return domain !== null && registrableDomain(home.url) !== domain;
}

function domainClaim(site: Site, subject: EnrichmentSubject, { identity, inputs }: SiteIdentity, now: Date): Claim[] {
  if (!site.domain) return [];
  // The address before the @ is the contact's own, and has no place in the evidence of a company.
  const emailDomain = subject.contact.email.slice(subject.contact.email.lastIndexOf('@') + 1);
  const website = subject.company?.website ?? null;
  const mail = site.origin === 'mail';
  const document = { url: null, fetchedAt: now, text: '', data: { emailDomain, companyWebsite: website } };
  const citation = mail
    ? { document, quote: emailDomain, pointer: '/emailDomain' }
    : { document, quote: website ?? '', pointer: '/companyWebsite' };
  const strength = { prior: 0.95, identity, extraction: 1 };
  return [{ subject: 'company', field: 'domain', value: site.domain, citation, strength, inputs, basis: 'rule' }];
}

/** Scheme, www. and a final slash make no difference that a user should be asked about, but the same text is confirmed. */
function isSameAddress(known: string, found: string): boolean {
  const plain = (url: string) =>
    url
      .toLowerCase()
      .replace(/^https?:\/\/(www\.)?/, '')
      .replace(/\/.*$/, '');
  return plain(known) === plain(found) && known !== new URL(found).origin;
}

export const companyWebsite: SourceDefinition = {
  about: {
    ...{ name: companyWebsiteSource.name, description: companyWebsiteSource.description },
    ...{ key: 'none', cost: 'Free', rateLimit: 'A few pages of a site for each job' },
    terms: "Only what a site's robots.txt leaves open is read; short facts are quoted with their address.",
    discloses: "To the company's own site: that its public pages are read.",
    gives: {
      contact: [
        ...(['jobTitle', 'seniority', 'department', 'headline', 'bio', 'skills', 'languages', 'avatarUrl'] as const),
        ...([
          'phoneE164',
          'phoneCountry',
          'phoneType',
          'linkedinUrl',
          'githubUrl',
          'twitterUrl',
          'websiteUrl',
        ] as const),
      ],
      company: [
        ...(['domain', 'website', 'industry', 'description', 'employees', 'foundedYear', 'headquarters'] as const),
        ...(['logoUrl', 'linkedinUrl', 'twitterUrl'] as const),
      ],
    },
  },
  offByDefault: onByDefault,
  create: () => companyWebsiteSource,
};
