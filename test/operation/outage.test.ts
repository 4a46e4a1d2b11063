import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { startApp, startStack, type App, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { holdPage, serveWebsites } from '../support/website.ts';
import { redisIsAtHand, redisSettings } from './backends.ts';
import { gateTo, type Gate } from './gate.ts';
import { until } from './until.ts';

/** Lines of an app that complain, counted. */
const complaints = (app: App): number => (app.output().match(/"level":"(warn|error|fatal)"/g) ?? []).length;

/** Seconds of processor time that a process has used (Linux; 100 ticks a second). */
function processorSeconds(app: App): number {
  const fields = readFileSync(`/proc/${app.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** An outage must be seen to last before it can be said that nothing came of it. */
const OUTAGE_MS = 6000;
const outage = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, OUTAGE_MS));

describe('while Postgres is stopped', () => {
  let gate: Gate;
  let stack: Stack;
  let client: Client;
  let api: App;
  let enricher: App;
  beforeAll(async () => {
    stack = await startStack();
    const direct = new URL(stack.database.url);
    gate = await gateTo(direct.hostname, Number(direct.port));
    const DATABASE_URL = Object.assign(new URL(direct), { hostname: '127.0.0.1', port: String(gate.port) }).href;
    [api, enricher] = await Promise.all([startApp('api', { DATABASE_URL }), startApp('enricher', { DATABASE_URL })]);
    client = await stack.client({}, api);
  });
  afterAll(async () => {
    await Promise.all([api.stop(), enricher.stop()]);
    await gate.shut();
    await stack.stop();
  });

  it('api and enricher say so, wait quietly, and go on once it is back', async () => {
    const { id } = await client.createContact();
    expect(await client.enrich(id)).toMatchObject({ status: 'succeeded' });
    const before = processorSeconds(enricher);
    await gate.shut();
    const answer = await client.get(`/api/contacts/${id}`);
    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({ success: false, code: expect.any(String), requestId: expect.any(String) });
    expect((await client.get('/health/live')).status).toBe(200);
    const readiness = await client.get('/health/ready');
    expect([readiness.status, readiness.body.status]).toEqual([503, 'not_ready']);
    await outage();
    expect(processorSeconds(enricher) - before).toBeLessThan(OUTAGE_MS / 4000);
    expect(complaints(enricher)).toBeLessThan(4 * (OUTAGE_MS / 1000));
    await gate.open();
    await until('the api is ready again', async () => (await client.get('/health/ready')).status === 200, 20_000);
    const jobs = await client.createContact();
    expect(await client.enrich(jobs.id)).toMatchObject({ status: 'succeeded' });
  }, 60_000);
});

describe('requests that wait for Postgres', () => {
  let gate: Gate;
  let stack: Stack;
  let client: Client;
  let api: App;
  beforeAll(async () => {
    stack = await startStack();
    const direct = new URL(stack.database.url);
    gate = await gateTo(direct.hostname, Number(direct.port));
    const DATABASE_URL = Object.assign(direct, { hostname: '127.0.0.1', port: String(gate.port) }).href;
    api = await startApp('api', { DATABASE_URL });
    client = await stack.client({}, api);
  });
  afterAll(async () => {
    await api.stop();
    await gate.shut();
    await stack.stop();
  });
  const fillPool = () => Promise.all(Array.from({ length: 20 }, () => client.get('/api/contacts?limit=1')));
  /** Does something while a lock is held for so long. */
  const whileLocked = async <T>(lock: string, ms: number, work: () => Promise<T>): Promise<T> => {
    await stack.database.query('BEGIN');
    await stack.database.query(lock);
    const done = work();
    await delay(ms);
    await stack.database.query('COMMIT');
    return done;
  };

  it('are waited for while its connections answer, although it takes no new ones', async () => {
    const { id } = await client.createContact();
    await fillPool();
    gate.jam();
    const row = `SELECT FROM contacts WHERE id = '${id}' FOR UPDATE`;
    const answer = await whileLocked(row, 6000, () => client.patch(`/api/contacts/${id}`, { lastName: 'Patient' }));
    gate.thaw();
    expect([answer.status, answer.body.data?.lastName]).toEqual([200, 'Patient']);
  }, 30_000);

  it('have it asked for a sign of life once a second, however many they are', async () => {
    const sessions = async (): Promise<number> =>
      Number(
        (
          await stack.database.query<{ sessions: string }>(
            'SELECT sessions FROM pg_stat_database WHERE datname = current_database()',
          )
        )[0]!.sessions,
      );
    await fillPool();
    const before = await sessions();
    const spread = Array.from({ length: 150 }, (_, at) => at * 10);
    const answers = await whileLocked('LOCK TABLE contacts', 6500, () =>
      Promise.all(spread.map((ms) => delay(ms).then(() => client.get('/api/contacts?limit=1')))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await delay(1500);
    expect((await sessions()) - before).toBeLessThan(25);
  }, 30_000);

  it('log no fault when the answer comes after they were told that it is away', async () => {
    const contact = { email: 'ada@late.example', firstName: 'Byron' };
    const send = () => client.send('POST', '/api/contacts', contact, { 'Idempotency-Key': 'late' });
    expect((await send()).status).toBe(201);
    const release = gate.hold();
    expect((await send()).status).toBe(503);
    release();
    await fillPool();
    await delay(1000);
    expect(api.output()).not.toContain('"status":500');
    expect((await send()).headers.get('idempotent-replayed')).toBe('true');
  }, 30_000);
});

it('an enricher whose queue breaks while it is busy asks for jobs with moderation', async () => {
  const held = holdPage('<title>Acme</title>');
  const websites = await serveWebsites({ 'busy.example': { '/': held.page } });
  const env = { OUTBOUND_CONNECT_TO: websites.connectTo, ENRICHER_CONCURRENCY: '1' };
  const stack = await startStack({ enrichers: 1, env });
  const client = await stack.client();
  const enricher = stack.enrichers[0]!;
  const busy = await client.createContact({ email: 'ada@busy.example', lastName: 'Byron' });
  await client.post(`/api/contacts/${busy.id}/enrich`);
  await held.requested;
  const others = await Promise.all(Array.from({ length: 5 }, () => client.createContact()));
  const jobs = await Promise.all(others.map(({ id }) => client.post(`/api/contacts/${id}/enrich`)));
  const before = processorSeconds(enricher);
  await stack.database.query('ALTER SCHEMA bullmq RENAME TO gone');
  held.release();
  await outage();
  expect(processorSeconds(enricher) - before).toBeLessThan(OUTAGE_MS / 4000);
  expect(complaints(enricher)).toBeLessThan(10);
  await stack.database.query('ALTER SCHEMA gone RENAME TO bullmq');
  const ended = await Promise.all(jobs.map(({ body }) => client.waitForJob(body.data.jobId)));
  expect(ended.map(({ status, attempts }) => `${status} ${attempts}`)).toEqual(Array(5).fill('succeeded 1'));
  await stack.stop();
  await websites.close();
}, 40_000);

const onRedis = redisIsAtHand ? describe : describe.skip;

onRedis('while Redis is stopped (needs REDIS_URL)', () => {
  let gate: Gate;
  let stack: Stack;
  let client: Client;
  let enricher: App;
  beforeAll(async () => {
    const redis = new URL(process.env['REDIS_URL']!);
    gate = await gateTo(redis.hostname, Number(redis.port || 6379));
    const env = redisSettings(Object.assign(redis, { hostname: '127.0.0.1', port: String(gate.port) }).href);
    stack = await startStack({ enrichers: 1, env });
    enricher = stack.enrichers[0]!;
    client = await stack.client();
  });
  afterAll(async () => {
    await stack.stop();
    await gate.shut();
  });

  it('contacts are served, enrichment is taken on, and done once Redis is back', async () => {
    const contact = await client.createContact();
    expect(await client.enrich(contact.id)).toMatchObject({ status: 'succeeded' });
    const before = processorSeconds(enricher);
    await gate.shut();
    const asked = Date.now();
    const requested = await Promise.all(
      [1, 2, 3].map(async () => client.post(`/api/contacts/${(await client.createContact()).id}/enrich`)),
    );
    expect(requested.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(Date.now() - asked).toBeLessThan(4000);
    const jobs: string[] = requested.map(({ body }) => body.data.jobId);
    for (const jobId of jobs) {
      expect((await client.get(`/api/enrichment-jobs/${jobId}`)).body.data).toMatchObject({
        status: 'queued',
        attempts: 0,
      });
    }
    const read = Date.now();
    expect((await client.get(`/api/contacts/${contact.id}`)).status).toBe(200);
    await client.createContact();
    expect(Date.now() - read).toBeLessThan(1000);
    const readiness = await client.get('/health/ready');
    expect([readiness.status, readiness.body.status, readiness.body.checks.queue]).toEqual([200, 'degraded', 'down']);
    await outage();
    expect(processorSeconds(enricher) - before).toBeLessThan(OUTAGE_MS / 4000);
    for (const app of [stack.api, enricher]) expect(complaints(app)).toBeLessThan(4 * (OUTAGE_MS / 1000));
    await gate.open();
    const ended = await Promise.all(jobs.map((jobId) => client.waitForJob(jobId, 40_000)));
    expect(ended.map(({ status, attempts }) => `${status} ${attempts}`)).toEqual(Array(3).fill('succeeded 1'));
  }, 90_000);

  it('api and enricher start, wait for it, and stop cleanly', async () => {
    await gate.shut();
    const [api, worker] = await Promise.all([startApp('api', stack.env), startApp('enricher', stack.env)]);
    expect((await fetch(`${worker.url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${worker.url}/health/live`)).status).toBe(200);
    const told = Date.now();
    expect(await Promise.all([api.stop(), worker.stop()])).toEqual([0, 0]);
    expect(Date.now() - told).toBeLessThan(8000);
    await gate.open();
  }, 60_000);
});
