import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, startStack, type App, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import type { ApiAnswer } from '../support/json-api.ts';
import { PRICES, servePaidProviders, type PaidProviders } from '../support/paid-providers.ts';
import { callsIn, createAt, profileOf, resultOf } from './paid-companies.ts';

const PRICE = PRICES.people_data_labs;

let providers: PaidProviders;
let stack: Stack;
let client: Client;
beforeAll(async () => {
  providers = await servePaidProviders();
  const env = { ...providers.env, ENRICHMENT_SOURCES: 'email,people_data_labs,apollo', PROVIDER_TIMEOUT_MS: '2000' };
  stack = await startStack({ env });
  client = await stack.client();
});
afterAll(async () => {
  await stack.stop();
  await providers.close();
});
beforeEach(async () => {
  providers.reset();
  await stack.database.query('DELETE FROM provider_calls');
  // Whom a provider has told to wait.
  await stack.database.query('DELETE FROM limits.call_windows');
});

/** A worker with limits of its own. */
async function withEnricher<T>(env: Record<string, string>, work: () => Promise<T>): Promise<T> {
  const enricher = await startApp('enricher', { ...stack.env, ...env });
  try {
    return await work();
  } finally {
    await enricher.stop();
  }
}
const titleOf = async (id: string) => (await profileOf(client, id)).jobTitle?.value;
const callsOf = async (provider: string) =>
  (await callsIn(stack.database)).filter((call) => call['provider'] === provider);

describe('a limit holds for jobs that run at the same time, and the others deliver', () => {
  const contacts = 6;
  it.each([
    [{ SPENDING_CREDITS_BY_PROVIDER: 'people_data_labs=3' }, 3, /provider's credits/],
    [{ SPENDING_BY_PROVIDER: `people_data_labs=${2 * PRICE + 1}` }, 2, /provider's limit/],
    [{ SPENDING_CREDITS_BY_PROVIDER: 'people_data_labs=0' }, 0, /provider's credits/],
  ])('%j', async (limit, room, reason) => {
    const people = await Promise.all(Array.from({ length: contacts }, () => createAt(client)));
    const jobs = await withEnricher(limit as Record<string, string>, () =>
      Promise.all(people.map(({ id }) => client.enrich(id, { fields: ['jobTitle'] }))),
    );
    expect(providers.peopleDataLabs.requests).toHaveLength(room);
    expect(await callsOf('people_data_labs')).toHaveLength(room);
    const results = jobs.map((job) => resultOf(job, 'people_data_labs'));
    const refused = results.filter(({ outcome }) => outcome !== 'matched');
    expect(refused).toHaveLength(contacts - room);
    for (const one of refused) expect(one).toMatchObject({ outcome: 'skipped', reason: expect.stringMatching(reason) });
    const titles = await Promise.all(people.map(({ id }) => titleOf(id)));
    expect(titles.filter((title) => title === 'Head of Engines')).toHaveLength(room);
    expect(titles.filter((title) => title === 'Head of Looms')).toHaveLength(contacts - room);
    expect(providers.apollo.requests).toHaveLength(contacts - room);
  });

  it('of the organization and the month, over all providers', async () => {
    const people = await Promise.all(Array.from({ length: contacts }, () => createAt(client)));
    const limit = 2 * PRICE + PRICES.apollo;
    const jobs = await withEnricher({ SPENDING_PER_MONTH: String(limit) }, () =>
      Promise.all(people.map(({ id }) => client.enrich(id, { fields: ['jobTitle'] }))),
    );
    const calls = await callsIn(stack.database);
    const spent = calls.reduce((sum, call) => sum + Number(call['cost_micro_usd']), 0);
    // Whatever the order, there is room for one more only where less than the cheapest is left.
    expect(spent).toBeLessThanOrEqual(limit);
    expect(spent).toBeGreaterThan(limit - PRICES.apollo);
    expect(providers.peopleDataLabs.requests.length + providers.apollo.requests.length).toBe(calls.length);
    const unpaid = jobs.filter((job) =>
      ['people_data_labs', 'apollo'].every((name) => /month/.test(resultOf(job, name).reason ?? '')),
    );
    // A job whose first provider did not answer in time has paid two.
    const paying = new Set(calls.map((call) => call['job_id']));
    expect(unpaid).toHaveLength(contacts - paying.size);
    expect(unpaid.map(({ status }) => status)).toEqual(unpaid.map(() => 'no_match'));
  });

  it('of a job', async () => {
    const { id } = await createAt(client);
    const limit = { SPENDING_PER_JOB: String(PRICE - 1) };
    const job = await withEnricher(limit, () => client.enrich(id, { fields: ['jobTitle'] }));
    expect(resultOf(job, 'people_data_labs')).toMatchObject({
      ...{ outcome: 'skipped', reason: expect.stringMatching(/limit of a job/) },
    });
    expect([await titleOf(id), providers.peopleDataLabs.requests.length]).toEqual(['Head of Looms', 0]);
  });
});

interface Failure {
  readonly says: ApiAnswer;
  readonly reason: RegExp;
  readonly outcome: string;
  readonly requests: number;
  /** Whether it may have been billed, and so counts. */
  readonly counts: boolean;
}

describe('a provider that fails is recorded, and the next one delivers', () => {
  const failures: Record<string, Failure> = {
    'has no credit left': {
      ...{ says: { status: 402 }, reason: /no credit left/, outcome: 'out_of_credit', requests: 1, counts: false },
    },
    'is asked too often': {
      ...{ says: { status: 429 }, reason: /limits how often/, outcome: 'try_later', requests: 1, counts: false },
    },
    'has a fault': {
      ...{ says: { status: 500 }, reason: /fault at the moment/, outcome: 'try_later', requests: 3, counts: false },
    },
    'does not answer': {
      ...{ says: 'never', reason: /did not answer in time/, outcome: 'try_later', requests: 1, counts: true },
    },
    'answers with what is no JSON': {
      ...{ says: { body: '<html>' }, reason: /cannot be read/, outcome: 'broken', requests: 1, counts: true },
    },
    'breaks its answer off': {
      ...{ says: { headers: { 'content-encoding': 'gzip' }, body: '{}' }, reason: /cannot be read/ },
      ...{ outcome: 'broken', requests: 1, counts: true },
    },
  };
  let enricher: App;
  beforeAll(async () => {
    enricher = await startApp('enricher', { ...stack.env });
  });
  afterAll(() => enricher.stop());
  it.each(Object.entries(failures))('it %s', async (_name, { says, reason, outcome, requests, counts }) => {
    // Faults in a row would have it left alone.
    await client.enrich((await createAt(client)).id, { fields: ['jobTitle'] });
    providers.reset();
    await stack.database.query('DELETE FROM provider_calls');
    providers.peopleDataLabs.answer = () => says;
    const { id } = await createAt(client);
    const job = await client.enrich(id, { fields: ['jobTitle'] });
    expect(job).toMatchObject({ status: 'succeeded', attempts: 1 });
    expect(resultOf(job, 'people_data_labs')).toMatchObject({
      ...{ outcome: 'error', reason: expect.stringMatching(reason) },
    });
    expect(await titleOf(id)).toBe('Head of Looms');
    expect(providers.peopleDataLabs.requests).toHaveLength(requests);
    expect(await callsOf('people_data_labs')).toMatchObject([
      { status: 'failed', outcome, credits: counts ? 1 : 0, cost_micro_usd: counts ? String(PRICE) : '0' },
    ]);
  });
});
