import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { spawnApp, startApp, startStack, type Stack } from '../support/apps.ts';
import { Client } from '../support/client.ts';
import { createTestDatabase } from '../support/database.ts';
import { followJob } from '../support/event-stream.ts';
import { holdPage, serveWebsites, type Websites } from '../support/website.ts';
import { backends, redisIsAtHand } from './backends.ts';
import { until } from './until.ts';

const html =
  '<!doctype html><title>Acme</title><div class="h-card"><b class="p-name">Ada Byron</b> <i class="p-job-title">CEO</i></div>';

describe.each(backends)('an enricher that is told to stop, with the queue on $name', (backend) => {
  let websites: Websites;
  let stack: Stack;
  let client: Client;
  beforeAll(async () => {
    websites = await serveWebsites({ 'slow.example': {}, 'endless.example': {} });
    stack = await startStack({ env: { ...backend.env(), OUTBOUND_CONNECT_TO: websites.connectTo } });
    client = await stack.client();
  });
  afterAll(async () => {
    await stack.stop();
    await websites.close();
  });

  const ada = (host: string) => client.createContact({ email: `ada@${host}`, firstName: 'Ada', lastName: 'Byron' });

  it('finishes the job that it runs, takes no other, and exits with 0', async () => {
    const enricher = await startApp('enricher', stack.env);
    const held = holdPage(html);
    websites.pages['slow.example'] = { '/': held.page };
    const { id } = await ada('slow.example');
    const { jobId } = (await client.post(`/api/contacts/${id}/enrich`, { force: true })).body.data;
    await held.requested;
    const stopped = enricher.stop();
    await until('it is stopping', () => enricher.output().includes('"msg":"stopping"'));
    const other = await client.createContact();
    const waiting = (await client.post(`/api/contacts/${other.id}/enrich`, { force: true })).body.data.jobId;
    held.release();
    expect(await stopped).toBe(0);
    expect((await client.get(`/api/enrichment-jobs/${jobId}`)).body.data).toMatchObject({
      status: 'succeeded',
      attempts: 1,
    });
    expect((await client.get(`/api/enrichment-jobs/${waiting}`)).body.data).toMatchObject({
      status: 'queued',
      attempts: 0,
    });
    expect(enricher.output()).not.toMatch(/"level":"(warn|error|fatal)"/);
  });

  it('is ended by a second signal at once', async () => {
    const enricher = await startApp('enricher', stack.env);
    const held = holdPage(html);
    websites.pages['slow.example'] = { '/': held.page };
    const { id } = await client.createContact({ email: 'eve@slow.example', firstName: 'Eve', lastName: 'Byron' });
    const { jobId } = (await client.post(`/api/contacts/${id}/enrich`, { force: true })).body.data;
    await held.requested;
    const stopped = enricher.stop();
    await until('it is stopping', () => enricher.output().includes('"msg":"stopping"'));
    process.kill(enricher.pid, 'SIGTERM');
    expect(await stopped).toBe(1);
    expect((await client.get(`/api/enrichment-jobs/${jobId}`)).body.data.status).toBe('running');
    held.release();
    await client.delete(`/api/contacts/${id}`);
  });

  it('hands back what it cannot finish in time, which costs no attempt', async () => {
    const enricher = await startApp('enricher', { ...stack.env, SHUTDOWN_GRACE_MS: '300' });
    const held = holdPage(html);
    websites.pages['endless.example'] = { '/': held.page };
    const { id } = await ada('endless.example');
    const { jobId } = (await client.post(`/api/contacts/${id}/enrich`, { force: true })).body.data;
    await held.requested;
    const told = Date.now();
    expect(await enricher.stop()).toBe(0);
    expect(Date.now() - told).toBeLessThan(4000);
    const handedBack = (await client.get(`/api/enrichment-jobs/${jobId}`)).body.data;
    expect(handedBack).toMatchObject({ status: 'queued', attempts: 0, error: null });
    expect(enricher.output()).not.toMatch(/"level":"(error|fatal)"/);
    held.release();
    const next = await startApp('enricher', stack.env);
    expect(await client.waitForJob(jobId)).toMatchObject({ status: 'succeeded', attempts: 1 });
    expect(await next.stop()).toBe(0);
  });
});

describe('an api that is told to stop', () => {
  let stack: Stack;
  let client: Client;
  beforeAll(async () => {
    stack = await startStack();
    client = await stack.client();
  });
  afterAll(() => stack.stop());

  it('answers every request that reaches it under load over keep-alive connections, and exits with 0', async () => {
    const api = await startApp('api', stack.env);
    const agent = new Agent({ keepAlive: true, maxSockets: 20 });
    const counts = { answered: 0, refused: 0, lost: [] as string[] };
    const callers = Array.from({ length: 20 }, (_, caller) =>
      callUntilRefused(api.url, agent, client.key ?? '', caller, counts),
    );
    await until('it is under load', () => counts.answered > 100);
    const code = await api.stop();
    await Promise.all(callers);
    agent.destroy();
    expect(counts.lost).toEqual([]);
    expect(counts.refused).toBe(20);
    expect(code).toBe(0);
  });

  it('stops without delay while clients keep idle connections open', async () => {
    const api = await startApp('api', stack.env);
    const agent = new Agent({ keepAlive: true });
    await call(api.url, agent, client.key ?? '');
    const told = Date.now();
    expect(await api.stop()).toBe(0);
    expect(Date.now() - told).toBeLessThan(4000);
    agent.destroy();
  });
});

describe('an api with open event streams that is told to stop', () => {
  it('ends them without delay; clients go on at another', async () => {
    const stack = await startStack();
    const client = await stack.client();
    const api = await startApp('api', stack.env);
    const { id } = await client.createContact();
    const { jobId } = (await client.post(`/api/contacts/${id}/enrich`, { force: true })).body.data;
    const streams = await Promise.all(
      Array.from({ length: 5 }, () => followJob(new Client(api.url, client.key), jobId)),
    );
    const seen = await Promise.all(streams.map((stream) => stream.take(1)));
    const told = Date.now();
    const stopped = api.stop();
    expect(await Promise.all(streams.map((stream) => stream.rest()))).toEqual(streams.map(() => []));
    expect(await stopped).toBe(0);
    expect(Date.now() - told).toBeLessThan(4000);
    expect(api.output()).not.toMatch(/"level":"(warn|error|fatal)"/);
    const resumed = await followJob(client, jobId, seen[0]![0]!.id);
    await client.post(`/api/enrichment-jobs/${jobId}/cancel`);
    expect((await resumed.rest()).map(({ data }) => data.status)).toEqual(['cancelled']);
    await stack.stop();
  });
});

describe.each(['api', 'enricher'])('%s', (name) => {
  it.each([
    ['at its start', ''],
    ['once it listens', '"msg":"listening"'],
  ])('stops when the process that started it is gone %s', async (_when, sign) => {
    const database = await createTestDatabase();
    const child = spawn(process.execPath, [`dist/apps/${name}/main.js`], {
      env: {
        ...process.env,
        API_KEY_SECRET: 'x'.repeat(40),
        PORT: '0',
        ENRICHER_PORT: '0',
        DATABASE_URL: database.url,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let output = '';
    child.stdout!.on('data', (chunk) => (output += String(chunk)));
    await until('it has come so far', () => output.includes(sign), 20_000);
    const ended = once(child, 'exit');
    child.disconnect();
    expect(await ended).toEqual([0, null]);
    expect(output).toContain('parent process ended');
    await database.drop();
  });

  it('stops also where nobody reads what it logs any more', async () => {
    const database = await createTestDatabase();
    const child = spawnApp(name as 'api' | 'enricher', { DATABASE_URL: database.url });
    let output = '';
    child.stdout!.on('data', (chunk) => (output += String(chunk)));
    await until('it listens', () => output.includes('"msg":"listening"'), 20_000);
    child.stdout!.destroy();
    child.stderr!.destroy();
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    await database.drop();
  });
});

interface Counts {
  answered: number;
  refused: number;
  readonly lost: string[];
}

/** Calls without pause, with a pause now and then so that connections are idle too, until no connection is accepted. */
async function callUntilRefused(url: string, agent: Agent, key: string, caller: number, counts: Counts): Promise<void> {
  for (let round = 0; ; round += 1) {
    try {
      await call(url, agent, key);
      counts.answered += 1;
    } catch (error) {
      if ((error as { code?: string }).code !== 'ECONNREFUSED') counts.lost.push(String(error));
      counts.refused += 1;
      return;
    }
    if (round % 5 === 0) await new Promise((resolve) => setTimeout(resolve, (caller % 10) * 50));
  }
}

function call(url: string, agent: Agent, key: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/api/contacts`, { agent, headers: { Authorization: `Bearer ${key}` } }, (response) => {
      response.resume();
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`status ${response.statusCode}`));
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

if (!redisIsAtHand)
  it.skip('an enricher that is told to stop, with the queue on Redis: REDIS_URL is not set', () => undefined);
