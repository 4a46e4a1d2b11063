import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** A migrated, empty database for one test file. */
export interface TestDatabase {
  readonly url: string;
  /** Runs a statement past everything that is tested. */
  query<T = Record<string, unknown>>(sql: string, params?: unknown[]): Promise<T[]>;
  /**
   * Removes the database; for `afterAll`.
   * @throws Error if a connection was left open, naming each
   */
  drop(): Promise<void>;
}

/** Time for connections that are being closed to disappear from the server's list. */
const GRACE_MS = 2000;

/** Clones the migrated database. A test file makes its own, so files can run at once. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer((server) => server.query(`CREATE DATABASE ${name} TEMPLATE ${env('TEST_TEMPLATE')}`));
  const url = Object.assign(new URL(env('TEST_SERVER_URL')), { pathname: name }).href;
  const client = new pg.Client({ connectionString: url, application_name: 'test' });
  await client.connect();
  return {
    url,
    query: async <T>(sql: string, params: unknown[] = []) => (await client.query(sql, params)).rows as T[],
    drop: async () => {
      await client.end();
      await onServer((server) => dropDatabase(server, name));
    },
  };
}

async function dropDatabase(server: pg.Client, name: string): Promise<void> {
  let left = await connectionsTo(server, name);
  for (const until = Date.now() + GRACE_MS; left.length > 0 && Date.now() < until;) {
    await delay(50);
    left = await connectionsTo(server, name);
  }
  await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
  if (left.length > 0) throw new Error(`Connections were left open:\n${left.join('\n')}`);
}

async function connectionsTo(server: pg.Client, name: string): Promise<string[]> {
  const { rows } = await server.query<{ line: string }>(
    `SELECT format('%s (pid %s, %s): %s', coalesce(nullif(application_name, ''), 'unnamed'), pid, state, left(query, 200))
       AS line
     FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'`,
    [name],
  );
  return rows.map(({ line }) => line);
}

async function onServer<T>(work: (server: pg.Client) => Promise<T>): Promise<T> {
  const server = new pg.Client({ connectionString: env('TEST_SERVER_URL'), application_name: 'test-server' });
  await server.connect();
  try {
    return await work(server);
  } finally {
    await server.end();
  }
}

function env(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing: Jest's global set-up has not run`);
  return value;
}
