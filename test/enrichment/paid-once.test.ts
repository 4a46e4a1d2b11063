import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
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
  const env = {
    ...providers.env,
    ENRICHMENT_SOURCES: 'email,people_data_labs',
    ENRICHER_CONCURRENCY: '2',
    ENRICHMENT_SWEEP_MS: '500',
  };
  stack = await startStack({ env });
  client = await stack.client();
});
afterAll(async () => {
  await stopEnrichers();
  await stack.stop();
  await providers.close();
});
beforeEach(async () => {
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
/** Kills a worker, and puts its jobs to where they are after the time that it takes to be taken for dead. */
async function lose(worker: App): Promise<void> {
  await worker.kill();
  await stack.database.query(
    `UPDATE enrichment_jobs SET lease_expires_at = now() - interval '1 min' WHERE status = 'running'`,
  );
}
const labs = () => [asked(providers.peopleDataLabs, 'person'), asked(providers.peopleDataLabs, 'company')];
const calls = () => callsIn(stack.database);

describe('workers that are lost, or work side by side', () => {
  afterEach(stopEnrichers);

  it(
    'a worker that is killed: what was answered is not paid for again, what was not counts in full and is asked again',
    async () => {
      const [answered, asking] = [await createAt(client), await createAt(client)];
      const domain = asking.email.split('@')[1];
      const held = holdAnswers(
        peopleDataLabsAnswer(),
        (request) => isCompanyQuestion(request) && request.path.includes(domain),
      );
      providers.peopleDataLabs.answer = held.answer;
      // Whoever holds the contact's row holds up the write, and nothing before it.
      const holder = new pg.Client({ connectionString: stack.database.url });
      await holder.connect();
      await holder.query('BEGIN');
      await holder.query('SELECT FROM contacts WHERE id = $1 FOR NO KEY UPDATE', [answered.id]);
      const first = await startEnricher();
      const request = async ({ id }: { id: string }): Promise<string> =>
        (await client.post(`/api/contacts/${id}/enrich`, { force: true })).body.data.jobId;
      const jobs = [await request(answered), await request(asking)];
      const callsOf = async (job: string | undefined) => (await calls()).filter((call) => call['job_id'] === job);
      await until('the one has both answers, and the other waits for its company’s', async () => {
        const own = await callsOf(jobs[0]);
        return own.length === 2 && own.every(({ status }) => status === 'settled') && labs()[1] === 2;
      });
      await lose(first);
      held.release();
      await holder.query('ROLLBACK');
      await holder.end();
      await startEnricher();
      for (const job of jobs) {
        expect(await client.waitForJob(job, TEST_MS)).toMatchObject({ status: 'succeeded', attempts: 2 });
      }
      expect((await profileOf(client, answered.id)).jobTitle.value).toBe('Head of Engines');
      expect(labs()).toEqual([2, 3]);
      const price = { credits: 1, cost_micro_usd: PRICE };
      const settled = { status: 'settled', outcome: 'matched', ...price };
      expect(await callsOf(jobs[0])).toMatchObject([settled, settled]);
      expect(await callsOf(jobs[1])).toMatchObject([
        { operation: 'person_enrichment', ...settled },
        { operation: 'company_enrichment', status: 'failed', outcome: 'worker_lost', ...price },
        { operation: 'company_enrichment', ...settled },
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
});

describe('what was paid for is kept', () => {
  beforeAll(() => startEnricher());
  it('so that asking again costs nothing, and force pays again', async () => {
    const { id } = await createAt(client);
    await client.enrich(id);
    await client.enrich(id);
    expect(labs()).toEqual([1, 1]);
    await client.enrich(id, { force: true });
    expect(labs()).toEqual([2, 2]);
    expect(await calls()).toHaveLength(4);
  });

  it('for 30 days a person, also for what was not there at first', async () => {
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
