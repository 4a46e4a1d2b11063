import { gunzipSync } from 'node:zlib';
import { Redis } from 'ioredis';
import type { TestDatabase } from './database.ts';

/** Something that is stored, and where: a table's column, or a key of Redis. */
export interface Stored {
  readonly place: string;
  readonly text: string;
}

/** Everything that a database holds, in every column of every table, binary ones decoded and unzipped. */
export async function dumpDatabase(database: TestDatabase): Promise<Stored[]> {
  const columns = await database.query<{ place: string; table: string; column: string; type: string }>(
    `SELECT format('%s.%s.%s', n.nspname, c.relname, a.attname) AS place, format('%I.%I', n.nspname, c.relname) AS table,
       quote_ident(a.attname) AS column, a.atttypid::regtype::text AS type
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'm') AND a.attnum > 0 AND NOT a.attisdropped
       AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'`,
  );
  const stored: Stored[] = [];
  for (const { place, table, column, type } of columns) {
    const rows = await database.query<{ value: Buffer | string }>(
      `SELECT ${column}${type === 'bytea' ? '' : '::text'} AS value FROM ${table} WHERE ${column} IS NOT NULL`,
    );
    stored.push(...rows.map(({ value }) => ({ place, text: textOf(value) })));
  }
  return stored;
}

/** Everything that a Redis holds under a prefix, names of keys included. */
export async function dumpRedis(url: string, prefix: string): Promise<Stored[]> {
  const redis = new Redis(url);
  try {
    const keys = await redis.keys(`${prefix}*`);
    return await Promise.all(
      keys.map(async (key) => ({ place: key, text: `${key} ${JSON.stringify(await valueOf(redis, key))}` })),
    );
  } finally {
    redis.disconnect();
  }
}

/** What is stored that has one of these words, in any letter case. */
export function findTraces(stored: readonly Stored[], words: readonly string[]): string[] {
  return words.flatMap((word) =>
    stored.flatMap(({ place, text }) => (text.toLowerCase().includes(word.toLowerCase()) ? [`${place}: ${word}`] : [])),
  );
}

/** Compressed (gzip) or not. */
function textOf(value: Buffer | string): string {
  if (typeof value === 'string') return value;
  return (value[0] === 0x1f && value[1] === 0x8b ? gunzipSync(value) : value).toString('utf8');
}

async function valueOf(redis: Redis, key: string): Promise<unknown> {
  const type = await redis.type(key);
  if (type === 'string') return redis.get(key);
  if (type === 'hash') return redis.hgetall(key);
  if (type === 'list') return redis.lrange(key, 0, -1);
  if (type === 'set') return redis.smembers(key);
  if (type === 'zset') return redis.zrange(key, 0, -1);
  if (type === 'stream') return redis.xrange(key, '-', '+');
  throw new Error(`a key of the unknown type ${type}: ${key}`);
}
