import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { OutboundClient } from '#platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { serveJsonApi, type ApiAnswer, type JsonApi } from '../../../test/support/json-api.ts';
import { CallLimits } from './call-limits.ts';
import { ProviderClient, type Pace, type ProviderPolicy } from './provider-client.ts';
import { ProviderError } from './provider-error.ts';

let database: TestDatabase;
let dataSource: DataSource;
let limits: CallLimits;
let api: JsonApi;
let outbound: OutboundClient;
beforeAll(async () => {
  [database, api] = await Promise.all([createTestDatabase(), serveJsonApi()]);
  dataSource = await new DataSource({ type: 'postgres', url: database.url }).initialize();
  limits = new CallLimits({ QUEUE_PREFIX: 'contacts', QUEUE_URL: undefined }, dataSource);
  outbound = new OutboundClient({ userAgent: 'tester/1.0', allowedNetworks: ['127.0.0.0/8'] });
});
afterAll(async () => {
  limits.close();
  await outbound.close();
  await api.close();
  await dataSource.destroy();
  await database.drop();
});

let count = 0;
beforeEach(() => {
  api.requests.length = 0;
  count += 1;
});

const quick = { timeout: 300, backoff: 5, patience: 1500 };
const policy = (more: Partial<ProviderPolicy> = {}): ProviderPolicy => ({
  ...{ name: `acme${count}`, title: 'Acme Data', baseUrl: `${api.url}/v1`, limit: { calls: 100, seconds: 60 } },
  ...more,
});
const client = (pace: Partial<Pace> = {}, more?: Partial<ProviderPolicy>, shared = limits) =>
  new ProviderClient(outbound, shared, policy(more), { ...quick, ...pace });
const { signal } = new AbortController();

/** Answers in turn; the last one again and again. */
const inTurn = (...answers: ApiAnswer[]) => {
  api.answer = () => (answers.length > 1 ? answers.shift()! : answers[0]!);
};
const failure = (call: Promise<unknown>): Promise<ProviderError> =>
  call.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => {
      expect(error).toBeInstanceOf(ProviderError);
      return error as ProviderError;
    },
  );

describe('an answer', () => {
  it('is read as JSON, and asked for with the provider’s headers', async () => {
    inTurn({ body: { name: 'Jané' } });
    const answer = await client({}, { headers: { authorization: 'Bearer k' }, baseUrl: `${api.url}/v1/` }).get(
      '/people?q=1',
      signal,
    );
    expect(answer).toMatchObject({ url: `${api.url}/v1/people?q=1`, data: { name: 'Jané' } });
    expect(api.requests[0]?.headers).toMatchObject({ authorization: 'Bearer k', accept: 'application/json' });
  });

  it('can be to a form', async () => {
    inTurn({ body: [] });
    await client().post('', new URLSearchParams({ query: 'a b' }), signal);
    expect(api.requests[0]).toMatchObject({ method: 'POST', path: '/v1', body: 'query=a+b' });
  });

  it('can be to JSON', async () => {
    inTurn({ body: [] });
    await client().postJson('/match?q=1', { page: 1 }, signal);
    expect(api.requests[0]).toMatchObject({ method: 'POST', path: '/v1/match?q=1', body: '{"page":1}' });
    expect(api.requests[0]?.headers['content-type']).toBe('application/json');
  });

  it.each([
    [{ status: 401 }, 'broken', 'Acme Data refuses the request or its key'],
    [{ status: 403 }, 'broken', 'Acme Data refuses the request or its key'],
    [{ status: 402 }, 'out_of_credit', 'Acme Data has no credit left for this account'],
    [{ status: 400 }, 'broken', 'Acme Data does not accept the request (400)'],
    [{ body: '<html>' }, 'broken', 'Acme Data gave an answer that cannot be read'],
    [{ body: '' }, 'broken', 'Acme Data gave an answer that cannot be read'],
    [{ status: 302, headers: { location: 'http://169.254.169.254/' } }, 'broken', expect.stringContaining('cannot be')],
    [{ status: 429, headers: { 'retry-after': '120' } }, 'try_later', 'Acme Data limits how often it may be asked'],
    [{ status: 429 }, 'try_later', 'Acme Data limits how often it may be asked'],
    [{ status: 503, headers: { 'retry-after': 'Fri, 01 Jan 2100 00:00:00 GMT' } }, 'try_later', expect.any(String)],
  ])('%j is not asked for again', async (answer, code, message) => {
    inTurn(answer);
    expect(await failure(client().get('/people', signal))).toMatchObject({ code, message, asked: true });
    expect(api.requests).toHaveLength(1);
  });

  it.each([404, 410])('%i is no match', async (status) => {
    inTurn({ status });
    expect(await client().get('/people', signal)).toBeNull();
  });
});

describe('a fault that passes', () => {
  it('is tried again', async () => {
    inTurn({ status: 500 }, { status: 502 }, { body: 1 });
    expect(await client().get('/', signal)).toMatchObject({ data: 1 });
    expect(api.requests).toHaveLength(3);
  });

  it('is tried three times at most', async () => {
    inTurn({ status: 500 });
    expect(await failure(client().get('/', signal))).toMatchObject({ code: 'try_later' });
    expect(api.requests).toHaveLength(3);
  });

  it('is tried again no sooner than the provider asks', async () => {
    inTurn({ status: 429, headers: { 'retry-after': '1' } }, { body: 1 });
    const started = Date.now();
    expect(await client().get('/', signal)).toMatchObject({ data: 1 });
    expect(Date.now() - started).toBeGreaterThanOrEqual(950);
  });

  it('is not tried again where the answer does not come in time', async () => {
    inTurn('never');
    const started = Date.now();
    const error = await failure(client().get('/', signal));
    expect(error).toMatchObject({ code: 'try_later', message: 'Acme Data did not answer in time' });
    expect(Date.now() - started).toBeLessThan(1000);
    expect(api.requests).toHaveLength(1);
  });

  it('costs little where nobody is there', async () => {
    const error = await failure(client({}, { baseUrl: 'http://127.0.0.1:1' }).get('/', signal));
    expect(error).toMatchObject({ code: 'try_later', message: 'Acme Data: The server could not be reached' });
  });

  it('ends with the job that waits for it', async () => {
    inTurn('never');
    const job = new AbortController();
    const call = client({ timeout: 60_000 }).get('/', job.signal);
    setTimeout(() => job.abort(), 50);
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('the circuit breaker', () => {
  it('cuts a provider off after faults in a row, says why, and tries again after a rest', async () => {
    inTurn({ status: 500 });
    const cut = client({ attempts: 1, faults: 2, rest: 200 });
    await failure(cut.get('/', signal));
    await failure(cut.get('/', signal));
    const refused = await failure(cut.get('/', signal));
    expect(refused).toMatchObject({ code: 'try_later', asked: false });
    expect(refused.message).toMatch(/left alone for a while after repeated faults: Acme Data has a fault/);
    expect(api.requests).toHaveLength(2);
    await new Promise((resolve) => setTimeout(resolve, 250));
    await failure(cut.get('/', signal));
    await failure(cut.get('/', signal));
    expect(api.requests).toHaveLength(3);
    await new Promise((resolve) => setTimeout(resolve, 250));
    inTurn({ body: 1 });
    expect(await cut.get('/', signal)).toMatchObject({ data: 1 });
    expect(await cut.get('/', signal)).toMatchObject({ data: 1 });
  });

  it('does not count what is not known, and limits', async () => {
    const cut = client({ attempts: 1, faults: 1, patience: 2000 });
    inTurn({ status: 404 }, { status: 429, headers: { 'retry-after': '1' } }, { body: 1 });
    await cut.get('/', signal);
    await failure(cut.get('/', signal));
    expect(await cut.get('/', signal)).toMatchObject({ data: 1 });
  });
});

const stores: [name: string, url: string | undefined][] = [['Postgres', undefined]];
if (process.env['REDIS_URL'] !== undefined) stores.push(['Redis', process.env['REDIS_URL']]);

describe.each(stores)('the rate limit in %s', (_store, QUEUE_URL) => {
  const both: CallLimits[] = [];
  beforeAll(() => {
    const config = { QUEUE_PREFIX: `limits${Date.now()}`, QUEUE_URL };
    both.push(new CallLimits(config, dataSource), new CallLimits(config, dataSource));
  });
  afterAll(() => both.forEach((store) => store.close()));

  it('is shared by all clients', async () => {
    inTurn({ body: 1 });
    const limit = { calls: 3, seconds: 60 };
    const [one, other] = both.map((store) => client({}, { limit }, store)) as [ProviderClient, ProviderClient];
    for (const each of [one, other, one]) await each.get('/', signal);
    const refused = await failure(other.get('/', signal));
    expect(refused).toMatchObject({ code: 'try_later', asked: false });
    expect(refused.message).toMatch(/may not be asked for another \d+ s: its limit is used up/);
    expect(api.requests).toHaveLength(3);
  });

  it('is waited for where it comes soon', async () => {
    inTurn({ body: 1 });
    const limited = client({ patience: 2500 }, { limit: { calls: 1, seconds: 1 } }, both[0]);
    const started = Date.now();
    await limited.get('/', signal);
    await limited.get('/', signal);
    expect(Date.now() - started).toBeGreaterThanOrEqual(900);
  });

  it('keeps every client from a provider that asked for a pause', async () => {
    inTurn({ status: 429, headers: { 'retry-after': '90' } });
    await failure(client({}, {}, both[0]).get('/', signal));
    expect(await failure(client({}, {}, both[1]).get('/', signal))).toMatchObject({ asked: false });
    expect(api.requests).toHaveLength(1);
  });
});

it('counts for itself while the store is away', async () => {
  const away = new CallLimits({ QUEUE_PREFIX: 'away', QUEUE_URL: 'redis://127.0.0.1:1' }, dataSource);
  expect(await away.take('acme', { calls: 1, seconds: 60 })).toBe(0);
  expect(await away.take('acme', { calls: 1, seconds: 60 })).toBeGreaterThan(0);
  away.close();
});
