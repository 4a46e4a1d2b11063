import type { ContactField } from '../fields.ts';
import { isRoleAccount } from '../mail/role-account.ts';
import type { Claim, EnrichmentSubject, SubjectInput } from '../source.ts';
import type { SiteIdentity } from './company-facts.ts';
import { cardClaims } from './card-facts.ts';
import { listOf, markupNodes, textsOf, type MarkupNode, type PointedText } from './markup-nodes.ts';
import { foldCompanyName, namesPerson } from './names.ts';
import type { PageDocument } from './page.ts';
import { personDetails } from './person-details.ts';
import { fold } from './text.ts';
import { linkField } from './profile-links.ts';
import { canonicalUrl } from './urls.ts';

/** How far a person's own markup is to be trusted, by how exactly the syntax separates one person from the next. */
const priors = { jsonLd: 0.95, microdata: 0.93, hCards: 0.92 } as const;
const extraction = 0.98;
const maxTitleLength = 200;
/** Places where the people of other organizations stand, or those who have left. */
const elsewhere =
  /^(alumni|alumniOf|formerEmployee|review|reviews|customer|comment|citation|mentions|parentOrganization)$/;

/**
 * What a site's pages say of a person, from the markup of that very person only: the name must match, and a title that
 * stands beside somebody else's name is never theirs.
 * @param site what the choice of the site rests on, and how sure a name on it is to be the contact's, up to 0.8
 * @returns none where two people of that name cannot be told apart
 */
export function personClaims(
  pages: readonly PageDocument[],
  subject: EnrichmentSubject,
  site: SiteIdentity,
  now: Date,
): Claim[] {
  const { contact, company } = subject;
  const { firstName, lastName } = contact;
  if (!lastName) return [];
  const nodes = pages.flatMap(markupNodes);
  const named = nodes.filter((node) => node.types.includes('Person') && nameMatches(node, firstName, lastName));
  const scopes = named.filter(
    (node) => !isElsewhere(node, company?.name ?? null, now) && !hasOtherEmail(node, contact.email),
  );
  const own = scopes.filter((node) => hasEmail(node, contact.email));
  const chosen = own.length ? own : scopes;
  const titles = new Set(chosen.flatMap((node) => titleOf(node)?.text ?? []).map(fold));
  if (!own.length && titles.size > 1) return [];
  const identity = own.length ? 0.95 : Math.min(site.identity, 0.8);
  const rests = [...site.inputs, 'firstName', 'lastName', ...(own.length ? ['email'] : [])] as SubjectInput[];
  const others = nodes.filter((node) => !named.some((own) => isInside(node, own)));
  const claims = chosen.flatMap((node) => {
    // A number that a user entered is not called into question by one on a page.
    const details = personDetails(node, others, contact.phoneNumber === null);
    return scopeClaims(node, details, identity, [...new Set(rests)]);
  });
  // Where markup names the person and gives a title, it has spoken, also if what it says is that they have left.
  if (named.some((node) => textsOf(node, 'jobTitle').length > 0)) return claims;
  return [
    ...claims,
    ...cardClaims(pages, subject, site).filter(({ field }) => !claims.some((claim) => claim.field === field)),
  ];
}

const isInside = (node: MarkupNode, own: MarkupNode): boolean =>
  node.document === own.document && (node.pointer === own.pointer || node.pointer.startsWith(`${own.pointer}/`));

function scopeClaims(
  node: MarkupNode,
  details: ReturnType<typeof personDetails>,
  identity: number,
  inputs: readonly SubjectInput[],
): Claim[] {
  const claims: Claim[] = [];
  const add = (
    field: ContactField,
    value: unknown,
    { text, pointer }: PointedText,
    basis: Claim['basis'] = 'verbatim',
  ) => {
    if (claims.some((claim) => claim.field === field)) return;
    const strength = { prior: priors[node.syntax], identity, extraction };
    const citation = { document: node.document, quote: text, pointer };
    // A number found is withdrawn once a user enters one.
    const restsOn = basis === 'rule' ? [...inputs, 'phoneNumber' as const] : inputs;
    claims.push({ subject: 'contact', field, value, citation, strength, basis, inputs: restsOn });
  };
  const title = titleOf(node);
  if (title) add('jobTitle', title.text, title);
  for (const link of [...textsOf(node, 'sameAs'), ...textsOf(node, 'url')]) {
    const url = canonicalUrl(link.text, node.document.url);
    const field = url && linkField(url, node.document.url);
    if (url && field) add(field, url, link);
  }
  for (const { field, value, cited, basis } of details) add(field, value, cited, basis);
  return claims;
}

function titleOf(node: MarkupNode): PointedText | null {
  const [title, ...more] = textsOf(node, 'jobTitle');
  // Several titles at once: which one is the person's main one is not said.
  if (!title || more.length || title.text.length > maxTitleLength || /[<>{}]|https?:/.test(title.text)) return null;
  return /\p{L}/u.test(title.text) ? title : null;
}

function nameMatches(node: MarkupNode, firstName: string, lastName: string): boolean {
  const names = textsOf(node, 'name').map(({ text }) => text);
  const [given] = textsOf(node, 'givenName');
  const [family] = textsOf(node, 'familyName');
  if (!names.length && given && family) names.push(`${given.text} ${family.text}`);
  return names.some((name) => namesPerson(name, firstName, lastName));
}

function emailsOf(node: MarkupNode): string[] {
  return textsOf(node, 'email').map(({ text }) =>
    text
      .replace(/^mailto:/i, '')
      .trim()
      .toLowerCase(),
  );
}

function hasEmail(node: MarkupNode, email: string): boolean {
  return emailsOf(node).includes(email.toLowerCase());
}

/** Somebody else's address makes it somebody else; the address of an office says nothing. */
function hasOtherEmail(node: MarkupNode, email: string): boolean {
  const emails = emailsOf(node);
  return !emails.includes(email.toLowerCase()) && emails.some((other) => !isRoleAccount(other.split('@')[0] ?? ''));
}

function isElsewhere(node: MarkupNode, companyName: string | null, now: Date): boolean {
  if (node.path.some((name) => elsewhere.test(name)) || node.properties['deathDate']) return true;
  if (node.ancestors.some((ancestor) => hasEnded(ancestor, now))) return true;
  const employers = listOf(node.properties['worksFor']);
  if (!employers.length) return false;
  const current = employers.filter((employer) => !hasEnded(employer, now));
  if (!current.length) return true;
  const names = current.flatMap(employerNames).map(foldCompanyName);
  return companyName !== null && names.length > 0 && !names.includes(foldCompanyName(companyName));
}

/** An employer's name: as text, as an organization's, or as that of the organization inside a schema.org Role. */
function employerNames(employer: unknown): string[] {
  if (typeof employer === 'string') return /^https?:/.test(employer) ? [] : [employer];
  if (employer === null || typeof employer !== 'object') return [];
  const { name, worksFor } = employer as Record<string, unknown>;
  return [...(typeof name === 'string' ? [name] : []), ...listOf(worksFor).flatMap(employerNames)];
}

/** Whether a schema.org Role lies in the past. */
function hasEnded(role: unknown, now: Date): boolean {
  const end = role !== null && typeof role === 'object' ? (role as Record<string, unknown>)['endDate'] : null;
  return typeof end === 'string' && Date.parse(end) < now.getTime();
}
