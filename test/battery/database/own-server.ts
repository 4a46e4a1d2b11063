import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '#platform';
import pg from 'pg';
import type { TestDatabase } from '../../support/database.ts';
import { startCluster, type Cluster } from '../../../tools/local/embedded-postgres.ts';

/** A server that keeps what it has confirmed, as those of the other tests do not; it can crash and come back. */
export interface OwnServer {
  /** A migrated one on it; dropping it removes the server. */
  readonly database: TestDatabase;
  /** Ends it at once, with nothing written out, and starts it again on the same port. */
  crash(): Promise<void>;
}

/** @param settings over PostgreSQL's own, in which a commit waits for the disk */
export async function startOwnServer(settings: Record<string, string> = {}): Promise<OwnServer> {
  const dir = await mkdtemp(join(tmpdir(), 'contacts-battery-'));
  const start = (): Promise<Cluster> => startCluster({ dir, settings });
  let cluster = await start();
  const url = cluster.url('postgres');
  await migrate(url);
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  pool.on('error', () => undefined);
  const database: TestDatabase = {
    url,
    query: async <T>(sql: string, params: unknown[] = []) => (await pool.query(sql, params)).rows as T[],
    drop: async () => {
      await pool.end();
      await cluster.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
  return {
    database,
    crash: async () => {
      process.kill(cluster.pid, 'SIGQUIT');
      await cluster.exited;
      await cluster.stop();
      cluster = await start();
      if (cluster.url('postgres') !== url) throw new Error('the server has come back on another port');
    },
  };
}
