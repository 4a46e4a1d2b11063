import { isRoleAccount } from '../mail/role-account.ts';
import type { Claim, EnrichmentSubject, SubjectInput } from '../source.ts';
import type { SiteIdentity } from './company-facts.ts';
import type { PageDocument } from './page.ts';
import { personCards, type PersonCard } from './person-cards.ts';
import { linkField } from './profile-links.ts';
import { fold } from './text.ts';
import { canonicalUrl } from './urls.ts';

/** Layout separates people less exactly than markup: just enough to be written where domain and name agree. */
const prior = 0.9;
const extraction = 0.98;

/**
 * What the visible cards of a site's pages say of a person. Nothing where two cards of that name differ, as they may be two
 * people's, or where a card has somebody else's address.
 */
export function cardClaims(
  pages: readonly PageDocument[],
  { contact, company }: EnrichmentSubject,
  site: SiteIdentity,
): Claim[] {
  const { firstName, lastName, email } = contact;
  if (!lastName) return [];
  const all = pages.flatMap((page) => personCards(page, firstName, lastName, company?.name ?? null));
  const cards = all.filter((card) => !hasOtherEmail(card, email));
  const own = cards.filter((card) => emailsOf(card).includes(email.toLowerCase()));
  const chosen = own.length ? own : cards;
  const titles = new Set(chosen.flatMap(({ title }) => title?.value ?? []).map(fold));
  if (titles.size > 1) return [];
  const identity = own.length ? 0.95 : Math.min(site.identity, 0.8);
  const inputs = [
    ...new Set<SubjectInput>([...site.inputs, 'firstName', 'lastName', ...(own.length ? (['email'] as const) : [])]),
  ];
  const strength = { prior, identity, extraction };
  const base = { subject: 'contact' as const, strength, inputs, basis: 'verbatim' as const };
  const titled = chosen.find(({ title }) => title !== null);
  const title = titled?.title;
  return [
    ...(title
      ? [
          {
            ...base,
            field: 'jobTitle' as const,
            value: title.value,
            citation: { document: titled.document, quote: title.quote },
          },
        ]
      : []),
    ...linkClaims(chosen, pages, base),
  ];
}

/** The profiles that the cards link to, where there is one of a kind. What other pages link to, too, is the site's. */
function linkClaims(
  cards: readonly PersonCard[],
  pages: readonly PageDocument[],
  base: Omit<Extract<Claim, { subject: 'contact' }>, 'field' | 'value' | 'citation'>,
): Claim[] {
  const isCommon = (href: string, document: PageDocument) =>
    pages.some(
      (page) => page !== document && page.data.links.some((link) => canonicalUrl(link.href) === canonicalUrl(href)),
    );
  const found = cards.flatMap(({ document, hrefs, profileHrefs }) =>
    [...hrefs, ...profileHrefs.filter((href) => !isCommon(href, document))].flatMap((href) => {
      const value = canonicalUrl(href, document.url);
      const field = value && linkField(value, document.url);
      const index = document.data.links.findIndex((link) => canonicalUrl(link.href) === value);
      if (!value || !field || field === 'websiteUrl' || index < 0) return [];
      const quote = document.data.links[index]?.href ?? '';
      return [{ ...base, field, value, citation: { document, quote, pointer: `/links/${index}/href` } }];
    }),
  );
  return found.filter(
    (claim, index) =>
      found.findIndex(({ field }) => field === claim.field) === index &&
      found.every(({ field, value }) => field !== claim.field || value === claim.value),
  );
}

function emailsOf({ hrefs }: PersonCard): string[] {
  return hrefs.flatMap((href) => /^mailto:([^?]+)/i.exec(href)?.[1]?.trim().toLowerCase() ?? []);
}

/** Somebody else's address makes it somebody else; the address of an office says nothing. */
function hasOtherEmail(card: PersonCard, email: string): boolean {
  const emails = emailsOf(card);
  return !emails.includes(email.toLowerCase()) && emails.some((other) => !isRoleAccount(other.split('@')[0] ?? ''));
}
