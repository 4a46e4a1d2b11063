import { expect } from '@jest/globals';
import type { Answer, Client } from '../support/client.ts';
import type { TestDatabase } from '../support/database.ts';

/** A request that is ready to be sent, and how often it has taken effect. */
interface PreparedPost {
  readonly path: string;
  readonly body?: object;
  readonly effects: () => Promise<number>;
}

type Prepare = (client: Client, database: TestDatabase) => Promise<PreparedPost>;

const unique = (): string => Math.random().toString(36).slice(2);

async function count(database: TestDatabase, from: string, value: string): Promise<number> {
  const [row] = await database.query<{ count: number }>(`SELECT count(*)::int FROM ${from}`, [value]);
  return row!.count;
}

/** A suggestion for a contact, with the evidence for it, as enrichment would leave them. */
async function suggest(client: Client, database: TestDatabase) {
  const { id: contactId } = await client.createContact();
  const [{ id, evidence } = { id: '', evidence: '' }] = await database.query<{ id: string; evidence: string }>(
    `WITH value AS (
       INSERT INTO enriched_values (id, organization_id, contact_id, field, value, confidence, status, inputs)
       SELECT gen_random_uuid(), organization_id, id, 'jobTitle', '"Head of Sales"', 0.5, 'suggested', '{}'
       FROM contacts WHERE id = $1 RETURNING id, organization_id)
     INSERT INTO evidence (id, organization_id, enriched_value_id, source, url, quote, fetched_at, confidence)
     SELECT gen_random_uuid(), organization_id, id, 'company_website', 'https://acme.example/team', 'Head of Sales',
       now(), 0.5 FROM value RETURNING enriched_value_id AS id, id AS evidence`,
    [contactId],
  );
  return { contactId: contactId as string, id, evidence };
}

const decision =
  (verb: string, status: string): Prepare =>
  async (client, database) => {
    const { contactId, id } = await suggest(client, database);
    const effects = () => count(database, `enriched_values WHERE status = '${status}' AND id = $1`, id);
    return { path: `/api/contacts/${contactId}/suggestions/${id}/${verb}`, effects };
  };

/** Every POST of the api, by its operation in the OpenAPI document. */
export const POST_OPERATIONS: Readonly<Record<string, Prepare>> = {
  createContact: (_client, database) => {
    const email = `${unique()}@people.example`;
    const effects = () => count(database, 'contacts WHERE email = $1', email);
    return Promise.resolve({
      path: '/api/contacts',
      body: { email, firstName: 'Ada', companyName: `${email} Inc` },
      effects,
    });
  },
  createCompany: (_client, database) => {
    const name = `${unique()} Inc`;
    return Promise.resolve({
      path: '/api/companies',
      body: { name },
      effects: () => count(database, 'companies WHERE name = $1', name),
    });
  },
  createUser: (_client, database) => {
    const email = `${unique()}@acme.example`;
    return Promise.resolve({
      path: '/api/users',
      body: { email },
      effects: () => count(database, 'users WHERE email = $1', email),
    });
  },
  createApiKey: (_client, database) => {
    const name = unique();
    return Promise.resolve({
      path: '/api/api-keys',
      body: { name, scopes: ['contacts:read'] },
      effects: () => count(database, 'api_keys WHERE name = $1', name),
    });
  },
  enrichContact: async (client, database) => {
    const { id } = await client.createContact();
    const effects = () => count(database, 'enrichment_jobs WHERE contact_id = $1', id);
    return { path: `/api/contacts/${id}/enrich`, body: {}, effects };
  },
  cancelEnrichmentJob: async (client, database) => {
    const { id } = await client.createContact();
    const { jobId } = (await client.post(`/api/contacts/${id}/enrich`)).body.data;
    const effects = () => count(database, `enrichment_jobs WHERE status = 'cancelled' AND id = $1`, jobId);
    return { path: `/api/enrichment-jobs/${jobId}/cancel`, effects };
  },
  acceptSuggestion: decision('accept', 'written'),
  rejectSuggestion: decision('reject', 'rejected'),
  barWrongPerson: async (client, database) => {
    const { contactId, evidence } = await suggest(client, database);
    const effects = () => count(database, 'barred_matches WHERE contact_id = $1', contactId);
    return { path: `/api/contacts/${contactId}/evidence/${evidence}/wrong-person`, effects };
  },
};

/** Sends it under an idempotency key. */
export const sendKeyed = (
  client: Client,
  { path, body }: Omit<PreparedPost, 'effects'>,
  key: string,
): Promise<Answer> => client.send('POST', path, body, { 'Idempotency-Key': key });

export const isReplay = ({ headers }: Answer): boolean => headers.get('idempotent-replayed') === 'true';

/** Expects an answer to be that of an earlier sending, and said to be. */
export function expectReplay(again: Answer, first: Answer): void {
  expect(again).toMatchObject({ status: first.status, body: first.body });
  expect([isReplay(first), isReplay(again)]).toEqual([false, true]);
}
