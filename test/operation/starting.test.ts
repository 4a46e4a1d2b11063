import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { spawnApp } from '../support/apps.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let taken: Server;
let silent: Server;
beforeAll(async () => {
  database = await createTestDatabase();
  taken = createServer().listen(0, '127.0.0.1');
  // Takes connections and never says a word, as a database behind a broken network does.
  silent = createServer().listen(0, '127.0.0.1');
  await Promise.all([once(taken, 'listening'), once(silent, 'listening')]);
});
afterAll(async () => {
  taken.close();
  silent.close();
  await database.drop();
});

const port = (server: Server): string => String((server.address() as AddressInfo).port);

/** Starts an app that is meant to fail, and gives its exit code and what it said. */
async function fail(
  app: 'api' | 'enricher',
  env: Record<string, string>,
): Promise<{ code: unknown; lines: string[]; stdout: string }> {
  const child = spawnApp(app, { DATABASE_URL: database.url, ...env });
  const said = { stdout: '', stderr: '' };
  child.stdout!.on('data', (chunk) => (said.stdout += String(chunk)));
  child.stderr!.on('data', (chunk) => (said.stderr += String(chunk)));
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, lines: said.stderr.trim().split('\n'), stdout: said.stdout };
}

/** In each start several settings are wrong; each has a line of its own. */
const badSettings: Record<string, string>[] = [
  {
    ...{
      PORT: 'eighty',
      DATABASE_URL: 'mysql://db/contacts',
      QUEUE_URL: 'http://redis:6379',
      QUEUE_PREFIX: 'With Space',
    },
    ...{ API_KEY_SECRET: 'tooshort', LOG_LEVEL: 'loud', ENRICHER_CONCURRENCY: '1001', SHUTDOWN_GRACE_MS: '1s' },
    ...{ OUTBOUND_ALLOWED_NETWORKS: '10.9.8.7', OUTBOUND_CONNECT_TO: 'acme.example=localhost:80' },
  },
  {
    ...{ PORT: '65536', ENRICHER_PORT: '-1', DATABASE_URL: 'not a url', ENRICHMENT_ATTEMPTS: '2.5' },
    ...{ OUTBOUND_ALLOWED_NETWORKS: '10.9.0.0/33', OUTBOUND_CONNECT_TO: 'acme.example=127.0.0.1:99999' },
  },
];

describe.each(['api', 'enricher'] as const)('a bad setting of %s', (app) => {
  it.each(badSettings)('ends the start with one line that names it and not its value (%#)', async (settings) => {
    const { code, lines, stdout } = await fail(app, settings);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(lines.map((line) => line.split(' must ')[0]).sort()).toEqual(
      Object.keys(settings)
        .map((name) => `${app}: ${name}`)
        .sort(),
    );
    for (const value of Object.values(settings)) expect(lines.join('\n')).not.toContain(value);
  });

  it('is a line as well where it is missing', async () => {
    const { code, lines } = await fail(app, { DATABASE_URL: '', API_KEY_SECRET: '' });
    expect(code).toBe(1);
    expect(lines.sort()).toEqual(
      ['API_KEY_SECRET', 'DATABASE_URL'].map((name) => `${app}: ${name} is required but not set (see .env.example)`),
    );
  });
});

describe.each(['api', 'enricher'] as const)('%s ends its start with one line that says what to do', (app) => {
  const failsWith = async (env: Record<string, string>, line: RegExp): Promise<void> => {
    const { code, lines } = await fail(app, env);
    expect(lines).toEqual([expect.stringMatching(line)]);
    expect(code).toBe(1);
  };
  const at = (change: Partial<URL>): Record<string, string> => ({
    DATABASE_URL: Object.assign(new URL(database.url), change).href,
  });

  it('where the database does not accept connections', () =>
    failsWith(at({ port: '1' }), /cannot start: .*DATABASE_URL/));

  it('where the database does not exist', () =>
    failsWith(at({ pathname: '/nowhere' }), /does not exist; check DATABASE_URL/));

  it("where the database's host is unknown", () =>
    failsWith(at({ hostname: 'db.invalid' }), /host name is not known; check DATABASE_URL/));

  it('where the database does not answer', () =>
    failsWith({ ...at({ port: port(silent) }), DATABASE_TIMEOUT_MS: '500' }, /cannot start: .*(database|connect)/i));

  it('where its port is in use', () =>
    failsWith({ PORT: port(taken), ENRICHER_PORT: port(taken) }, /the port is in use; choose another with PORT/));

  it('where the database has not been migrated', async () => {
    const bare = `bare_${app}_${Date.now()}`;
    await database.query(`CREATE DATABASE ${bare}`);
    await failsWith(at({ pathname: `/${bare}` }), /cannot start: the database is not migrated/);
    await database.query(`DROP DATABASE ${bare} WITH (FORCE)`);
  });
});
