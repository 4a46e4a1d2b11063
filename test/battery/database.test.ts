import { afterAll, beforeAll } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { startApp, startStack, startStackOn, type App, type Stack } from '../support/apps.ts';
import { Client } from '../support/client.ts';
import { gateTo } from '../operation/gate.ts';
import { startOwnServer } from './database/own-server.ts';
import { failing, late, proxyTo, type Intercept } from './doubles/http-proxy.ts';
import { MixedLoad, readsAndWrites } from './load/mixed-load.ts';
import { Writers } from './load/writers.ts';
import { planted, row, sized, type Finding } from './row.ts';

const CLIENTS = 16;
const CUTS = 3;
const TOLERATED = 0.002;
const PATIENCE_MS = 5000;
const TEST_MS = 240_000;

let stack: Stack;
let key: string;
beforeAll(async () => {
  stack = await startStack();
  key = (await stack.client()).key ?? '';
});
afterAll(() => stack.stop());

/** Milliseconds until an api is ready and answers. */
async function untilHealthy(url: string, timeoutMs = 30_000): Promise<number> {
  const started = Date.now();
  const client = new Client(url, key);
  while (Date.now() - started < timeoutMs) {
    const [ready, list] = await Promise.all([client.get('/health/ready'), client.get('/api/contacts?limit=1')]);
    if (ready.status === 200 && list.status === 200) break;
    await delay(50);
  }
  return Date.now() - started;
}

/** Ends all connections to the database under load, again and again. @param url where the clients send their requests */
async function cutConnections(url: string): Promise<Finding> {
  const load = new MixedLoad({ url, key, clients: sized({ short: 2, full: CLIENTS }), kinds: readsAndWrites });
  const recovered: number[] = [];
  for (let cut = 0; cut < CUTS; cut += 1) {
    await delay(sized({ short: 2500, full: 8000 }));
    await stack.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    recovered.push(await untilHealthy(stack.api.url));
  }
  await delay(sized({ short: 2500, full: 8000 }));
  await load.stop();
  const { failures, durations } = load;
  const faults = [
    ...(failures.length > durations.length * TOLERATED ? [`too many failures, such as ${failures[0] ?? ''}`] : []),
    ...recovered.filter((ms) => ms > PATIENCE_MS).map((ms) => `it took ${ms} ms to be healthy again`),
  ];
  const percent = ((100 * failures.length) / durations.length).toFixed(3);
  const slowest = Math.max(...recovered);
  return { measured: `${percent} % of ${durations.length} failed, healthy within ${slowest} ms`, faults };
}

row(
  'database',
  `all connections cut ×${CUTS} under load: ≤ 0.2 % errors, healthy within 5 s`,
  () => cutConnections(stack.api.url),
  TEST_MS,
);
planted('database', 'one request in fifty that fails', async () => {
  const proxy = await proxyTo(stack.api.url, failing(50));
  return cutConnections(proxy.url).finally(() => proxy.close());
});

/** Cuts the network between api and database, so that packets vanish, under load. @param answer given by a proxy before it */
async function blackhole(answer: Intercept = () => false): Promise<Finding> {
  const direct = new URL(stack.database.url);
  const gate = await gateTo(direct.hostname, Number(direct.port));
  const DATABASE_URL = Object.assign(direct, { hostname: '127.0.0.1', port: String(gate.port) }).href;
  const api: App = await startApp('api', { DATABASE_URL });
  await untilHealthy(api.url);
  const proxy = await proxyTo(api.url, answer);
  const load = new MixedLoad({ url: proxy.url, key, clients: CLIENTS, kinds: readsAndWrites });
  await delay(1000);
  const before = load.durations.length;
  gate.freeze();
  const outage = sized({ short: 8000, full: 30_000 });
  await delay(outage);
  const during = load.durations.slice(before);
  gate.thaw();
  const recovered = await untilHealthy(api.url);
  await load.stop();
  await proxy.close();
  await api.stop();
  await gate.shut();
  const slowest = Math.round(Math.max(...load.durations.slice(before), 0));
  const others = load.failures.filter((failure) => !failure.includes(': 503 {'));
  const faults = [
    ...(slowest > PATIENCE_MS ? [`a request waited for ${slowest} ms`] : []),
    ...(during.length < CLIENTS ? [`only ${during.length} requests were answered`] : []),
    ...(recovered > 4 * PATIENCE_MS ? [`it took ${recovered} ms to be healthy again`] : []),
    ...others,
  ];
  const answers = `${load.failures.length} × 503, the slowest after ${slowest} ms`;
  return { measured: `${answers}; healthy ${recovered} ms after its end`, faults };
}

row('database', 'blackholed: 503 within 5 s, no hung request, and it recovers', () => blackhole(), TEST_MS);
planted('database', 'an api that waits for its database', () => blackhole(late(6000)), TEST_MS);

/** Crashes a database server under load. @param settings of the server */
async function crashServer(settings: Record<string, string>, crashes: number): Promise<Finding> {
  const server = await startOwnServer(settings);
  const own = await startStackOn(server.database);
  const reader = await own.client();
  await own.database.query('CHECKPOINT');
  const writers = new Writers(reader, 8);
  for (let crash = 0; crash < crashes; crash += 1) {
    await delay(2000);
    await server.crash();
  }
  await delay(2000);
  await writers.stop();
  const lost = await writers.lost(reader);
  await own.stop();
  const faults = [...lost, ...(writers.acknowledged < 100 ? ['there was no load to speak of'] : [])];
  const measured = `${lost.length} of ${writers.acknowledged} acknowledged writes lost, ${writers.failures.length} failed`;
  return { measured, faults };
}

row(
  'database',
  'restarted at once under load: no acknowledged write is lost',
  () => crashServer({}, sized({ short: 1, full: 5 })),
  TEST_MS,
);
planted(
  'database',
  'a server that confirms before it has written',
  () => crashServer({ synchronous_commit: 'off', wal_writer_delay: '10s', wal_writer_flush_after: '1GB' }, 1),
  TEST_MS,
);
