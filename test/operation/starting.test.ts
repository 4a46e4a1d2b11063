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

const badSettings: [string, string][] = [
  ['PORT', 'eighty'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '3000.5'],
  ['DATABASE_URL', 'mysql://db/contacts'],
  ['DATABASE_URL', 'not a url'],
  ['QUEUE_URL', 'http://redis:6379'],
  ['QUEUE_PREFIX', 'With Space'],
  ['API_KEY_SECRET', 'tooshort'],
  ['LOG_LEVEL', 'loud'],
  ['ENRICHER_CONCURRENCY', '0'],
  ['OUTBOUND_ALLOWED_NETWORKS', '10.0.0.0'],
  ['OUTBOUND_ALLOWED_NETWORKS', '10.0.0.0/33'],
  ['OUTBOUND_CONNECT_TO', 'acme.example=localhost:80'],
];

describe('a bad setting', () => {
  const results: ReturnType<typeof fail>[] = [];
  beforeAll(async () => {
    for (const [name, value] of badSettings) results.push(fail('enricher', { [name]: value }));
    await Promise.all(results);
  });

  it.each(badSettings)('%s=%s ends the start with one line that names it', async (name, value) => {
    const { code, lines, stdout } = await results[badSettings.findIndex(([a, b]) => a === name && b === value)]!;
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^enricher: ${name} must be `));
    expect(lines[0]).not.toContain(value);
    expect(stdout).toBe('');
  });
});

it.each(['api', 'enricher'] as const)('%s names each of several settings that are missing or wrong', async (app) => {
  const { code, lines } = await fail(app, { DATABASE_URL: '', API_KEY_SECRET: '', PORT: 'x' });
  expect(code).toBe(1);
  expect(lines.sort()).toEqual([
    `${app}: API_KEY_SECRET is required but not set (see .env.example)`,
    `${app}: DATABASE_URL is required but not set (see .env.example)`,
    `${app}: PORT must be a whole number from 0 to 65535`,
  ]);
});

describe.each(['api', 'enricher'] as const)('%s ends its start with one line that says what to do', (app) => {
  const start = async (env: Record<string, string>, line: RegExp): Promise<void> => {
    const { code, lines } = await fail(app, env);
    expect(lines).toEqual([expect.stringMatching(line)]);
    expect(code).toBe(1);
  };
  const at = (change: Partial<URL>): Record<string, string> => ({
    DATABASE_URL: Object.assign(new URL(database.url), change).href,
  });

  it('where the database does not accept connections', () => start(at({ port: '1' }), /cannot start: .*DATABASE_URL/));

  it('where the database does not exist', () =>
    start(at({ pathname: '/nowhere' }), /does not exist; check DATABASE_URL/));

  it("where the database's host is unknown", () =>
    start(at({ hostname: 'db.invalid' }), /host name is not known; check DATABASE_URL/));

  it('where the database does not answer', () =>
    start({ ...at({ port: port(silent) }), DATABASE_TIMEOUT_MS: '500' }, /cannot start: .*(database|connect)/i));

  it('where its port is in use', () =>
    start({ PORT: port(taken), ENRICHER_PORT: port(taken) }, /the port is in use; choose another with PORT/));

  it('where the database has not been migrated', async () => {
    const bare = `bare_${app}_${Date.now()}`;
    await database.query(`CREATE DATABASE ${bare}`);
    await start(at({ pathname: `/${bare}` }), /cannot start: /);
    await database.query(`DROP DATABASE ${bare} WITH (FORCE)`);
  });
});
