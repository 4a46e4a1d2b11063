import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startApp, startStack, type App, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import {
  asked,
  holdAnswers,
  isCompanyQuestion,
  peopleDataLabsAnswer,
  PRICES,
  servePaidProviders,
  type PaidProviders,
} from '../support/paid-providers.ts';
import { until } from '../operation/until.ts';
import { ageDocuments, callsIn, createAt, createCompany, profileOf } from './paid-companies.ts';

const TEST_MS = 60_000;
const PRICE = String(PRICES.people_data_labs);

let providers: PaidProviders;
let stack: Stack;
let client: Client;
const enrichers: App[] = [];
beforeAll(async () => {
  providers = await servePaidProviders();
  const env = { ...providers.env, ENRICHMENT_SOURCES: 'email,people_data_labs', ENRICHER_CONCURRENCY: '2' };
  stack = await startStack({ env });
  client = await stack.client();
});
afterAll(async () => {
  await stopEnrichers();
  await stack.stop();
  await providers.close();
});
beforeEach(async () => {
  await stopEnrichers();
  providers.reset();
  await stack.database.query('DELETE FROM provider_calls');
});

async function stopEnrichers(): Promise<void> {
  await Promise.all(enrichers.splice(0).map((enricher) => enricher.stop()));
}

async function startEnricher(): Promise<App> {
  const enricher = await startApp('enricher', stack.env);
  enrichers.push(enricher);
  return enricher;
}
const labs = () => [asked(providers.peopleDataLabs, 'person'), asked(providers.peopleDataLabs, 'company')];
const calls = () => callsIn(stack.database);

it(
  'a worker that is killed between answer and write: the retry does not pay again',
  async () => {
    const { id } = await createAt(client);
    // Whoever holds the contact's row holds up the write, and nothing before it.
    const holder = new pg.Client({ connectionString: stack.database.url });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM contacts WHERE id = $1 FOR NO KEY UPDATE', [id]);
    const first = await startEnricher();
    const { jobId } = (await client.post(`/api/contacts/${id}/enrich`, { force: true })).body.data;
    await until('both answers are recorded', async () => {
      const rows = await calls();
      return rows.length === 2 && rows.every(({ status }) => status === 'settled');
    });
    await first.kill();
    await holder.query('ROLLBACK');
    await holder.end();
    await startEnricher();
    expect(await client.waitForJob(jobId, TEST_MS)).toMatchObject({ status: 'succeeded', attempts: 2 });
    expect((await profileOf(client, id)).jobTitle.value).toBe('Head of Engines');
    expect(labs()).toEqual([1, 1]);
    const settled = { status: 'settled', outcome: 'matched', credits: 1, cost_micro_usd: PRICE };
    expect(await calls()).toMatchObject([settled, settled]);
  },
  TEST_MS,
);

it(
  'a worker that is killed before an answer: its call counts in full, and only that one is made again',
  async () => {
    const held = holdAnswers(peopleDataLabsAnswer(), isCompanyQuestion);
    providers.peopleDataLabs.answer = held.answer;
    const { id } = await createAt(client);
    const first = await startEnricher();
    const { jobId } = (await client.post(`/api/contacts/${id}/enrich`)).body.data;
    await until('the company is asked for', () => labs()[1] === 1);
    await first.kill();
    held.release();
    await startEnricher();
    expect(await client.waitForJob(jobId, TEST_MS)).toMatchObject({ status: 'succeeded', attempts: 2 });
    expect(labs()).toEqual([1, 2]);
    const price = { credits: 1, cost_micro_usd: PRICE };
    expect(await calls()).toMatchObject([
      { operation: 'person_enrichment', status: 'settled', outcome: 'matched', ...price },
      { operation: 'company_enrichment', status: 'failed', outcome: 'worker_lost', ...price },
      { operation: 'company_enrichment', status: 'settled', outcome: 'matched', ...price },
    ]);
  },
  TEST_MS,
);

it(
  'contacts of one company, in two workers at the same moment: the company is paid for once, each person once',
  async () => {
    const held = holdAnswers(peopleDataLabsAnswer(), isCompanyQuestion);
    providers.peopleDataLabs.answer = held.answer;
    await Promise.all([startEnricher(), startEnricher()]);
    const company = await createCompany(client);
    const names = ['Ada', 'Jane', 'John', 'Joan'];
    const contacts = await Promise.all(names.map((name) => createAt(client, name, {}, company)));
    const jobs = contacts.map(async ({ id }) => client.enrich(id, {}, TEST_MS));
    // A worker has two jobs at a time, so that it takes both of them to ask for all four.
    await until('everybody’s record is there', async () => {
      const settled = (await calls()).filter(({ status }) => status === 'settled');
      return settled.length === names.length && labs()[1] === 1;
    });
    held.release();
    for (const job of await Promise.all(jobs)) expect(job.status).toBe('succeeded');
    expect(labs()).toEqual([names.length, 1]);
    expect((await calls()).filter(({ operation }) => operation === 'company_enrichment')).toMatchObject([
      { status: 'settled', outcome: 'matched', cost_micro_usd: PRICE },
    ]);
    expect(await calls()).toHaveLength(names.length + 1);
    const { profile } = (await client.get(`/api/companies/${company.companyId}`)).body.data;
    expect(profile.employees).toMatchObject({ value: 83, source: 'people_data_labs' });
  },
  TEST_MS,
);

it('a worker that is told to stop waits for an answer that is being paid for', async () => {
  const held = holdAnswers(peopleDataLabsAnswer(), isCompanyQuestion);
  providers.peopleDataLabs.answer = held.answer;
  const { id } = await createAt(client);
  const enricher = await startEnricher();
  const { jobId } = (await client.post(`/api/contacts/${id}/enrich`)).body.data;
  await until('the company is asked for', () => labs()[1] === 1);
  const stopped = enricher.stop();
  held.release();
  expect(await stopped).toBe(0);
  expect(await client.waitForJob(jobId)).toMatchObject({ status: 'succeeded', attempts: 1 });
  expect((await calls()).map(({ outcome }) => outcome)).toEqual(['matched', 'matched']);
});

describe('what was paid for is kept', () => {
  it('so that asking again costs nothing, and force pays again', async () => {
    await startEnricher();
    const { id } = await createAt(client);
    await client.enrich(id);
    await client.enrich(id);
    expect(labs()).toEqual([1, 1]);
    await client.enrich(id, { force: true });
    expect(labs()).toEqual([2, 2]);
    expect(await calls()).toHaveLength(4);
  });

  it('for 30 days a person, also for what was not there at first', async () => {
    await startEnricher();
    const { id } = await createAt(client);
    await client.enrich(id, { fields: ['githubUrl'] });
    await ageDocuments(stack.database, 29);
    await client.enrich(id, { fields: ['githubUrl'] });
    expect(labs()).toEqual([1, 0]);
    await ageDocuments(stack.database, 2);
    providers.peopleDataLabs.answer = peopleDataLabsAnswer({ github_url: 'github.com/ada' });
    await client.enrich(id, { fields: ['githubUrl'] });
    expect(labs()).toEqual([2, 0]);
    expect((await profileOf(client, id)).githubUrl.value).toBe('https://github.com/ada');
  });

  it('for 7 days that a provider does not know somebody, which it is not paid for', async () => {
    await startEnricher();
    providers.peopleDataLabs.answer = () => ({ status: 404 });
    const { id } = await createAt(client);
    await client.enrich(id);
    await ageDocuments(stack.database, 6);
    await client.enrich(id);
    expect(labs()).toEqual([1, 1]);
    await ageDocuments(stack.database, 2);
    providers.reset();
    await client.enrich(id);
    expect(labs()).toEqual([1, 1]);
    expect((await profileOf(client, id)).jobTitle.value).toBe('Head of Engines');
    expect((await calls()).map(({ outcome, credits }) => [outcome, credits])).toEqual([
      ...[
        ['no_match', 0],
        ['no_match', 0],
      ],
      ...[
        ['matched', 1],
        ['matched', 1],
      ],
    ]);
  });
});
