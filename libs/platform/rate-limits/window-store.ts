import { Redis } from 'ioredis';
import { RateLimiterPostgres, RateLimiterRedis, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { DataSource } from 'typeorm';
import type { Config } from '../config.ts';

/** What has been taken of a window, by all processes together. */
interface WindowState {
  readonly taken: number;
  /** Milliseconds until the window ends and the next one begins with nothing taken. */
  readonly msLeft: number;
}

/** Counts points in windows that all processes share. */
export interface WindowStore {
  /**
   * Adds points to a key's window, which begins with the first of them. @returns the window, these points included
   * @throws whatever the store throws where it is away
   */
  add(key: string, points: number): Promise<WindowState>;
  close(): void;
}

/** How long a window lasts. */
export const WINDOW_SECONDS = 60;
/** Longer than this an answer of Redis is not waited for. */
const COMMAND_TIMEOUT_MS = 1000;

/** Where the migration puts the windows; rate-limiter-flexible prescribes the table's columns. */
const TABLE = { schemaName: 'limits', tableName: 'request_windows', tableCreated: true, clearExpiredByTimeout: true };

/** The store in Redis, where the queue is in Redis, else in Postgres. */
export function createWindowStore(
  config: Pick<Config, 'QUEUE_URL' | 'QUEUE_PREFIX'>,
  dataSource: DataSource,
): WindowStore {
  const window = { points: 1, duration: WINDOW_SECONDS, keyPrefix: `${config.QUEUE_PREFIX}:requests` };
  if (config.QUEUE_URL === undefined) {
    return storeOf(new RateLimiterPostgres({ ...window, ...TABLE, storeClient: dataSource, storeType: 'typeorm' }));
  }
  const redis = new Redis(config.QUEUE_URL, {
    ...{ maxRetriesPerRequest: 0, connectTimeout: 2000, commandTimeout: COMMAND_TIMEOUT_MS },
  });
  redis.on('error', () => undefined);
  const close = (): void => {
    redis.disconnect();
  };
  return storeOf(new RateLimiterRedis({ ...window, storeClient: redis }), close);
}

/** A penalty is the limiter's word for taking points whether or not there are any. */
function storeOf(limiter: RateLimiterAbstract, close = (): void => undefined): WindowStore {
  return {
    add: async (key, points) => {
      const { consumedPoints, msBeforeNext } = await limiter.penalty(key, points);
      return { taken: consumedPoints, msLeft: Math.max(msBeforeNext, 1) };
    },
    close,
  };
}
