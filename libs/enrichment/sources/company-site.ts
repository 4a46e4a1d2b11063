import { mailProvider } from '../mail/mail-domain.ts';
import type { EnrichmentSubject, SubjectInput } from '../source.ts';
import { foldCompanyName } from '../web/names.ts';
import { isSocial, registrableDomain } from '../web/urls.ts';

/** The website that a company is looked up by. */
export interface CompanySite {
  readonly url: URL;
  /** How sure the site is the company's. */
  readonly confidence: number;
  readonly inputs: readonly SubjectInput[];
}

/** A company that is looked up by its domain. */
export interface KnownCompany {
  readonly name: string;
  readonly domain: string;
  readonly site: CompanySite;
}

/** The company's website, else the one that its mail domain suggests. */
export function siteOf({ contact, company }: EnrichmentSubject): CompanySite | null {
  const website = company?.website?.trim();
  if (company && website) {
    const text = /^https?:\/\//i.test(website) ? website : `https://${website}`;
    const inputs = ['company', 'companyName', 'companyWebsite'] as const;
    return URL.canParse(text) ? { url: new URL(text), confidence: company.websiteConfidence, inputs } : null;
  }
  const domain = mailProvider(contact.email)?.domain;
  const inputs = ['company', 'companyName', 'email'] as const;
  return domain ? { url: new URL(`https://${domain}/`), confidence: 0.9, inputs } : null;
}

/**
 * The registrable domain of an organization's website.
 * @param website with or without scheme
 * @returns null for what is no website, or that of a mail provider or a social network
 */
export function websiteDomain(website: string): string | null {
  const text = /^https?:\/\//i.test(website.trim()) ? website.trim() : `https://${website.trim()}`;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const domain = registrableDomain(url.hostname);
  if (domain === null || isSocial(url)) return null;
  return mailProvider(`mailbox@${domain}`)?.kind === 'organization' ? domain : null;
}

/** How sure something found by a website is the company, from 0 to 1, and on what that rests. */
export interface CompanyIdentity {
  readonly identity: number;
  readonly inputs: readonly SubjectInput[];
}

/** A website that agrees is sure if the name agrees too; else it may be a product's, or the parent's. */
export function companyIdentity(site: CompanySite, name: string, company: { readonly name: string }): CompanyIdentity {
  return { identity: (namesAgree(name, company.name) ? 0.95 : 0.6) * site.confidence, inputs: site.inputs };
}

/** Whether two names of a company are the same, or one goes on where the other ends: "Acme", "Acme Robotics". */
export function namesAgree(one: string, other: string): boolean {
  const [first, second] = [foldCompanyName(one), foldCompanyName(other)];
  if (first === '' || second === '') return false;
  return first === second || first.startsWith(`${second} `) || second.startsWith(`${first} `);
}
