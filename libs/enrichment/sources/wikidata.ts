import { mailProvider } from '../mail/mail-domain.ts';
import { isReservedDomain } from '../mail/reserved-domain.ts';
import type { SourceDefinition } from '../source-definition.ts';
import type { EnrichmentSubject, SubjectInput } from '../source.ts';
import { foldCompanyName } from '../web/names.ts';
import { readCompany, type CompanyIdentity } from './wikidata-facts.ts';

/** Reads the Wikidata Query Service: https://www.mediawiki.org/wiki/Wikidata_Query_Service/User_Manual. */
export const wikidata: SourceDefinition = {
  about: {
    name: 'wikidata',
    description: 'Finds the company in Wikidata by its official website: industry, head office, size, founding, logo.',
    ...{ key: 'none', cost: 'Free', rateLimit: '60 queries a minute' },
    terms: 'CC0. The Wikimedia Foundation asks for a user agent that says how to reach whoever runs it.',
    discloses: 'To the Wikimedia Foundation: the address of the company’s website, nothing of the person.',
    gives: {
      contact: [],
      company: ['industry', 'headquarters', 'employees', 'foundedYear', 'logoUrl', 'linkedinUrl', 'twitterUrl'],
    },
  },
  baseUrl: (config) => config.WIKIDATA_SPARQL_URL,
  offByDefault: ({ OUTBOUND_USER_AGENT: agent }) =>
    /\S@\S|https?:\/\//.test(agent)
      ? null
      : 'Off until OUTBOUND_USER_AGENT has an address where you can be reached, as Wikimedia’s policy asks',
  create(config, provider) {
    const client = provider({
      ...{ name: 'wikidata', title: 'Wikidata', baseUrl: config.WIKIDATA_SPARQL_URL },
      limit: { calls: 60, seconds: 60 },
    });
    const isPublic = config.WIKIDATA_SPARQL_URL === 'https://query.wikidata.org/sparql';
    return {
      name: wikidata.about.name,
      description: wikidata.about.description,
      async collect(subject, { signal }) {
        const site = siteOf(subject);
        if (!subject.company || !site) return { outcome: 'skipped', reason: 'No website of a company is known' };
        if (isPublic && isReservedDomain(site.url.hostname)) {
          return { outcome: 'skipped', reason: 'The domain of the website is reserved, so Wikidata cannot know it' };
        }
        const query = queryFor(site.url);
        const answer = await client.post('', new URLSearchParams({ query, format: 'json' }), signal);
        const company = answer ? readCompany(answer, (label) => identityOf(site, label, subject.company?.name)) : null;
        if (!company)
          return { outcome: 'no_match', reason: 'Wikidata knows no one company with this official website' };
        if (company.claims.length > 0) return { outcome: 'matched', ...company };
        return { outcome: 'no_match', reason: 'Wikidata knows nothing more of the company', ...company };
      },
    };
  },
};

interface Site {
  readonly url: URL;
  /** How sure the site is the company's. */
  readonly confidence: number;
  readonly inputs: readonly SubjectInput[];
}

/** The company's website, else the one that its mail domain suggests. */
function siteOf({ contact, company }: EnrichmentSubject): Site | null {
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

/** An official website that agrees is sure if the name agrees too; else it may be a product's, or the parent's. */
function identityOf(site: Site, label: string, name = ''): CompanyIdentity {
  const [theirs, ours] = [foldCompanyName(label), foldCompanyName(name)];
  const named = theirs !== '' && (theirs === ours || ours.startsWith(`${theirs} `) || theirs.startsWith(`${ours} `));
  return { identity: (named ? 0.95 : 0.6) * site.confidence, inputs: site.inputs };
}

/** The ways in which the address of one home page is written. */
function spellings({ hostname, pathname }: URL): string[] {
  const bare = hostname.replace(/^www\./, '');
  const path = pathname.replace(/\/+$/, '');
  return ['https', 'http'].flatMap((scheme) =>
    [bare, `www.${bare}`].flatMap((host) => [`<${scheme}://${host}${path}>`, `<${scheme}://${host}${path}/>`]),
  );
}

/**
 * A row for each statement of best rank on the items with this official website (P856). A founding year needs a date
 * that is precise to the year (time precision 9 and more); employees come with the time that they were counted at.
 */
function queryFor(url: URL): string {
  return `SELECT ?item ?itemLabel ?property ?value ?valueLabel ?pointInTime WHERE {
  VALUES ?website { ${spellings(url).join(' ')} }
  ?item wdt:P856 ?website .
  { VALUES ?property { wd:P452 wd:P159 wd:P154 wd:P2002 wd:P4264 }
    ?property wikibase:directClaim ?direct . ?item ?direct ?value . }
  UNION { BIND(wd:P571 AS ?property) ?item p:P571 ?founding . ?founding a wikibase:BestRank ; psv:P571 ?date .
    ?date wikibase:timeValue ?value ; wikibase:timePrecision ?precision . FILTER(?precision >= 9) }
  UNION { BIND(wd:P1128 AS ?property) ?item p:P1128 ?count . ?count a wikibase:BestRank ; ps:P1128 ?value .
    OPTIONAL { ?count pq:P585 ?pointInTime } }
  SERVICE wikibase:label { bd:serviceParam wikibase:language "en,mul,de,fr,es,it" . }
} LIMIT 200`;
}
