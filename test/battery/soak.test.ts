import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startStack, type App, type Stack } from '../support/apps.ts';
import { until } from '../operation/until.ts';
import { failing, proxyTo } from './doubles/http-proxy.ts';
import { medianOf, MixedLoad, readsAndWrites, type RequestKind } from './load/mixed-load.ts';
import { notChecked, planted, row, sized, type Finding } from './row.ts';

const CLIENTS = 8;
const WARM_UP_MS = sized({ short: 5000, full: 120_000 });
const LOAD_MS = sized({ short: 15_000, full: 480_000 });
/** While V8 still grows into its work, only what goes up by a quarter within seconds is told from that. */
const MAX_GROWTH = sized({ short: 0.25, full: 0.1 });
const SAMPLE_MS = sized({ short: 250, full: 2000 });
/** A pool closes what has been idle for 10 s; a server takes its time to notice. */
const POOL_IDLE_MS = 12_000;
const IDLE_MS = 30_000;
const TEST_MS = WARM_UP_MS + LOAD_MS + 120_000;

const get =
  (path: (id: string) => string): RequestKind =>
  (id) => ({ method: 'GET', path: path(id) });

/** Every kind of request. */
const everything: readonly RequestKind[] = [
  ...readsAndWrites,
  (id) => ({ method: 'POST', path: `/api/contacts/${id}/enrich`, body: { force: true } }),
  (id) => ({ method: 'POST', path: `/api/contacts/${id}/enrich`, body: { dryRun: true } }),
  get(() => '/api/contacts?search=ada&limit=5'),
  get((id) => `/api/contacts/${id}/evidence`),
  get((id) => `/api/contacts/${id}/suggestions`),
  get((id) => `/api/contacts/${id}/insights`),
  get((id) => `/api/contacts/${id}/enrichment-jobs`),
  get(() => '/api/companies'),
  get(() => '/api/users'),
  get(() => '/api/api-keys'),
  get(() => '/api/usage'),
  get(() => '/api/enrichment/sources'),
  get(() => '/health/ready'),
];

/** What a test may put in place of the processes' own. */
interface Doubles {
  readonly url?: (stack: Stack) => Promise<string>;
  /** Bytes that a process holds, from what it really holds. */
  readonly memory?: (bytes: number) => number;
  readonly leak?: (stack: Stack) => Promise<unknown>;
  readonly loadMs?: number;
}

/** Resident bytes of a process, where the system tells. */
const residentBytes = ({ pid }: App): number => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096;
const openFiles = ({ pid }: App): number => readdirSync(`/proc/${pid}/fd`).length;

async function connections({ database }: Stack): Promise<number> {
  const [found] = await database.query<{ count: number }>(
    `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  return found!.count;
}

/** Uses everything for a while, and looks whether anything grows, fails or is left over. */
async function soak({ url, memory = (bytes) => bytes, leak, loadMs = LOAD_MS }: Doubles): Promise<Finding> {
  const stack = await startStack({ enrichers: 1 });
  const apps = [stack.api, stack.enrichers[0]!];
  const { key = '' } = await stack.client();
  // Those of the start are closed again.
  await delay(POOL_IDLE_MS);
  const before = { connections: await connections(stack), files: apps.map(openFiles) };
  const target = (await url?.(stack)) ?? stack.api.url;
  const load = new MixedLoad({ url: target, key, clients: CLIENTS, kinds: everything, pauseMs: 100 });
  await delay(WARM_UP_MS);
  await leak?.(stack);
  const samples: number[][] = apps.map(() => []);
  for (const end = Date.now() + loadMs; Date.now() < end;) {
    await delay(SAMPLE_MS);
    for (const [at, app] of apps.entries()) samples[at]!.push(memory(residentBytes(app)));
  }
  await load.stop();
  const calm = async (): Promise<boolean> => (await connections(stack)) <= before.connections;
  const isCalm = await until('connections are back', calm, IDLE_MS).then(
    () => true,
    () => false,
  );
  const left = { connections: await connections(stack), files: apps.map(openFiles) };
  const stopped = await stack.stop().catch((error: unknown) => (error as Error).message);
  const growth = samples.map(growthOf);
  const faults = [
    ...load.failures,
    ...growth.filter((part) => part > MAX_GROWTH).map((part) => `memory has grown by ${percent(part)}`),
    ...(isCalm ? [] : [`${left.connections} connections instead of ${before.connections}: ${stopped ?? ''}`]),
    ...left.files.flatMap((count, at) =>
      count > before.files[at]! + 5 ? [`${count} open files instead of ${before.files[at]}`] : [],
    ),
  ];
  const grown = growth.map(percent).join(' and ');
  return { measured: `${load.failures.length} of ${load.durations.length} failed, memory ${grown}`, faults };
}

const percent = (part: number): string => `${part < 0 ? '' : '+'}${(100 * part).toFixed(1)} %`;

/** By how much the last fifth lies above the first. */
function growthOf(samples: readonly number[]): number {
  const fifth = Math.ceil(samples.length / 5);
  return medianOf(samples.slice(-fifth)) / medianOf(samples.slice(0, fifth)) - 1;
}

const bar = `${sized({ short: '20 s', full: '10 minutes' })} of mixed load: memory grows < ${MAX_GROWTH * 100} %, 0 errors, nothing left open`;

if (existsSync('/proc/self/statm')) {
  row('soak', bar, () => soak({}), TEST_MS);
  planted(
    'soak',
    'memory that grows, requests that fail and a connection that stays',
    async () => {
      let factor = 1;
      const closing: (() => unknown)[] = [];
      const finding = await soak({
        loadMs: 3000,
        memory: (bytes) => bytes * (factor += 0.2),
        url: async (stack) => {
          const proxy = await proxyTo(stack.api.url, failing(50));
          closing.push(() => proxy.close());
          return proxy.url;
        },
        leak: async ({ database }) => {
          const client = new pg.Client({ connectionString: database.url, application_name: 'api' });
          client.on('error', () => undefined);
          await client.connect();
        },
      });
      await Promise.all(closing.map((close) => close()));
      const seen = ['memory', 'connections', ': 500'].filter((sign) =>
        finding.faults.some((one) => one.includes(sign)),
      );
      return seen.length === 3 ? finding : { measured: seen.join(', '), faults: [] };
    },
    TEST_MS,
  );
} else notChecked('soak', bar, 'it reads /proc, which this system does not have');
