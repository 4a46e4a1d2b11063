import { afterAll, beforeAll } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { startRedis, type RedisServer } from '../../bench/performance/stack/redis.ts';
import { startApp, startStack, type App, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { redisIsAtHand } from '../operation/backends.ts';
import { failing, proxyTo } from './doubles/http-proxy.ts';
import { medianOf, MixedLoad, readsAndWrites } from './load/mixed-load.ts';
import { NO_REDIS, notChecked, planted, row, sized, type Finding } from './row.ts';

const OUTAGE_MS = sized({ short: 5000, full: 30_000 });
const BEFORE_MS = sized({ short: 2000, full: 10_000 });
const JOBS = sized({ short: 5, full: 50 });
/** Redis comes back empty: what it carried is found by the workers' sweep, in their own time. */
const PATIENCE_MS = 60_000;
const TEST_MS = 180_000;

let redis: RedisServer;
let stack: Stack;
let client: Client;
let enricher: App;
beforeAll(async () => {
  const started = redisIsAtHand ? await startRedis() : undefined;
  if (!started) return;
  redis = started;
  stack = await startStack({ env: { QUEUE_URL: redis.url } });
  client = await stack.client();
  enricher = await startApp('enricher', stack.env);
});
afterAll(async () => {
  if (!redisIsAtHand) return;
  await enricher.stop();
  await stack.stop();
  await redis.stop();
});

async function requestJob(): Promise<{ jobId: string; waits: boolean }> {
  const { id } = await client.createContact();
  const requested = await client.post(`/api/contacts/${id}/enrich`);
  if (requested.status !== 200) return { jobId: '', waits: false };
  const { jobId } = requested.body.data;
  const { body } = await client.get(`/api/enrichment-jobs/${jobId}`);
  return { jobId, waits: body.data.status === 'queued' };
}

interface Target {
  /** Where reads and creates go. */
  readonly url: string;
  readonly jobs: number;
  readonly patienceMs: number;
}

/** Stops Redis for a while: contacts are served meanwhile, and what is asked of enrichment is done afterwards. */
async function stopRedis({ url, jobs, patienceMs }: Target): Promise<Finding> {
  const load = new MixedLoad({ url, key: client.key ?? '', clients: 4, kinds: readsAndWrites, pauseMs: 50 });
  await delay(BEFORE_MS);
  const usual = load.durations.length;
  const { port } = new URL(redis.url);
  await redis.stop();
  const requested = await Promise.all(Array.from({ length: jobs }, requestJob));
  await delay(OUTAGE_MS);
  await load.stop();
  redis = (await startRedis(Number(port)))!;
  const back = Date.now();
  const waiting = requested.filter(({ waits }) => waits).map(({ jobId }) => jobId);
  const ended = await Promise.all(
    waiting.map((jobId) => client.waitForJob(jobId, patienceMs).catch(() => ({ status: 'waiting' }))),
  );
  const seconds = ((Date.now() - back) / 1000).toFixed(1);
  const undone = ended.filter(({ status }) => status !== 'succeeded').length;
  const medians = [load.durations.slice(0, usual), load.durations.slice(usual)].map(medianOf) as [number, number];
  const faults = [
    ...load.failures,
    ...(waiting.length < jobs ? [`${jobs - waiting.length} requests were not answered with a job that is queued`] : []),
    ...(undone > 0 ? [`${undone} of ${jobs} jobs have not been done ${seconds} s after its return`] : []),
    // A machine that is busy with other things may be a few times slower; waiting for a time-out is not that.
    ...(medians[1] > 4 * medians[0] + 100 ? [`requests took ${medians[1]} ms instead of ${medians[0]}`] : []),
  ];
  const [before, during] = medians.map((value) => value.toFixed(1));
  const others = `${load.failures.length} of ${load.durations.length} others failed, ${during} ms instead of ${before}`;
  return { measured: `${jobs} jobs done within ${seconds} s of its return; ${others}`, faults };
}

if (redisIsAtHand) {
  row(
    'queue',
    `Redis stopped for ${OUTAGE_MS / 1000} s: reads and creates unaffected, jobs queued, and run after`,
    () => stopRedis({ url: stack.api.url, jobs: JOBS, patienceMs: PATIENCE_MS }),
    TEST_MS,
  );
  planted(
    'queue',
    'requests that fail with the queue',
    async () => {
      const proxy = await proxyTo(stack.api.url, failing(10));
      return stopRedis({ url: proxy.url, jobs: 0, patienceMs: 0 }).finally(() => proxy.close());
    },
    TEST_MS,
  );
  planted(
    'queue',
    'a job that nobody runs after it',
    async () => {
      await enricher.stop();
      const finding = await stopRedis({ url: stack.api.url, jobs: 1, patienceMs: 3000 });
      enricher = await startApp('enricher', stack.env);
      return finding;
    },
    TEST_MS,
  );
} else notChecked('queue', 'Redis stopped: reads and creates unaffected, jobs queued', NO_REDIS);
