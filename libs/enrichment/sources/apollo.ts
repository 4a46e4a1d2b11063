import type { ProviderAnswer, ProviderClient } from '../providers/provider-client.ts';
import type { SourceDefinition } from '../source-definition.ts';
import type { Price, Reply, SourceContext, SourceDocument } from '../source.ts';
import { companyRecord, employerRecord, personRecord, readCompany, readPerson } from './apollo-facts.ts';
import { objectOf } from './profile-claims.ts';
import { collectRecords, type PersonQuestion, type RecordProvider } from './provider-records.ts';

const title = 'Apollo';

/** Reads Apollo's API: https://docs.apollo.io/reference/people-enrichment and /organization-enrichment. */
export const apollo: SourceDefinition = {
  about: {
    name: 'apollo',
    description: 'Reads Apollo’s record of the contact and of their employer, by email, name and domain.',
    ...{ key: 'required', keySetting: 'APOLLO_API_KEY' },
    cost: 'One credit for a person, and one for a company that the person’s record does not describe.',
    credits: 2,
    rateLimit: '50 calls a minute',
    terms: 'Licensed data, under your agreement with Apollo; you answer for having a reason to process it.',
    discloses: 'To Apollo: the contact’s email and name, the company’s name and domain.',
    gives: {
      contact: [
        ...(['jobTitle', 'headline', 'location', 'timezone'] as const),
        ...(['linkedinUrl', 'githubUrl', 'twitterUrl'] as const),
      ],
      company: [
        ...(['industry', 'description', 'employees', 'foundedYear', 'headquarters', 'domain', 'website'] as const),
        ...(['logoUrl', 'linkedinUrl', 'twitterUrl'] as const),
      ],
    },
  },
  baseUrl: (config) => config.APOLLO_BASE_URL,
  offByDefault: () => null,
  create(config, provider) {
    const baseUrl = config.APOLLO_BASE_URL;
    const client = provider({
      ...{ name: 'apollo', title, baseUrl, limit: { calls: 50, seconds: 60 } },
      headers: { 'x-api-key': config.APOLLO_API_KEY ?? '', 'cache-control': 'no-cache' },
    });
    const records: RecordProvider = {
      ...{ title, isPublic: new URL(baseUrl).hostname === 'api.apollo.io', readPerson, readCompany },
      findPerson: (question, context) => findPerson(question, client, baseUrl, context),
      findCompany: (domain, context, person) => findCompany(domain, client, baseUrl, context, person),
    };
    return {
      name: apollo.about.name,
      description: apollo.about.description,
      collect: (subject, context) => collectRecords(records, subject, context),
    };
  },
};

/** What one question costs at most. */
const price: Price = { credits: 1 };

function findPerson(question: PersonQuestion, client: ProviderClient, baseUrl: string, context: SourceContext) {
  const { email, firstName, lastName, company } = question;
  const input = {
    ...{ email, first_name: firstName, ...(lastName !== null && { last_name: lastName }) },
    ...(company && { organization_name: company.name }),
    ...(company?.domain && { domain: company.domain }),
    // Neither is wanted, and both cost more.
    ...{ reveal_personal_emails: 'false', reveal_phone_number: 'false' },
  };
  const lookup = { provider: 'apollo', operation: 'people_match', kind: 'person' as const };
  return context.lookups.find({ ...lookup, input, version: 1, price }, async () => {
    const path = `/people/match?${new URLSearchParams(input).toString()}`;
    const answer = await client.postJson(path, {}, context.signal);
    return replyOf(answer, answer && personRecord(answer, email, baseUrl));
  });
}

/** The person's record may hold the company's: then that is kept as the answer on the company, and costs nothing more. */
function findCompany(
  domain: string,
  client: ProviderClient,
  baseUrl: string,
  context: SourceContext,
  person: SourceDocument | undefined,
) {
  const question = { operation: 'organization_enrichment', kind: 'company', input: { domain }, version: 1 } as const;
  const lookup = { provider: 'apollo', ...question };
  const known = person ? employerRecord(person, baseUrl) : null;
  if (known && domainOf(known) === domain)
    return context.lookups.find(lookup, () => Promise.resolve({ document: known }));
  return context.lookups.find({ ...lookup, price }, async () => {
    const path = `/organizations/enrich?${new URLSearchParams({ domain }).toString()}`;
    const answer = await client.get(path, context.signal);
    return replyOf(answer, answer && companyRecord(answer, baseUrl));
  });
}

const domainOf = ({ data }: SourceDocument): unknown => objectOf(objectOf(data)['organization'])['primary_domain'];

/** An answer without a record is not charged, unless Apollo says otherwise. */
function replyOf(answer: ProviderAnswer | null, document: SourceDocument | null): Reply {
  const said = objectOf(answer?.data)['credits_consumed'];
  const { person, organization } = objectOf(answer?.data);
  const matched = person ?? organization ?? null;
  const credits = typeof said === 'number' && Number.isInteger(said) && said >= 0 ? said : matched === null ? 0 : 1;
  return { document, paid: { credits } };
}
