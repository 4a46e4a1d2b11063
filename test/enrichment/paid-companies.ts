import type { Client } from '../support/client.ts';
import type { TestDatabase } from '../support/database.ts';

let count = 0;

/** A new company with a website of its own. */
export async function createCompany(client: Client) {
  const name = `acme${count++}`;
  const { body } = await client.post('/api/companies', { name, website: `http://${name}.example` });
  return { companyId: body.data.id as string, name };
}

/** A contact of a company, a new one unless it is given. */
export async function createAt(client: Client, firstName = 'Ada', fields: object = {}, at?: { name: string }) {
  const { name, ...company } = at ?? (await createCompany(client));
  const email = `${firstName.toLowerCase()}@${name}.example`;
  return client.createContact({ email, firstName, lastName: 'Byron', ...company, ...fields });
}

export const resultOf = (job: any, name: string): any =>
  job.sources.find(({ source }: { source: string }) => source === name);

export const profileOf = async (client: Client, id: string): Promise<any> =>
  (await client.get(`/api/contacts/${id}`)).body.data.profile;

/** The ledger's rows, the oldest first. */
export const callsIn = (database: TestDatabase) => database.query('SELECT * FROM provider_calls ORDER BY created_at');

/** Documents are not to be changed; tests that need an older one put time back by replacing it. */
export async function ageDocuments(database: TestDatabase, days: number): Promise<void> {
  await database.query('ALTER TABLE source_documents DISABLE TRIGGER source_documents_immutable');
  await database.query(
    `UPDATE source_documents SET fetched_at = fetched_at - $1 * interval '1 day',
       expires_at = expires_at - $1 * interval '1 day'`,
    [days],
  );
  await database.query('ALTER TABLE source_documents ENABLE TRIGGER source_documents_immutable');
}
