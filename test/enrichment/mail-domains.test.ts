import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { startEnriching } from '../support/enriching-stack.ts';
import type { Websites } from '../support/website.ts';
import { homePage } from './company-site.ts';

const providers = ['gmail.com', 'yahoo.co.uk', 'mailinator.com', 'proton.me'];
const page = homePage({ name: 'Acme Inc', industry: 'Mail', people: [{ name: 'Ada Byron', jobTitle: 'Owner' }] });

let websites: Websites;
let client: Client;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ websites, client, stop } = await startEnriching(
    Object.fromEntries([...providers, 'acme.example'].map((host) => [host, { '/': page }])),
  ));
});
afterAll(() => stop());

it.each(providers)('a mailbox at %s is no sign of a company: none is made, linked or read', async (host) => {
  const { id } = await client.createContact({ email: `ada.byron@${host}`, firstName: 'Ada', lastName: 'Byron' });
  const job = await client.enrich(id);
  const { company, profile } = (await client.get(`/api/contacts/${id}`)).body.data;
  expect(company).toBeNull();
  expect(profile.emailProvider.value).toMatch(/^(free|disposable)$/);
  expect(profile).not.toHaveProperty('companyDomain');
  expect(profile).not.toHaveProperty('jobTitle');
  expect(job.sources).toContainEqual(expect.objectContaining({ source: 'company_website', outcome: 'skipped' }));
  expect((await client.get('/api/companies')).body.data.total).toBe(0);
  expect(websites.requests).toEqual([]);
});

it('nor does it say where the website of a company is that a user has linked', async () => {
  const fields = { email: 'ada@gmail.com', firstName: 'Ada', lastName: 'Byron', companyName: 'Acme Inc' };
  const { id } = await client.createContact(fields);
  await client.enrich(id);
  const { company } = (await client.get(`/api/contacts/${id}`)).body.data;
  expect(company).toMatchObject({ name: 'Acme Inc', industry: null, website: null });
  expect(websites.requests).toEqual([]);
});

it('but with the website that a user entered, the company is read', async () => {
  const created = await client.post('/api/companies', { name: 'Acme', website: 'http://acme.example' });
  const companyId: string = created.body.data.id;
  const { id } = await client.createContact({
    email: 'ada.b@gmail.com',
    firstName: 'Ada',
    lastName: 'Byron',
    companyId,
  });
  await client.enrich(id);
  const { company, profile } = (await client.get(`/api/contacts/${id}`)).body.data;
  expect(company).toMatchObject({ industry: 'Mail', website: 'http://acme.example' });
  expect(profile.jobTitle.value).toBe('Owner');
});
