import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
// Jest loads this file outside of its own module system, so it takes what has been built.
import { migrate } from '#platform';
import { startCluster } from '../../dist/tools/local/embedded-postgres.js';

/** Nothing in a throw-away cluster has to survive a power cut. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };

/**
 * Makes the folder in which the logs of all processes are kept until the end of the run. Starts the server that all tests share, or uses TEST_DATABASE_URL's, and makes the migrated database on it that each
 * test file clones. If the run is interrupted, the cluster deletes itself.
 */
export default async function setUp() {
  process.env.TEST_LOGS = await mkdtemp(join(tmpdir(), 'contacts-test-logs-'));
  let serverUrl = process.env.TEST_DATABASE_URL;
  if (!serverUrl) {
    const dir = await mkdtemp(join(tmpdir(), 'contacts-test-'));
    globalThis.testCluster = await startCluster({ dir, settings, throwaway: true });
    serverUrl = globalThis.testCluster.url('postgres');
  }
  const template = `contacts_template_${randomBytes(4).toString('hex')}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${template}`);
  await migrate(Object.assign(new URL(serverUrl), { pathname: template }).href);
  // Nobody can connect to it any more, which would get in the way of cloning.
  await client.query(`ALTER DATABASE ${template} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  await client.end();
  process.env.TEST_SERVER_URL = serverUrl;
  process.env.TEST_TEMPLATE = template;
}
