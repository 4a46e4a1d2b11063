import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '../operation/until.ts';
import type { Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { startEnrichingPaid } from '../support/enriching-stack.ts';
import { serveLlm, type LlmServer } from '../support/llm-server.ts';
import {
  asked,
  holdAnswers,
  isCompanyQuestion,
  peopleDataLabsAnswer,
  PRICES,
  type PaidProviders,
} from '../support/paid-providers.ts';
import type { Websites } from '../support/website.ts';
import { homePage } from './company-site.ts';
import { callsIn, createAt, createCompany, profileOf, resultOf } from './paid-companies.ts';

let providers: PaidProviders;
let websites: Websites;
let llm: LlmServer;
let stack: Stack;
let client: Client;
let stop: () => Promise<void>;
beforeAll(async () => {
  llm = await serveLlm();
  const env = { LLM_PROVIDER: 'openai', LLM_BASE_URL: llm.url, LLM_MODEL: 'test-model', LLM_API_KEY: 'k-model' };
  ({ providers, websites, stack, client, stop } = await startEnrichingPaid(10, { strict: true, env }));
});
afterAll(async () => {
  await stop();
  await llm.close();
});
beforeEach(async () => {
  providers.reset();
  await stack.database.query('DELETE FROM provider_calls');
});

const PAID = { sources: ['email', 'people_data_labs'] };
const contactPath = (id: string) => `/api/contacts/${id}`;
const evidenceOf = async (id: string) => (await profileOf(client, id)).jobTitle.evidenceId as string;
const barTitle = async (id: string) => client.post(`${contactPath(id)}/evidence/${await evidenceOf(id)}/wrong-person`);
const documentsOf = (where: string, ...values: unknown[]) =>
  stack.database.query(`SELECT provider, kind FROM source_documents WHERE ${where}`, values);

describe('a record of the wrong person', () => {
  it('takes back what it gave, and is barred by its address, also when it is paid for again', async () => {
    providers.peopleDataLabs.answer = peopleDataLabsAnswer({ id: 'record_of_both' });
    const company = await createCompany(client);
    const { id } = await createAt(client, 'Ada', {}, company);
    await client.enrich(id, PAID);
    const barred = await barTitle(id);
    expect(barred.status).toBe(200);
    const gone = ['jobTitle', 'seniority', 'department', 'linkedinUrl', 'location', 'timezone'];
    for (const field of gone) expect(barred.body.data.profile).not.toHaveProperty(field);
    expect(await stack.database.query('SELECT url FROM barred_matches WHERE contact_id = $1', [id])).toEqual([
      { url: `${providers.peopleDataLabs.url}/person/retrieve/record_of_both` },
    ]);
    const again = await client.enrich(id, { ...PAID, force: true });
    expect(asked(providers.peopleDataLabs, 'person')).toBe(2);
    expect(again.status).toBe('succeeded');
    for (const field of gone) expect(await profileOf(client, id)).not.toHaveProperty(field);
    // What it left open is worth asking the next one for.
    await client.enrich(id, { sources: ['people_data_labs', 'apollo'] });
    expect((await profileOf(client, id)).jobTitle).toMatchObject({ value: 'Head of Looms', source: 'apollo' });

    const other = await createAt(client, 'Jane', {}, company);
    await client.enrich(other.id, PAID);
    expect((await profileOf(client, other.id)).jobTitle).toMatchObject({ value: 'Head of Engines' });
  });

  it('is not read to a model either', async () => {
    const words = 'Ada Byron keeps the looms of the north in order.';
    const company = await createCompany(client);
    const people = [{ name: 'Ada Byron', jobTitle: 'Head of Wings', email: `ada@${company.name}.example` }];
    const page = homePage({ name: company.name, people, body: `<p>${words}</p>` });
    websites.pages[`${company.name}.example`] = { '/': page };
    const { id } = await createAt(client, 'Ada', {}, company);
    const options = { sources: ['company_website', 'llm'], force: true };
    const wasRead = () => JSON.stringify(llm.requests).includes(words);
    await client.enrich(id, options);
    expect(wasRead()).toBe(true);
    expect((await barTitle(id)).status).toBe(200);
    llm.requests.length = 0;
    const job = await client.enrich(id, options);
    expect(resultOf(job, 'company_website').outcome).toBe('matched');
    expect(wasRead()).toBe(false);
    expect(await profileOf(client, id)).not.toHaveProperty('jobTitle');
  });
});

describe('the document behind evidence', () => {
  it('is the stored record: what was read of it, and no address or phone number', async () => {
    const { id } = await createAt(client);
    await client.enrich(id, PAID);
    const { data } = (await client.get(`${contactPath(id)}/evidence/${await evidenceOf(id)}/document`)).body;
    expect(data).toMatchObject({
      ...{ provider: 'people_data_labs', kind: 'person', url: expect.stringContaining('/person/retrieve/') },
      content: { text: '', data: { likelihood: 9, email: 'listed', data: { job_title: 'Head of Engines' } } },
    });
    expect(JSON.stringify(data.content)).not.toContain('@');
  });

  it('of a company is for all its contacts, and leads to none of them', async () => {
    const owner = await stack.client({ email: 'owner@acme.example' });
    const colleague = await stack.client({ email: 'colleague@acme.example' });
    const company = await createCompany(client);
    const { id } = await createAt(owner, 'Ada', { visibility: 'private' }, company);
    await owner.enrich(id, { sources: ['apollo'] });
    await owner.enrich(id, { sources: ['people_data_labs'], fields: ['company.foundedYear'] });
    const other = await createAt(colleague, 'Jane', {}, company);
    const { profile } = (await colleague.get(`/api/companies/${company.companyId}`)).body.data;
    expect([profile.industry.source, profile.foundedYear.source]).toEqual(['apollo', 'people_data_labs']);
    const shown = (to: Client, contactId: string, field: string) =>
      to.get(`${contactPath(contactId)}/evidence/${profile[field].evidenceId}/document`);
    // Apollo told of the company along with the person; the person's record is the contact's alone.
    for (const [to, contactId] of [[owner, id] as const, [colleague, other.id] as const]) {
      const { data } = (await shown(to, contactId, 'industry')).body;
      expect(data).toMatchObject({
        provider: 'apollo',
        kind: 'company',
        url: expect.stringContaining('/organizations/'),
      });
      expect(JSON.stringify(data)).not.toMatch(/people|Ada/);
    }
    expect((await shown(colleague, id, 'industry')).body.code).toBe('contact_not_found');
    expect((await shown(colleague, other.id, 'foundedYear')).body.data).toMatchObject({ kind: 'company' });
  });
});

it('erasing a contact erases the records about it, and leaves the company’s and what they cost', async () => {
  const company = await createCompany(client);
  const { id } = await createAt(client, 'Ada', {}, company);
  await client.enrich(id, PAID);
  expect(await documentsOf('contact_id = $1', id)).toEqual([{ provider: 'people_data_labs', kind: 'person' }]);
  const before = (await client.get('/api/usage')).body.data;
  expect(before.total).toMatchObject({ credits: 2, costMicroUsd: 2 * PRICES.people_data_labs });
  expect((await client.delete(contactPath(id))).status).toBeLessThan(300);
  expect(await documentsOf('contact_id = $1', id)).toEqual([]);
  expect(await documentsOf(`kind = 'person' AND url LIKE '%ada_' || $1 || '%'`, company.name)).toEqual([]);
  expect(await callsIn(stack.database)).toMatchObject([
    { job_id: null, input_hash: null, credits: 1 },
    { job_id: null, input_hash: null, credits: 1 },
  ]);
  expect((await client.get('/api/usage')).body.data).toEqual(before);
  const colleague = await createAt(client, 'Jane', {}, company);
  await client.enrich(colleague.id, PAID);
  expect([asked(providers.peopleDataLabs, 'person'), asked(providers.peopleDataLabs, 'company')]).toEqual([2, 1]);
});

it('a contact that is erased while its company is being paid for leaves the answer to its colleagues', async () => {
  const held = holdAnswers(peopleDataLabsAnswer(), isCompanyQuestion);
  providers.peopleDataLabs.answer = held.answer;
  const company = await createCompany(client);
  const [ada, jane] = [await createAt(client, 'Ada', {}, company), await createAt(client, 'Jane', {}, company)];
  await client.post(contactPath(ada.id) + '/enrich', PAID);
  await until('the company is asked for', () => asked(providers.peopleDataLabs, 'company') === 1);
  const { jobId } = (await client.post(contactPath(jane.id) + '/enrich', PAID)).body.data;
  await until('the colleague is known', () => asked(providers.peopleDataLabs, 'person') === 2);
  expect((await client.delete(contactPath(ada.id))).status).toBeLessThan(300);
  held.release();
  expect((await client.waitForJob(jobId)).status).toBe('succeeded');
  expect(asked(providers.peopleDataLabs, 'company')).toBe(1);
  expect((await client.get(`/api/companies/${company.companyId}`)).body.data.profile.employees.value).toBe(83);
  expect(await documentsOf('contact_id IS NULL AND url LIKE $1', `%company_${company.name}`)).toHaveLength(1);
});
