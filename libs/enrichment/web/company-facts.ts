import type { CompanyField } from '../fields.ts';
import type { Claim, SubjectInput } from '../source.ts';
import { companyFigures } from './company-figures.ts';
import { describe } from './descriptions.ts';
import { markupNodes, textsOf, type MarkupNode, type PointedText } from './markup-nodes.ts';
import { foldCompanyName } from './names.ts';
import type { PageDocument } from './page.ts';
import { canonicalUrl, profileKind, sameSite } from './urls.ts';

const organizationTypes =
  /^(Organization|Corporation|NGO|LocalBusiness|ProfessionalService|FinancialService|LegalService|Store|OnlineStore|CollegeOrUniversity|School|Hospital|Library|Museum|Restaurant|Hotel|AccountingService|Attorney|Dentist|EmploymentAgency|InsuranceAgency|RealEstateAgent|TravelAgency|\w+(Organization|Business|Company|Store))$/;
const maxIndustryLength = 100;

/** What makes the site the company's own, and how sure that is. */
export interface SiteIdentity {
  readonly identity: number;
  readonly inputs: readonly SubjectInput[];
}

interface CitedText extends PointedText {
  readonly document: PageDocument;
}
type Add = (field: CompanyField, value: string | number | null, cited: CitedText, prior: number) => void;

/**
 * What a site says of the company that runs it: its own markup on any of the pages, then the home page's metadata and
 * links. The first that speaks of a field is taken.
 */
export function companyClaims(
  home: PageDocument,
  further: readonly PageDocument[],
  { identity, inputs }: SiteIdentity,
): Claim[] {
  const claims: Claim[] = [];
  const add: Add = (field, value, { document, text, pointer }, prior) => {
    if (value === null || claims.some((claim) => claim.field === field)) return;
    const citation = { document, quote: text, pointer };
    const strength = { prior, identity, extraction: 1 };
    claims.push({ subject: 'company', field, value, citation, strength, inputs, basis: 'verbatim' });
  };
  add('website', new URL(home.url).origin, { document: home, text: home.url, pointer: '/url' }, 0.95);
  for (const page of [home, ...further]) {
    const organization = ownOrganization(page);
    if (organization) organizationClaims(organization, page, add);
  }
  for (const cited of descriptions(home)) add('description', describe(cited.text), cited, 0.9);
  const linkedin = onlyLink(home, 'linkedinCompany');
  if (linkedin) add('linkedinUrl', canonicalUrl(linkedin.text), linkedin, 0.9);
  const twitter = onlyLink(home, 'twitter');
  if (twitter) add('twitterUrl', canonicalUrl(twitter.text), twitter, 0.9);
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
  const organization = ownOrganization(home);
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

/** The organization whose site it is; null where several are described and none is marked as this site's. */
function ownOrganization(home: PageDocument): MarkupNode | null {
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
  return names.size === 1 ? (candidates[0] ?? null) : null;
}

function isHere(address: string, homeUrl: string): boolean {
  const url = canonicalUrl(address, homeUrl);
  return url !== null && sameSite(url, homeUrl);
}

function descriptions(document: PageDocument): CitedText[] {
  const { data } = document;
  const openGraph = data.openGraph['og:description'];
  return [
    ...(openGraph ? [{ document, text: openGraph, pointer: '/openGraph/og:description' }] : []),
    ...(data.description ? [{ document, text: data.description, pointer: '/description' }] : []),
  ];
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
