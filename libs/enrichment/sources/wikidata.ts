import { isReservedDomain } from '../mail/reserved-domain.ts';
import type { SourceDefinition } from '../source-definition.ts';
import { companyIdentity, siteOf } from './company-site.ts';
import { companyDocument, readCompany } from './wikidata-facts.ts';

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
      async collect(subject, { lookups, signal }) {
        const { company } = subject;
        const site = siteOf(subject);
        if (!company || !site) return { outcome: 'skipped', reason: 'No website of a company is known' };
        if (isPublic && isReservedDomain(site.url.hostname)) {
          return { outcome: 'skipped', reason: 'The domain of the website is reserved, so Wikidata cannot know it' };
        }
        const input = { website: homePageOf(site.url) };
        const question = { provider: 'wikidata', operation: 'company_by_website', kind: 'company' as const };
        const document = await lookups.find({ ...question, input, version: 1 }, async () => {
          const form = new URLSearchParams({ query: queryFor(site.url), format: 'json' });
          const answer = await client.post('', form, signal);
          return { document: answer && companyDocument(answer) };
        });
        const found = document && readCompany(document, (label) => companyIdentity(site, label, company));
        if (!found) return { outcome: 'no_match', reason: 'Wikidata knows no one company with this official website' };
        if (found.claims.length > 0) return { outcome: 'matched', ...found };
        return { outcome: 'no_match', reason: 'Wikidata knows nothing more of the company', ...found };
      },
    };
  },
};

/** A home page without scheme, `www.` and final slash. */
function homePageOf({ hostname, pathname }: URL): string {
  return hostname.replace(/^www\./, '') + pathname.replace(/\/+$/, '');
}

/** The ways in which the address of one home page is written. */
function spellings(url: URL): string[] {
  const page = homePageOf(url);
  return ['https', 'http'].flatMap((scheme) =>
    [page, `www.${page}`].flatMap((spelled) => [`<${scheme}://${spelled}>`, `<${scheme}://${spelled}/>`]),
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
