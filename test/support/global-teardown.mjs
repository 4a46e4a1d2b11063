import { rm } from 'node:fs/promises';
import pg from 'pg';

/** Removes what the set-up made: the logs; the cluster, or the template on somebody else's server. */
export default async function tearDown() {
  await rm(process.env.TEST_LOGS, { recursive: true });
  if (globalThis.testCluster) return globalThis.testCluster.stop();
  const client = new pg.Client({ connectionString: process.env.TEST_SERVER_URL });
  await client.connect();
  await client.query(`ALTER DATABASE ${process.env.TEST_TEMPLATE} WITH IS_TEMPLATE false`);
  await client.query(`DROP DATABASE ${process.env.TEST_TEMPLATE}`);
  await client.end();
}
