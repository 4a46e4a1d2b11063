import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { startEnrichingPaid } from '../support/enriching-stack.ts';
import { followJob } from '../support/event-stream.ts';
import { asked, peopleDataLabsAnswer, PRICES, type PaidProviders } from '../support/paid-providers.ts';
import type { Websites } from '../support/website.ts';
import { homePage } from './company-site.ts';
import { callsIn, createAt, profileOf, resultOf } from './paid-companies.ts';

let providers: PaidProviders;
let websites: Websites;
let stack: Stack;
let client: Client;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ providers, websites, stack, client, stop } = await startEnrichingPaid(20, { strict: true }));
});
afterAll(() => stop());
beforeEach(async () => {
  providers.reset();
  await stack.database.query('DELETE FROM provider_calls');
});

const NOTHING_OPEN = { outcome: 'skipped', reason: 'Nothing was left to look for' };
const [LABS, APOLLO] = [2 * PRICES.people_data_labs, 2 * PRICES.apollo];
const requests = () => [providers.peopleDataLabs, providers.apollo, providers.hunter].map((api) => api.requests.length);

describe('paid providers are asked one after another', () => {
  it('and only the first, where it has given all that is worth paying for', async () => {
    const { id, company } = await createAt(client);
    const job = await client.enrich(id);
    expect(job.status).toBe('succeeded');
    expect(resultOf(job, 'people_data_labs')).toMatchObject({ outcome: 'matched', reason: null });
    expect(resultOf(job, 'apollo')).toMatchObject(NOTHING_OPEN);
    expect(resultOf(job, 'hunter')).toMatchObject(NOTHING_OPEN);
    expect(requests()).toEqual([2, 0, 0]);
    expect(await profileOf(client, id)).toMatchObject({
      jobTitle: { value: 'Head of Engines', source: 'people_data_labs', quote: 'Head of Engines' },
      location: { value: { city: 'Leeds', countryCode: 'GB' } },
    });
    const { data } = (await client.get(`/api/companies/${company.id}`)).body;
    expect(data).toMatchObject({ industry: 'Aerospace', profile: { employees: { value: 83 } } });
  });

  it('and the next for what the first has left open', async () => {
    providers.peopleDataLabs.answer = peopleDataLabsAnswer({ job_title: null });
    const { id } = await createAt(client);
    const job = await client.enrich(id);
    expect(resultOf(job, 'apollo').outcome).toBe('matched');
    expect(resultOf(job, 'hunter')).toMatchObject(NOTHING_OPEN);
    // The company was known by then.
    expect([asked(providers.apollo, 'person'), asked(providers.apollo, 'company')]).toEqual([1, 0]);
    expect((await profileOf(client, id)).jobTitle).toMatchObject({ value: 'Head of Looms', source: 'apollo' });
  });

  it('for the half that is not known: what is missing of a person is no reason to pay for their company', async () => {
    providers.peopleDataLabs.answer = peopleDataLabsAnswer({ job_title: null });
    providers.apollo.answer = () => ({ status: 404 });
    const { id } = await createAt(client);
    const job = await client.enrich(id);
    for (const name of ['apollo', 'hunter'] as const) {
      expect(resultOf(job, name).outcome).toBe('no_match');
      expect([asked(providers[name], 'person'), asked(providers[name], 'company')]).toEqual([1, 0]);
    }
  });

  it('after those that are free: nobody is paid for what the website has told', async () => {
    const { id, company } = await createAt(client);
    const people = [{ name: 'Ada Byron', jobTitle: 'Head of Wings', email: `ada@${company.name}.example` }];
    websites.pages[`${company.name}.example`] = { '/': homePage({ name: company.name, people }) };
    const job = await client.enrich(id, { fields: ['jobTitle'] });
    expect(resultOf(job, 'company_website').outcome).toBe('matched');
    expect(resultOf(job, 'people_data_labs')).toMatchObject(NOTHING_OPEN);
    expect(requests()).toEqual([0, 0, 0]);
    expect((await profileOf(client, id)).jobTitle.value).toBe('Head of Wings');
  });
});

describe('a request steers who is paid', () => {
  it('by fields: only what they need is asked', async () => {
    const { id } = await createAt(client);
    await client.enrich(id, { fields: ['company.industry'] });
    expect([asked(providers.peopleDataLabs, 'person'), asked(providers.peopleDataLabs, 'company')]).toEqual([0, 1]);
  });

  it('by sources', async () => {
    const { id } = await createAt(client);
    const job = await client.enrich(id, { sources: ['apollo'] });
    expect(job.sources).toMatchObject([{ source: 'apollo', outcome: 'matched' }]);
    expect(requests()).toEqual([0, 1, 0]);
  });

  it('by maxCost, which counts the highest price, and keeps out whose price is not known', async () => {
    providers.peopleDataLabs.answer = () => ({ status: 404 });
    const { id } = await createAt(client);
    const job = await client.enrich(id, { maxCost: LABS + APOLLO - 1 });
    expect(resultOf(job, 'people_data_labs').outcome).toBe('no_match');
    expect(resultOf(job, 'apollo')).toMatchObject({ outcome: 'skipped', reason: expect.stringMatching(/maxCost/) });
    expect(resultOf(job, 'hunter')).toMatchObject({
      outcome: 'skipped',
      reason: expect.stringMatching(/CREDIT_PRICES/),
    });
    expect(requests()).toEqual([2, 0, 0]);
    const dearer = await client.enrich(id, { maxCost: LABS + APOLLO });
    expect(resultOf(dearer, 'apollo').outcome).toBe('matched');
    // That the first knows nobody is kept, and so not asked again.
    expect(requests()).toEqual([2, 1, 0]);
  });

  it('by dryRun, which names prices and calls nobody', async () => {
    const { id } = await createAt(client);
    const { plan } = (await client.post(`/api/contacts/${id}/enrich`, { dryRun: true })).body.data;
    expect(plan.sources.slice(2)).toMatchObject([
      { source: 'people_data_labs', ask: true, maxCredits: 2, maxCostMicroUsd: LABS },
      { source: 'apollo', ask: true, maxCredits: 2, maxCostMicroUsd: APOLLO },
      { source: 'hunter', ask: true, maxCredits: 2, maxCostMicroUsd: null },
    ]);
    // Hunter's price is not configured, so the whole is not known.
    expect(plan).toMatchObject({ maxCostMicroUsd: null, maxCredits: 6 });
    expect(requests()).toEqual([0, 0, 0]);
    expect(await callsIn(stack.database)).toEqual([]);
  });
});

it('GET /api/usage shows provider, outcome, credits and micro-dollars', async () => {
  providers.peopleDataLabs.answer = (request) =>
    request.path.startsWith('/person') ? { status: 404 } : peopleDataLabsAnswer()(request);
  const { id } = await createAt(client);
  await client.enrich(id);
  const none = { tokensIn: 0, tokensOut: 0 };
  const { lines, total } = (await client.get('/api/usage')).body.data;
  expect(lines).toEqual([
    { provider: 'apollo', outcome: 'matched', calls: 1, credits: 1, costMicroUsd: PRICES.apollo, ...none },
    { provider: 'people_data_labs', outcome: 'matched', calls: 1, credits: 1, costMicroUsd: 100_000, ...none },
    { provider: 'people_data_labs', outcome: 'no_match', calls: 1, credits: 0, costMicroUsd: 0, ...none },
  ]);
  expect(total).toEqual({ calls: 3, credits: 2, costMicroUsd: 150_000, ...none });
});

it('who follows a job is told of paid sources, asked or not, after those that are free', async () => {
  const { id } = await createAt(client);
  const { jobId } = (await client.post(`/api/contacts/${id}/enrich`)).body.data;
  const events = await (await followJob(client, jobId)).rest();
  const told = events.filter(({ type }) => type === 'source').map(({ data }) => data);
  expect(told.slice(2)).toMatchObject([
    { source: 'people_data_labs', outcome: 'matched' },
    { source: 'apollo', ...NOTHING_OPEN },
    { source: 'hunter', ...NOTHING_OPEN },
  ]);
});
