import { afterAll, beforeAll } from '@jest/globals';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.ts';
import { spawnApp, startApp, startStack, type App, type Stack } from '../support/apps.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../operation/until.ts';
import { balanceTo } from './deploys/balancer.ts';
import { offences, statementsOf } from './deploys/migration-rules.ts';
import { MixedLoad, readsAndWrites } from './load/mixed-load.ts';
import { planted, row, sized, type Finding } from './row.ts';

const CLIENTS = 16;
const STOP_MS = 10_000;
/** From here on every migration has to go along with the version before. */
const LAST_BEFORE_THE_RULE = 'ExactTotals1763950000000';
const START_MS = 20_000;

let stack: Stack;
let key: string;
beforeAll(async () => {
  stack = await startStack();
  key = (await stack.client()).key ?? '';
});
afterAll(() => stack.stop());

/** Replaces an api under load by another, as a rolling deploy does. @param end how the old one is ended */
async function replaceApi(end: (api: App) => Promise<unknown>): Promise<Finding> {
  const old = await startApp('api', stack.env);
  const balancer = await balanceTo(old.url);
  const options = { url: balancer.url, key, clients: CLIENTS, kinds: readsAndWrites, pauseMs: 400 };
  const load = new MixedLoad(options);
  await until('there is load', () => load.durations.length > sized({ short: 300, full: 3000 }), 60_000);
  const next = await startApp('api', stack.env);
  balancer.sendTo(next.url);
  const told = Date.now();
  const code = await end(old);
  const stoppedMs = Date.now() - told;
  await delay(sized({ short: 1000, full: 10_000 }));
  await load.stop();
  await Promise.all([balancer.close(), next.stop()]);
  const faults = [
    ...load.failures,
    ...(stoppedMs > STOP_MS ? [`it has taken ${stoppedMs} ms to stop`] : []),
    ...(code === 0 ? [] : [`it has ended with ${String(code)}`]),
  ];
  const { length } = load.durations;
  return { measured: `${load.failures.length} of ${length} requests failed, stopped in ${stoppedMs} ms`, faults };
}

/** Starts the api on a database that lacks the newest migration, unless told otherwise. */
async function startBehind(databaseUrl: string): Promise<Finding> {
  const child = spawnApp('api', { DATABASE_URL: databaseUrl });
  let output = '';
  child.stderr?.on('data', (chunk) => (output += String(chunk)));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const code = await Promise.race([exited, delay(START_MS, undefined, { ref: false })]);
  if (child.exitCode === null) child.kill('SIGKILL');
  await exited;
  const says = output.includes('run the migrations') && !/\bat .*:\d+/.test(output);
  return { measured: output.trim(), faults: code === 1 && says ? [] : [`it has not refused to start: ${output}`] };
}

async function withDatabase<T>(work: (database: TestDatabase) => Promise<T>): Promise<T> {
  const database = await createTestDatabase();
  return work(database).finally(() => database.drop());
}

async function undoLast({ url }: TestDatabase): Promise<void> {
  const source = await new DataSource({ type: 'postgres', url, migrations }).initialize();
  await source.undoLastMigration({ transaction: 'each' });
  await source.destroy();
}

/** Changes the schema under two apis that are in use, one started before and one after. @param sql of a later version */
async function migrateUnderLoad(sql: readonly string[]): Promise<Finding> {
  const own = await startStack();
  const client = await own.client();
  const loadOn = ({ url }: App) =>
    new MixedLoad({ url, key: client.key ?? '', clients: CLIENTS / 2, kinds: readsAndWrites });
  const before = loadOn(own.api);
  await delay(sized({ short: 1000, full: 5000 }));
  for (const statement of sql) await own.database.query(statement);
  await own.database.query(`INSERT INTO migrations (timestamp, name) VALUES (9000000000000, 'Later9000000000000')`);
  const second = await startApp('api', own.env);
  const after = loadOn(second);
  await delay(sized({ short: 1000, full: 10_000 }));
  await Promise.all([before.stop(), after.stop()]);
  await second.stop();
  await own.stop();
  const failures = [...before.failures, ...after.failures];
  const total = before.durations.length + after.durations.length;
  return { measured: `${failures.length} of ${total} requests failed`, faults: failures };
}

const ADDITIONS = [
  `CREATE TABLE notes (id uuid PRIMARY KEY, contact_id uuid, text text NOT NULL)`,
  `ALTER TABLE contacts ADD COLUMN nickname text`,
  `ALTER TABLE contacts ADD COLUMN rating int NOT NULL DEFAULT 0`,
  `ALTER TABLE contacts ADD CONSTRAINT contacts_rating_check CHECK (rating >= 0) NOT VALID`,
  `ALTER TABLE contacts VALIDATE CONSTRAINT contacts_rating_check`,
  `CREATE INDEX CONCURRENTLY contacts_nickname_idx ON contacts (organization_id, nickname)`,
];
const BREAKING = [
  `ALTER TABLE contacts RENAME COLUMN address TO street`,
  `ALTER TABLE contacts DROP COLUMN address`,
  `ALTER TABLE contacts ALTER COLUMN address TYPE varchar(500)`,
  `ALTER TABLE contacts ALTER COLUMN address SET NOT NULL`,
  `ALTER TABLE contacts ADD COLUMN rating int NOT NULL`,
  `ALTER TABLE contacts ADD CONSTRAINT c CHECK (char_length(address) < 9)`,
  `CREATE INDEX contacts_address_idx ON contacts (address)`,
];

function judge(sql: readonly string[]): Finding {
  const found = sql.flatMap(offences);
  return { measured: `${sql.length} looked through`, faults: found };
}

row(
  'deploys',
  `SIGTERM under ${CLIENTS} keep-alive clients: 0 failed requests, exit within 10 s`,
  () => replaceApi((api) => api.stop()),
  120_000,
);
planted('deploys', 'an api that does not finish what it has begun', () => replaceApi((api) => api.kill()), 120_000);

row('deploys', 'a new version refuses a database that is not migrated, and says so', () =>
  withDatabase(async (database) => {
    await undoLast(database);
    return startBehind(database.url);
  }),
);
planted('deploys', 'an api that starts on whatever it finds', () =>
  withDatabase((database) => startBehind(database.url)),
);

row(
  'deploys',
  'two apis go on while a later schema comes, the one from before and a new one',
  () => migrateUnderLoad(ADDITIONS),
  120_000,
);
planted('deploys', 'a migration that takes a column away from the api that runs', () =>
  migrateUnderLoad(BREAKING.slice(0, 1)),
);

row('deploys', 'every migration only adds, and locks no table for long', async () => {
  const last = migrations.findIndex(({ name }) => name === LAST_BEFORE_THE_RULE);
  const bound = await Promise.all(migrations.slice(last + 1).map(statementsOf));
  return judge([...bound, ...ADDITIONS]);
});
for (const statement of BREAKING) planted('deploys', statement, () => Promise.resolve(judge([statement])));
