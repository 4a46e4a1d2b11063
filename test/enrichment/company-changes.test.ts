import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { startEnriching } from '../support/enriching-stack.ts';
import type { Websites } from '../support/website.ts';
import { until } from '../operation/until.ts';
import { homePage } from './company-site.ts';

const hosts = ['moved.example', 'busy.example'];
const ada = { name: 'Ada Byron', jobTitle: 'Head of Engines' };

let websites: Websites;
let stack: Stack;
let client: Client;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ websites, stack, client, stop } = await startEnriching(Object.fromEntries(hosts.map((host) => [host, {}]))));
});
afterAll(() => stop());

/** A contact with a title from the website of its company. */
async function withTitle(name: string) {
  const email = `ada@${name}.example`;
  websites.pages[`${name}.example`] = { '/': homePage({ name, people: [{ ...ada, email }] }) };
  const company = await client.post('/api/companies', { name, website: `http://${name}.example` });
  const companyId: string = company.body.data.id;
  const { id } = await client.createContact({ email, firstName: 'Ada', lastName: 'Byron', companyId });
  await client.enrich(id);
  expect(await titleOf(id)).toBe(ada.jobTitle);
  return { id: id as string, companyId };
}
const titleOf = async (id: string) => (await client.get(`/api/contacts/${id}`)).body.data.profile.jobTitle?.value;

it('what contacts’ values rest on goes when the website of their company is another', async () => {
  const { id, companyId } = await withTitle('moved');
  await client.patch(`/api/companies/${companyId}`, { industry: 'Weaving' });
  expect(await titleOf(id)).toBe(ada.jobTitle);
  expect((await client.patch(`/api/companies/${companyId}`, { website: 'http://elsewhere.example' })).status).toBe(200);
  expect(await titleOf(id)).toBeUndefined();
  const [ended] = await stack.database.query(
    `SELECT status FROM enriched_values WHERE contact_id = $1 AND field = 'jobTitle'`,
    [id],
  );
  expect(ended).toEqual({ status: 'withdrawn' });
});

it('a change waits for a job that writes at the same moment, and the job never for the change', async () => {
  const { id, companyId } = await withTitle('busy');
  // What a job does as it writes: the contact's row first, then that of its company.
  const job = new pg.Client({ connectionString: stack.database.url });
  await job.connect();
  await job.query(`BEGIN; SET LOCAL lock_timeout = '5s'`);
  await job.query('SELECT FROM contacts WHERE id = $1 FOR NO KEY UPDATE', [id]);
  const change = client.patch(`/api/companies/${companyId}`, { website: 'http://elsewhere.example' });
  const isWaiting = `SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database OR l.database IS NULL
    WHERE NOT l.granted AND d.datname = current_database()`;
  await until('the change waits', async () => (await stack.database.query(isWaiting)).length > 0);
  await job.query('SELECT FROM companies WHERE id = $1 FOR NO KEY UPDATE', [companyId]);
  await job.query('COMMIT');
  await job.end();
  expect((await change).status).toBe(200);
  expect(await titleOf(id)).toBeUndefined();
});
