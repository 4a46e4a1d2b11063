import { Redis } from 'ioredis';
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import type { DataSource } from 'typeorm';
import type { Config } from '#platform';

/** How often a provider may be called by all enrichers together: so many calls in each window. */
export interface CallLimit {
  readonly calls: number;
  /** Length of the window, in whole seconds. */
  readonly seconds: number;
}

/** Where the migration puts the counters of windows; rate-limiter-flexible prescribes the table's columns. */
const SCHEMA = 'limits';
const TABLE = 'call_windows';
/** However long a provider asks to be left alone, it is asked again after an hour. */
const MAX_PAUSE_SECONDS = 3600;

/**
 * Counts the calls to providers over all processes, in Redis where the queue is in Redis, else in Postgres. While that
 * store is away each process counts for itself, so that a fault of the counter does not stop the work.
 */
export class CallLimits {
  private readonly limiters = new Map<string, RateLimiterAbstract>();
  private readonly redis: Redis | undefined;

  constructor(
    private readonly config: Pick<Config, 'QUEUE_URL' | 'QUEUE_PREFIX'>,
    private readonly dataSource: DataSource,
  ) {
    if (config.QUEUE_URL === undefined) return;
    this.redis = new Redis(config.QUEUE_URL, { lazyConnect: true, maxRetriesPerRequest: 1, connectTimeout: 2000 });
    this.redis.on('error', () => undefined);
  }

  /** Takes one call out of a provider's window. @returns 0, or the milliseconds until there is room, nothing taken */
  async take(provider: string, limit: CallLimit): Promise<number> {
    try {
      await this.limiter(limit).consume(provider);
      return 0;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return Math.max(refusal.msBeforeNext, 1);
      throw refusal;
    }
  }

  /** Keeps every process from calling a provider, for what it asked for but at most an hour. */
  async pause(provider: string, limit: CallLimit, milliseconds: number): Promise<void> {
    const seconds = Math.min(Math.max(Math.ceil(milliseconds / 1000), 1), MAX_PAUSE_SECONDS);
    await this.limiter(limit).block(provider, seconds);
  }

  close(): void {
    this.redis?.disconnect();
  }

  private limiter(limit: CallLimit): RateLimiterAbstract {
    const key = `${limit.calls}/${limit.seconds}`;
    const limiter = this.limiters.get(key) ?? this.create(limit);
    this.limiters.set(key, limiter);
    return limiter;
  }

  private create({ calls, seconds }: CallLimit): RateLimiterAbstract {
    const window = { points: calls, duration: seconds };
    const options = {
      ...window,
      keyPrefix: `${this.config.QUEUE_PREFIX}:provider-calls`,
      insuranceLimiter: new RateLimiterMemory(window),
    };
    if (this.redis) return new RateLimiterRedis({ ...options, storeClient: this.redis });
    const table = { schemaName: SCHEMA, tableName: TABLE, tableCreated: true, clearExpiredByTimeout: false };
    return new RateLimiterPostgres({ ...options, ...table, storeClient: this.dataSource, storeType: 'typeorm' });
  }
}
