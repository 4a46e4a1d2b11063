import type { CompanyField } from '../fields.ts';
import type { Claim, SubjectInput } from '../source.ts';
import { companyFigures } from './company-figures.ts';
import { companyFactLists } from './company-fact-lists.ts';
import { describe } from './descriptions.ts';
import { markupNodes, textsOf, type MarkupNode } from './markup-nodes.ts';
import { foldCompanyName } from './names.ts';
import type { PageDocument } from './page.ts';
import { canonicalUrl, profileKind, sameSite } from './urls.ts';

const organizationTypes =
  /^(Organization|Corporation|NGO|LocalBusiness|ProfessionalService|FinancialService|LegalService|Store|OnlineStore|CollegeOrUniversity|School|Hospital|Library|Museum|Restaurant|Hotel|AccountingService|Attorney|Dentist|EmploymentAgency|InsuranceAgency|RealEstateAgent|TravelAgency|\w+(Organization|Business|Company|Store))$/;
const maxIndustryLength = 100;
/** Accounts of builders of sites, which these leave in pages whose owners have none. */
const NOT_OWN_HANDLES =
  /^@(?:wix|squarespace|wordpress\w*|wpengine|weebly|webflow|shopify|godaddy|jimdo|ghost|medium|hubspot|duda|strikingly|carrd\w*|yoast|framer|typo3|drupal|joomla|username|yourhandle|twitter|x)$/i;

/** What makes the site the company's own, and how sure that is. */
export interface SiteIdentity {
  readonly identity: number;
  readonly inputs: readonly SubjectInput[];
}

interface CitedText {
  readonly document: PageDocument;
  readonly text: string;
  readonly pointer?: string;
}
type Add = (
  field: CompanyField,
  value: string | number | null,
  cited: CitedText,
  prior: number,
  basis?: Claim['basis'],
) => void;

/**
 * What a site says of the company that runs it: its own markup on any of the pages, then the home page's metadata and
 * links, then lists of facts. The first that speaks of a field is taken.
 */
export function companyClaims(
  home: PageDocument,
  further: readonly PageDocument[],
  { identity, inputs }: SiteIdentity,
  companyName: string | null = null,
): Claim[] {
  const claims: Claim[] = [];
  const add: Add = (field, value, { document, text, pointer }, prior, basis = 'verbatim') => {
    if (value === null || claims.some((claim) => claim.field === field)) return;
    const citation = { document, quote: text, ...(pointer !== undefined && { pointer }) };
    const strength = { prior, identity, extraction: 1 };
    claims.push({ subject: 'company', field, value, citation, strength, inputs, basis });
  };
  add('website', new URL(home.url).origin, { document: home, text: home.url, pointer: '/url' }, 0.95);
  for (const page of [home, ...further]) {
    for (const organization of ownOrganizations(page)) organizationClaims(organization, page, add);
  }
  for (const cited of descriptions(home)) add('description', describe(cited.text), cited, 0.9);
  const linkedin = onlyLink(home, 'linkedinCompany');
  if (linkedin) add('linkedinUrl', canonicalUrl(linkedin.text), linkedin, 0.9);
  const twitter = onlyLink(home, 'twitter');
  if (twitter) add('twitterUrl', canonicalUrl(twitter.text), twitter, 0.9);
  const handle = ownHandle(home);
  if (handle) add('twitterUrl', `https://x.com/${handle.text.slice(1)}`, handle, 0.9, 'rule');
  const [logo] = home.data.logos;
  if (logo !== undefined) add('logoUrl', canonicalUrl(logo), { document: home, text: logo, pointer: '/logos/0' }, 0.88);
  for (const { field, value, ...cited } of companyFactLists([home, ...further], companyName))
    add(field, value, cited, 0.9);
  return claims;
}

function organizationClaims(organization: MarkupNode, document: PageDocument, add: Add): void {
  const cite = (property: string): CitedText[] =>
    textsOf(organization, property).map((text) => ({ document, ...text }));
  for (const cited of cite('industry').slice(0, 1)) {
    const usable = cited.text.length <= maxIndustryLength && !/https?:|[<>{}]/.test(cited.text);
    add('industry', usable ? cited.text : null, cited, 0.95);
  }
  for (const cited of cite('description').slice(0, 1)) add('description', describe(cited.text), cited, 0.95);
  for (const cited of cite('logo').slice(0, 1)) add('logoUrl', canonicalUrl(cited.text, document.url), cited, 0.9);
  for (const cited of cite('sameAs')) {
    const url = canonicalUrl(cited.text, document.url);
    const kind = url && profileKind(url);
    if (kind === 'linkedinCompany') add('linkedinUrl', url, cited, 0.95);
    if (kind === 'twitter') add('twitterUrl', url, cited, 0.95);
  }
  for (const { field, value, ...cited } of companyFigures(organization))
    add(field, value, { document, ...cited }, 0.95);
}

/** Names that a home page gives to the organization behind it: markup, site name, parts of the title. */
function siteNames(home: PageDocument): string[] {
  const [organization] = ownOrganizations(home);
  const marked = organization
    ? ['name', 'legalName', 'alternateName'].flatMap((name) => textsOf(organization, name))
    : [];
  const { title, openGraph } = home.data;
  const parts = (title ?? '').split(/\s[|–—·•:»-]\s|[|·•»]|:\s/);
  return [...marked.map(({ text }) => text), openGraph['og:site_name'] ?? '', ...parts].filter((name) => name.trim());
}

/** Whether one of the site's names is the company's, but for letter case, accents and legal form. */
export function isNamed(home: PageDocument, companyName: string): boolean {
  const wanted = foldCompanyName(companyName);
  return wanted !== '' && siteNames(home).some((name) => foldCompanyName(name) === wanted);
}

/** What a page says of the organization whose site it is; nothing where several are described and none is marked as this site's. */
function ownOrganizations(home: PageDocument): MarkupNode[] {
  const nodes = markupNodes(home).filter(
    ({ types, path, syntax, properties }) =>
      syntax !== 'hCards' &&
      types.some((type) => organizationTypes.test(type)) &&
      path.every((name) => /^(publisher|about|mainEntity|isPartOf|copyrightHolder|@graph)$/.test(name)) &&
      typeof properties['name'] === 'string',
  );
  const here = nodes.filter((node) => textsOf(node, 'url').some(({ text }) => isHere(text, home.url)));
  const foreign = (node: MarkupNode) => textsOf(node, 'url').some(({ text }) => !isHere(text, home.url));
  const candidates = here.length ? here : nodes.filter((node) => !foreign(node));
  const names = new Set(candidates.map((node) => foldCompanyName(String(node.properties['name']))));
  return names.size === 1 ? candidates : [];
}

function isHere(address: string, homeUrl: string): boolean {
  const url = canonicalUrl(address, homeUrl);
  return url !== null && sameSite(url, homeUrl);
}

function descriptions(document: PageDocument): CitedText[] {
  const { data } = document;
  const openGraph = data.openGraph['og:description'];
  const card = data.twitterCard['twitter:description'];
  return [
    ...(openGraph ? [{ document, text: openGraph, pointer: '/openGraph/og:description' }] : []),
    ...(data.description ? [{ document, text: data.description, pointer: '/description' }] : []),
    ...(card ? [{ document, text: card, pointer: '/twitterCard/twitter:description' }] : []),
  ];
}

/**
 * The handle that a home page gives as its own (`twitter:site`, else `twitter:creator`). Themes and builders of sites leave
 * theirs there, so not where the page links to any other.
 */
function ownHandle(home: PageDocument): CitedText | null {
  const { twitterCard, links } = home.data;
  const property = twitterCard['twitter:site'] === undefined ? 'twitter:creator' : 'twitter:site';
  const text = twitterCard[property] ?? '';
  const url = /^@\w{1,15}$/.test(text) ? `https://x.com/${text.slice(1)}` : null;
  if (url === null || profileKind(url) !== 'twitter' || NOT_OWN_HANDLES.test(text)) return null;
  const linked = links.some(({ href }) => profileKind(href) === 'twitter');
  return linked ? null : { document: home, text, pointer: `/twitterCard/${property}` };
}

/** The one profile of a kind that the page links to: of two, one is somebody else's. */
function onlyLink(home: PageDocument, kind: 'linkedinCompany' | 'twitter'): CitedText | null {
  const found = home.data.links.flatMap(({ href }, index) => {
    const url = canonicalUrl(href);
    return url && profileKind(url) === kind
      ? [{ document: home, text: href, pointer: `/links/${index}/href`, url }]
      : [];
  });
  const distinct = new Set(found.map(({ url }) => url.toLowerCase().replace(/^https?:\/\/(www\.)?|\/$/g, '')));
  return distinct.size === 1 ? (found[0] ?? null) : null;
}
