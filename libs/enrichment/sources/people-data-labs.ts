import type { ProviderClient } from '../providers/provider-client.ts';
import type { SourceDefinition } from '../source-definition.ts';
import type { Price, Reply, SourceContext } from '../source.ts';
import { companyRecord, personRecord, readCompany, readPerson } from './people-data-labs-facts.ts';
import { collectRecords, type PersonQuestion, type RecordProvider } from './provider-records.ts';

const title = 'People Data Labs';
/** A match that the provider is less sure of (of 10) is none; it calls 6 its balance of reach and certainty. */
const MIN_LIKELIHOOD = 6;

/** Reads People Data Labs' API, version 5: https://docs.peopledatalabs.com/docs/reference-person-enrichment-api. */
export const peopleDataLabs: SourceDefinition = {
  about: {
    name: 'people_data_labs',
    description: 'Reads People Data Labs’ records of the contact and of their company, by email, name and domain.',
    ...{ key: 'required', keySetting: 'PEOPLE_DATA_LABS_API_KEY' },
    cost: 'One credit for a person and one for a company, where found; an answer on a company serves all its contacts.',
    credits: 2,
    rateLimit: '100 people and 100 companies a minute',
    terms: 'Licensed data, under your agreement with People Data Labs; you answer for having a reason to process it.',
    discloses: 'To People Data Labs: the contact’s email and name, the company’s name and domain.',
    gives: {
      contact: [
        ...(['jobTitle', 'headline', 'bio', 'skills', 'languages', 'location', 'timezone'] as const),
        ...(['linkedinUrl', 'githubUrl', 'twitterUrl'] as const),
      ],
      company: [
        ...(['industry', 'description', 'employees', 'foundedYear', 'headquarters', 'domain', 'website'] as const),
        ...(['linkedinUrl', 'twitterUrl'] as const),
      ],
    },
  },
  baseUrl: (config) => config.PEOPLE_DATA_LABS_BASE_URL,
  offByDefault: () => null,
  create(config, provider) {
    const baseUrl = config.PEOPLE_DATA_LABS_BASE_URL;
    const headers = { 'x-api-key': config.PEOPLE_DATA_LABS_API_KEY ?? '' };
    const common = { title, baseUrl, headers, limit: { calls: 100, seconds: 60 } };
    // Companies have a limit of their own.
    const people = provider({ ...common, name: 'people_data_labs' });
    const companies = provider({ ...common, name: 'people_data_labs_companies' });
    const records: RecordProvider = {
      ...{ title, isPublic: new URL(baseUrl).hostname === 'api.peopledatalabs.com', readPerson, readCompany },
      findPerson: (question, context) => findPerson(question, people, baseUrl, context),
      findCompany: (domain, context) => findCompany(domain, companies, baseUrl, context),
    };
    return {
      name: peopleDataLabs.about.name,
      description: peopleDataLabs.about.description,
      collect: (subject, context) => collectRecords(records, subject, context),
    };
  },
};

/** What one question costs at most. */
const price: Price = { credits: 1 };

function findPerson(question: PersonQuestion, client: ProviderClient, baseUrl: string, context: SourceContext) {
  const { email, firstName, lastName, company } = question;
  const input = {
    ...{ email, first_name: firstName, min_likelihood: String(MIN_LIKELIHOOD), titlecase: 'true' },
    ...(lastName !== null && { last_name: lastName }),
    ...(company && { company: company.name }),
  };
  const lookup = { provider: 'people_data_labs', operation: 'person_enrichment', kind: 'person' as const };
  return context.lookups.find({ ...lookup, input, version: 1, price }, async (): Promise<Reply> => {
    const answer = await client.get(`/person/enrich?${new URLSearchParams(input).toString()}`, context.signal);
    // Only an answer with a match is charged.
    if (!answer) return { document: null, paid: { credits: 0 } };
    return { document: personRecord(answer, email, baseUrl, MIN_LIKELIHOOD), paid: price };
  });
}

function findCompany(domain: string, client: ProviderClient, baseUrl: string, context: SourceContext) {
  const input = { website: domain, titlecase: 'true' };
  const lookup = { provider: 'people_data_labs', operation: 'company_enrichment', kind: 'company' as const };
  return context.lookups.find({ ...lookup, input, version: 1, price }, async (): Promise<Reply> => {
    const answer = await client.get(`/company/enrich?${new URLSearchParams(input).toString()}`, context.signal);
    if (!answer) return { document: null, paid: { credits: 0 } };
    return { document: companyRecord(answer, baseUrl), paid: price };
  });
}
