import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startApp, startStack, type App, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { serveLlm, TOKENS_IN, TOKENS_OUT, type LlmServer } from '../support/llm-server.ts';
import { serveWebsites, type Websites } from '../support/website.ts';
import { until } from '../operation/until.ts';

/** Each differs, and so does the question about it: equal questions are asked once. */
const page = (at: number) =>
  `<!doctype html><title>Acme</title><p>Jane Doe is our Head of Operations.</p><p>Office ${at}</p>`;
const title = { field: 'jobTitle', value: 'Head of Operations', quote: 'Jane Doe is our Head of Operations.' };
/** What one call costs at these prices: 1,000 tokens in and 100 out. */
const COST = 4500;
const TEST_MS = 60_000;

let websites: Websites;
let llm: LlmServer;
let stack: Stack;
let client: Client;
let settings: Record<string, string>;
let count = 0;
beforeAll(async () => {
  const hosts = Array.from({ length: 20 }, (_, at) => [`acme${at}.example`, { '/': page(at) }] as const);
  websites = await serveWebsites(Object.fromEntries(hosts));
  llm = await serveLlm();
  llm.mode = { say: [title] };
  stack = await startStack();
  client = await stack.client();
  settings = {
    ...stack.env,
    OUTBOUND_CONNECT_TO: websites.connectTo,
    ...{ LLM_PROVIDER: 'openai', LLM_BASE_URL: llm.url, LLM_MODEL: 'test-model', LLM_API_KEY: 'k-secret' },
    ...{ LLM_PRICE_IN: '3000000', LLM_PRICE_OUT: '15000000' },
  };
});
afterAll(async () => {
  await stack.stop();
  await Promise.all([websites.close(), llm.close()]);
});
beforeEach(async () => {
  llm.requests.length = 0;
  await stack.database.query('DELETE FROM provider_calls');
});

const createJane = (by = client) =>
  by.createContact({ email: `jane.doe@acme${count++}.example`, firstName: 'Jane', lastName: 'Doe' });
const calls = () => stack.database.query('SELECT * FROM provider_calls ORDER BY created_at');

async function withEnricher<T>(env: Record<string, string>, work: (enricher: App) => Promise<T>): Promise<T> {
  const enricher = await startApp('enricher', { ...settings, ...env });
  try {
    return await work(enricher);
  } finally {
    await enricher.stop();
  }
}

const llmResult = (job: any) => job.sources.find(({ source }: { source: string }) => source === 'llm');

it(
  'a worker that is killed between answer and write: the retry does not pay again',
  async () => {
    const { id } = await createJane();
    // Whoever holds the contact's row holds up the write, and nothing before it.
    const holder = new pg.Client({ connectionString: stack.database.url });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM contacts WHERE id = $1 FOR NO KEY UPDATE', [id]);
    const first = await startApp('enricher', settings);
    const { jobId } = (await client.post(`/api/contacts/${id}/enrich`)).body.data;
    await until('the answer is recorded', async () => (await calls())[0]?.['status'] === 'settled');
    await first.kill();
    await holder.query('ROLLBACK');
    await holder.end();
    const job = await withEnricher({}, () => client.waitForJob(jobId, TEST_MS));
    expect(job).toMatchObject({ status: 'succeeded', attempts: 2 });
    // The title, and the seniority and department that follow from it.
    expect(llmResult(job)).toMatchObject({ outcome: 'matched', valuesWritten: 3 });
    const { profile } = (await client.get(`/api/contacts/${id}`)).body.data;
    expect(profile.jobTitle).toMatchObject({ value: title.value, source: 'llm' });
    expect(llm.requests).toHaveLength(1);
    expect(await calls()).toMatchObject([{ status: 'settled', outcome: 'answered', cost_micro_usd: String(COST) }]);
  },
  TEST_MS,
);

it(
  'a worker that is killed before the answer: its call counts in full, and another is made',
  async () => {
    llm.mode = { stalls: true };
    const { id } = await createJane();
    const first = await startApp('enricher', settings);
    const { jobId } = (await client.post(`/api/contacts/${id}/enrich`)).body.data;
    await until('the model is asked', () => llm.requests.length === 1);
    await first.kill();
    llm.mode = { say: [title] };
    const job = await withEnricher({}, () => client.waitForJob(jobId, TEST_MS));
    expect(job).toMatchObject({ status: 'succeeded', attempts: 2 });
    const [lost, paid] = await calls();
    expect(lost).toMatchObject({ status: 'failed', outcome: 'worker_lost' });
    expect(Number(lost!['cost_micro_usd'])).toBeGreaterThan(COST);
    expect(paid).toMatchObject({ status: 'settled', outcome: 'answered' });
  },
  TEST_MS,
);

it('erasing a contact leaves the sums and nothing personal', async () => {
  const { id } = await createJane();
  const job = await withEnricher({}, () => client.enrich(id));
  expect(await calls()).toMatchObject([{ job_id: job.jobId, input_hash: expect.any(String) }]);
  const documents = () => stack.database.query('SELECT FROM source_documents WHERE contact_id = $1', [id]);
  expect(await documents()).toHaveLength(1);
  expect((await client.delete(`/api/contacts/${id}`)).status).toBeLessThan(300);
  expect(await documents()).toEqual([]);
  expect(await calls()).toMatchObject([
    { job_id: null, input_hash: null, tokens_in: TOKENS_IN, cost_micro_usd: String(COST) },
  ]);
});

it('Anthropic is asked in its own protocol', async () => {
  const { id } = await createJane();
  const job = await withEnricher({ LLM_PROVIDER: 'anthropic' }, () => client.enrich(id));
  expect(llmResult(job)).toMatchObject({ outcome: 'matched', valuesWritten: 3 });
  expect(await calls()).toMatchObject([{ provider: 'anthropic', tokens_in: TOKENS_IN, tokens_out: TOKENS_OUT }]);
});

describe('over a spending limit nothing is called, and the job says so', () => {
  it.each([
    [{ SPENDING_PER_JOB: '100' }, /limit of a job/],
    [{ SPENDING_PER_MONTH: '100' }, /organization's spending limit/],
    [{ SPENDING_BY_PROVIDER: 'anthropic=5,openai=100' }, /provider's limit/],
  ])('%j', async (limit, reason) => {
    const { id } = await createJane();
    const job = await withEnricher(limit as Record<string, string>, () => client.enrich(id));
    expect(job.status).not.toBe('failed');
    expect(llmResult(job)).toMatchObject({ outcome: 'skipped', reason: expect.stringMatching(reason) });
    expect(llm.requests).toHaveLength(0);
    expect(await calls()).toEqual([]);
  });

  it('jobs that run at the same time do not exceed it together', async () => {
    const contacts = await Promise.all(Array.from({ length: 4 }, () => createJane()));
    // A call may cost 60,000 for its longest answer and some 3,500 for the question: there is room for two of them at once.
    const jobs = await withEnricher({ SPENDING_PER_MONTH: '130000' }, () =>
      Promise.all(contacts.map(({ id }) => client.enrich(id))),
    );
    const asked = jobs.filter((job) => llmResult(job).outcome === 'matched').length;
    expect(asked).toBe(llm.requests.length);
    const [{ sum }] = (await stack.database.query<{ sum: string }>(
      'SELECT sum(cost_micro_usd) FROM provider_calls',
    )) as [{ sum: string }];
    expect(Number(sum)).toBeLessThanOrEqual(130_000);
    expect(asked).toBeGreaterThanOrEqual(2);
  });

  it('what costs nothing is not limited', async () => {
    const { id } = await createJane();
    const free = { SPENDING_PER_MONTH: '0', LLM_PRICE_IN: '0', LLM_PRICE_OUT: '0' };
    const job = await withEnricher(free, () => client.enrich(id));
    expect(llmResult(job).outcome).toBe('matched');
  });
});

describe('GET /api/usage', () => {
  it('sums up the month by provider and outcome, for admins, of their own organization', async () => {
    const contacts = [await createJane(), await createJane()];
    await withEnricher({}, () => Promise.all(contacts.map(({ id }) => client.enrich(id))));
    const { body } = await client.get('/api/usage');
    const sums = { calls: 2, credits: 0, tokensIn: 2 * TOKENS_IN, tokensOut: 2 * TOKENS_OUT, costMicroUsd: 2 * COST };
    expect(body).toEqual({
      success: true,
      data: {
        month: new Date().toISOString().slice(0, 7),
        lines: [{ provider: 'openai', outcome: 'answered', ...sums }],
        total: sums,
      },
    });
    const other = await client.get('/api/usage?month=2024-02');
    expect(other.body.data).toMatchObject({ month: '2024-02', lines: [], total: { calls: 0, costMicroUsd: 0 } });
    const rival = await stack.client({ organization: 'Rival Ltd', email: 'boss@rival.example' });
    expect((await rival.get('/api/usage')).body.data.lines).toEqual([]);
  });

  it('refuses what is no month, and keys without the scope', async () => {
    for (const month of ['2024-13', '2024', 'x', '1999-01']) {
      expect((await client.get(`/api/usage?month=${month}`)).status).toBe(400);
    }
    const reader = await stack.client({ scopes: ['contacts:read'] } as never);
    expect((await reader.get('/api/usage')).status).toBe(403);
  });
});
