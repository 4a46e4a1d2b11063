import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startApp, startStack, type App, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { serveWebsites, type Websites } from '../support/website.ts';
import { homePage } from '../enrichment/company-site.ts';

// A server's administrator, or a database's or a role's, may have chosen how values are written as text.
const SETTINGS = [
  `datestyle = 'German, DMY'`,
  `intervalstyle = 'sql_standard'`,
  `timezone = 'Asia/Kathmandu'`,
  `bytea_output = 'escape'`,
  `extra_float_digits = -4`,
];

let websites: Websites;
let stack: Stack;
let apps: App[];
let client: Client;
beforeAll(async () => {
  const page = homePage({ name: 'Acme', industry: 'Software', description: 'Software that counts anvils.' });
  websites = await serveWebsites({ 'acme.example': { '/': page } });
  stack = await startStack({ env: { OUTBOUND_CONNECT_TO: websites.connectTo } });
  const database = new URL(stack.database.url).pathname.slice(1);
  for (const setting of SETTINGS) await stack.database.query(`ALTER DATABASE ${database} SET ${setting}`);
  apps = [await startApp('api', stack.env), await startApp('enricher', stack.env)];
  client = await stack.client(undefined, apps[0]);
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.stop()));
  await stack.stop();
  await websites.close();
});

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

it.each(['contacts', 'companies', 'users', 'api-keys'])('gives the times of %s as ever', async (resource) => {
  await client.createContact({ companyName: 'Acme' });
  const { status, body } = await client.get(`/api/${resource}`);
  expect(status).toBe(200);
  const [{ createdAt }] = body.data[resource === 'api-keys' ? 'apiKeys' : resource];
  expect(createdAt).toMatch(ISO);
  expect(Math.abs(Date.parse(createdAt) - Date.now())).toBeLessThan(600_000);
});

it('enriches a contact as ever', async () => {
  const contact = await client.createContact({ email: 'ada@acme.example' });
  const job = await client.enrich(contact.id);
  expect(job).toMatchObject({ status: 'succeeded' });
  expect(job.startedAt).toMatch(ISO);
  const { body } = await client.get(`/api/contacts/${contact.id}`);
  expect(Object.keys(body.data.profile)).not.toEqual([]);
});
