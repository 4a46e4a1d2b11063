import pg from 'pg';
import type { Stack } from '../../support/apps.ts';
import { gateTo } from '../../operation/gate.ts';

/** A queue that can be made to leave an api without an answer, for ever, while its database goes on. */
export interface StickyQueue {
  /** Settings of that api. */
  readonly env: Record<string, string>;
  /** From now on the api gets no answer. */
  stick(): Promise<void>;
  /** For everybody else it goes on; to be called at the end, too. */
  release(): Promise<void>;
}

/** The stack's own queue, on Redis or Postgres. */
export function stickyQueue({ env, database }: Stack): Promise<StickyQueue> {
  const { QUEUE_URL } = env;
  return QUEUE_URL === undefined ? onPostgres(database.url) : onRedis(new URL(QUEUE_URL));
}

/** The way to Redis swallows everything. */
async function onRedis(redis: URL): Promise<StickyQueue> {
  const gate = await gateTo(redis.hostname, Number(redis.port || 6379));
  const url = Object.assign(redis, { hostname: '127.0.0.1', port: String(gate.port) }).href;
  return {
    env: { QUEUE_URL: url },
    stick: () => {
      gate.freeze();
      return Promise.resolve();
    },
    release: () => gate.shut(),
  };
}

/** Somebody else holds all tables of the queue. */
async function onPostgres(url: string): Promise<StickyQueue> {
  const holder = new pg.Client({ connectionString: url });
  await holder.connect();
  const { rows } = await holder.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'bullmq'`,
  );
  return {
    env: {},
    stick: async () => {
      await holder.query('BEGIN');
      await holder.query(`LOCK TABLE ${rows.map(({ name }) => name).join(', ')} IN ACCESS EXCLUSIVE MODE`);
    },
    release: async () => {
      // The server would do for a dead api what it had been told.
      await holder.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'queue-producer'`);
      await holder.end();
    },
  };
}
