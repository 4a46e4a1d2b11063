import { createPostgresBackend, setDefaultBackendFactory, type QueueOptions } from 'bullmq';
import type { Config } from './config.ts';

/** BullMQ's tables live apart from ours, and are migrated by BullMQ. */
export const QUEUE_SCHEMA = 'bullmq';

/**
 * BullMQ's options for the configured queue. Chooses the backend for the whole process, so it is called once, before
 * the first queue or worker is made.
 * @param role a producer must fail fast where a consumer waits for the queue to come back
 */
export function queueOptions(config: Config, role: 'producer' | 'consumer'): QueueOptions {
  if (config.QUEUE_URL !== undefined) {
    const patience =
      role === 'producer'
        ? { maxRetriesPerRequest: 1, enableOfflineQueue: false, connectTimeout: 2000 }
        : { maxRetriesPerRequest: null };
    return { prefix: config.QUEUE_PREFIX, connection: { url: config.QUEUE_URL, ...patience } };
  }
  setDefaultBackendFactory(createPostgresBackend);
  const connection = {
    connectionString: config.DATABASE_URL,
    schema: QUEUE_SCHEMA,
    application_name: `queue-${role}`,
    // What the queue forgets as its server crashes is in the jobs' rows: those that have ended run again to no effect.
    ...(role === 'consumer' && { options: '-c synchronous_commit=off' }),
    max: role === 'producer' ? 4 : 10,
    connectionTimeoutMillis: config.DATABASE_TIMEOUT_MS,
    query_timeout: config.DATABASE_TIMEOUT_MS + 1000,
  };
  return { prefix: config.QUEUE_PREFIX, connection };
}

/**
 * Waits for the first connection of a queue or worker. BullMQ on Postgres never forgets that it failed, so the start of
 * the process has to fail with it; Redis may come later.
 */
export async function untilUsable(queue: { waitUntilReady(): Promise<unknown> }, config: Config): Promise<void> {
  if (config.QUEUE_URL === undefined) await queue.waitUntilReady();
}
