import type { OutboundResponse } from '#platform';
import { rateLimited, retryAfterMs, type Verdict } from '../providers/answer-status.ts';
import type { ProviderClient } from '../providers/provider-client.ts';
import { ProviderError } from '../providers/provider-error.ts';
import type { SourceDefinition } from '../source-definition.ts';
import type { Price, Reply, SourceContext } from '../source.ts';
import { companyRecord, personRecord, readCompany, readPerson } from './hunter-facts.ts';
import { collectRecords, type RecordProvider } from './provider-records.ts';

const title = 'Hunter';

/**
 * Reads Hunter's API, version 2: https://hunter.io/api-documentation/v2#enrichment. Person and company are asked apart, as
 * an answer on the company serves all its contacts; both in one (`combined/find`) would be paid for each. The email
 * verifier is not asked: it tries the mailbox at its host, costs besides, and tells nothing that a profile here holds.
 */
export const hunter: SourceDefinition = {
  about: {
    name: 'hunter',
    description: 'Reads Hunter’s record of the contact by their email, and of their company by its domain.',
    ...{ key: 'required', keySetting: 'HUNTER_API_KEY' },
    cost: 'At most one credit for a person and one for a company; an answer on a company serves all its contacts.',
    credits: 2,
    rateLimit: '8 calls a second',
    terms: 'Licensed data, under your agreement with Hunter; it keeps back who asked it not to be processed.',
    discloses: 'To Hunter: the contact’s email, the company’s domain.',
    gives: {
      contact: [
        ...(['jobTitle', 'bio', 'location', 'timezone', 'linkedinUrl', 'githubUrl', 'twitterUrl'] as const),
        'websiteUrl',
      ],
      company: [
        ...(['industry', 'description', 'employees', 'foundedYear', 'headquarters', 'domain'] as const),
        ...(['logoUrl', 'linkedinUrl', 'twitterUrl'] as const),
      ],
    },
  },
  baseUrl: (config) => config.HUNTER_BASE_URL,
  offByDefault: () => null,
  create(config, provider) {
    const baseUrl = config.HUNTER_BASE_URL;
    const headers = { 'x-api-key': config.HUNTER_API_KEY ?? '' };
    // Hunter allows 15 a second and 500 a minute: this keeps both.
    const client = provider({ name: 'hunter', title, baseUrl, headers, verdict, limit: { calls: 8, seconds: 1 } });
    const records: RecordProvider = {
      ...{ title, isPublic: new URL(baseUrl).hostname === 'api.hunter.io', readPerson, readCompany },
      findPerson: ({ email }, context) => findPerson(email, client, baseUrl, context),
      findCompany: (domain, context) => findCompany(domain, client, baseUrl, context),
    };
    return {
      name: hunter.about.name,
      description: hunter.about.description,
      collect: (subject, context) => collectRecords(records, subject, context),
    };
  },
};

/** What one question costs at most. */
const price: Price = { credits: 1 };

function findPerson(email: string, client: ProviderClient, baseUrl: string, context: SourceContext) {
  const lookup = { provider: 'hunter', operation: 'email_enrichment', kind: 'person' as const };
  return context.lookups.find({ ...lookup, input: { email }, version: 1, price }, async (): Promise<Reply> => {
    const answer = await client.get(`/people/find?${new URLSearchParams({ email }).toString()}`, context.signal);
    if (!answer) return { document: null, paid: { credits: 0 } };
    return { document: personRecord(answer, email, baseUrl), paid: price };
  });
}

function findCompany(domain: string, client: ProviderClient, baseUrl: string, context: SourceContext) {
  const lookup = { provider: 'hunter', operation: 'company_enrichment', kind: 'company' as const };
  return context.lookups.find({ ...lookup, input: { domain }, version: 1, price }, async (): Promise<Reply> => {
    const answer = await client.get(`/companies/find?${new URLSearchParams({ domain }).toString()}`, context.signal);
    if (!answer) return { document: null, paid: { credits: 0 } };
    return { document: companyRecord(answer, baseUrl), paid: price };
  });
}

/** Hunter says 403 where it is asked too often, 429 where the quota is used up, 451 for who asked to be left out. */
function verdict(answer: OutboundResponse): Verdict | undefined {
  if (answer.status === 403) return rateLimited(title, retryAfterMs(answer));
  if (answer.status === 429) return new ProviderError('out_of_credit', `${title} has no credit left for this account`);
  return answer.status === 451 ? 'no_match' : undefined;
}
