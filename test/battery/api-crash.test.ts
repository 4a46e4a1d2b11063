import { afterAll, beforeAll, describe } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../tools/local/ports.ts';
import { startApp, startStack, type App, type Stack } from '../support/apps.ts';
import { Client } from '../support/client.ts';
import { backends, redisIsAtHand } from '../operation/backends.ts';
import { stickyQueue } from './api-crash/sticky-queue.ts';
import { forgetful, proxyTo } from './doubles/http-proxy.ts';
import { Writers } from './load/writers.ts';
import { NO_REDIS, notChecked, planted, row, sized, type Finding } from './row.ts';

const WRITERS = 8;
const BETWEEN_KILLS_MS = 700;
const SWEEP_MS = '500';
const TEST_MS = 240_000;

const stacks = new Map<string, Stack>();
beforeAll(async () => {
  for (const backend of backends) stacks.set(backend.name, await startStack({ env: backend.env() }));
}, TEST_MS);
afterAll(() => Promise.all([...stacks.values()].map((stack) => stack.stop())), TEST_MS);

const queuedJobs = (stack: Stack) =>
  stack.database.query(`SELECT FROM enrichment_jobs WHERE status = 'queued' AND enqueued_at IS NULL`);

/**
 * Kills an api that has committed a job and cannot hand it over, and waits for a worker to do it.
 * @param sweepMs how often workers look for jobs that the queue does not have
 */
async function runAfterCrash(stack: Stack, sweepMs: string, patienceMs: number): Promise<Finding> {
  const enricher = await startApp('enricher', { ...stack.env, ENRICHMENT_SWEEP_MS: sweepMs });
  const queue = await stickyQueue(stack);
  const api = await startApp('api', { ...stack.env, ...queue.env });
  const client = await stack.client();
  try {
    const { id } = await client.createContact();
    await queue.stick();
    const { status, body } = await new Client(api.url, client.key).post(`/api/contacts/${id}/enrich`);
    await api.kill();
    const between = await queuedJobs(stack);
    await queue.release();
    if (status !== 200 || between.length !== 1) throw new Error('the api was not killed between commit and enqueue');
    const killed = Date.now();
    const job = await client.waitForJob(body.data.jobId, patienceMs).catch(() => undefined);
    const faults = job?.status === 'succeeded' ? [] : [`the job is ${job?.status ?? 'still waiting'}`];
    await client.delete(`/api/contacts/${id}`);
    return { measured: `done ${((Date.now() - killed) / 1000).toFixed(1)} s after the kill`, faults };
  } finally {
    await queue.release().catch(() => undefined);
    await Promise.all([api.kill(), enricher.stop()]);
  }
}

/** An api that keeps its address, and is started again when it was killed. */
interface FragileApi {
  readonly url: string;
  killAndRestart(): Promise<void>;
  stop(): Promise<unknown>;
}

async function startFragileApi({ env }: Stack): Promise<FragileApi> {
  const settings = { ...env, PORT: String(await freePort()) };
  let app: App = await startApp('api', settings);
  return {
    url: app.url,
    killAndRestart: async () => {
      await app.kill();
      app = await startApp('api', settings);
    },
    stop: () => app.stop(),
  };
}

/** Kills an api under load, again and again. @param url where the clients send their writes */
async function keepAcknowledged(stack: Stack, api: FragileApi, kills: number, url = api.url): Promise<Finding> {
  const reader = await stack.client();
  const writers = new Writers(new Client(url, reader.key), WRITERS);
  for (let kill = 0; kill < kills; kill += 1) {
    await delay(BETWEEN_KILLS_MS);
    await api.killAndRestart();
  }
  await delay(BETWEEN_KILLS_MS);
  await writers.stop();
  const lost = await writers.lost(reader);
  const faults = [...lost, ...(writers.acknowledged < 20 * kills ? ['there was no load to speak of'] : [])];
  const measured = `${lost.length} of ${writers.acknowledged} acknowledged writes lost, ${writers.failures.length} failed`;
  return { measured, faults };
}

describe.each(backends)('with the queue on $name', ({ name }) => {
  row(
    'crash of api',
    `kill -9 between commit and enqueue, on ${name}: the job still runs`,
    () => runAfterCrash(stacks.get(name)!, SWEEP_MS, 30_000),
    TEST_MS,
  );
});

const kills = sized({ short: 3, full: 20 });
row(
  'crash of api',
  `kill -9 ×${kills} under load: no acknowledged write is lost`,
  async () => {
    const stack = stacks.get('Postgres')!;
    const api = await startFragileApi(stack);
    return keepAcknowledged(stack, api, kills).finally(() => api.stop());
  },
  TEST_MS,
);

planted('crash of api', 'a job that nobody looks for', () =>
  runAfterCrash(stacks.get('Postgres')!, String(600_000), 4000),
);

planted('crash of api', 'a write that is acknowledged and dropped', async () => {
  const stack = stacks.get('Postgres')!;
  const api = await startFragileApi(stack);
  const proxy = await proxyTo(api.url, forgetful());
  try {
    return await keepAcknowledged(stack, api, 0, proxy.url);
  } finally {
    await proxy.close();
    await api.stop();
  }
});

if (!redisIsAtHand) notChecked('crash of api', 'kill -9 between commit and enqueue, on Redis', NO_REDIS);
