import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { EntityManager, QueryFailedError, type DataSource } from 'typeorm';
import { isConnectionLost } from './database-errors.ts';

/** Every connection keeps each of them, so texts beyond these, which cannot be constant ones, go without a name. */
const MAX_STATEMENTS = 200;
const names = new Map<string, string>();

/** Faults of the values, or of what they meet in the tables (PostgreSQL, appendix A: classes 22, 23, 40). */
const FAULTS_OF_DATA = /^(22|23|40)/;
/** A prepared statement whose result changed its type, or that the server does not know any more. */
const STALE_STATEMENT = /^(0A000|26000)$/;
/** What may be asked again when its connection was lost. */
const READS = /^\s*SELECT\b(?![^]*\bFOR (NO KEY )?(UPDATE|SHARE)\b)/;
/** Faults after which a statement by itself has had no effect and may well succeed: a stale one, or a deadlock. */
const REPEATABLE = /^(0A000|26000|40P01)$/;

/**
 * Runs a statement of which requests live, as a prepared one: a connection parses it once, and Postgres may keep its
 * plan. It spares what TypeORM does around a query; pool and time limits are those of the source.
 *
 * The text has to be one of few: what varies belongs into the parameters. From its sixth run on a connection Postgres
 * may settle for one plan whatever the parameters (`plan_cache_mode` in its manual), so a statement whose best plan
 * hangs on their values is better run with `query()`. Works through PgBouncer from 1.21 on in transaction mode, where
 * `max_prepared_statements` is set.
 * A statement that only reads, outside of a transaction, is run again on another connection if its own is lost.
 * @param source where to run it; the manager of a transaction runs it as a part of that
 * @returns the rows, also those of a `RETURNING`
 * @throws QueryFailedError as `query()` does, and the driver's error where no connection could be had
 */
export async function hotQuery<Row>(
  source: DataSource | EntityManager,
  sql: string,
  parameters: readonly unknown[],
): Promise<Row[]> {
  const runner = source instanceof EntityManager ? source.queryRunner : undefined;
  if (!runner) return runOnPool(poolOf(source), sql, parameters);
  const client = (await runner.connect()) as PoolClient;
  try {
    return await run(client, sql, parameters);
  } catch (error) {
    // The transaction has failed in any case; its connection would meet the same fault in every later one.
    if (STALE_STATEMENT.test(stateOf(error))) void client.end();
    throw error;
  }
}

async function runOnPool<Row>(pool: Pool, sql: string, parameters: readonly unknown[]): Promise<Row[]> {
  try {
    return await runOnce(pool, sql, parameters);
  } catch (error) {
    if (!READS.test(sql) || !isConnectionLost(error)) throw error;
    return runOnce(pool, sql, parameters);
  }
}

async function runOnce<Row>(pool: Pool, sql: string, parameters: readonly unknown[]): Promise<Row[]> {
  const client = await pool.connect();
  // A connection that is lost says so twice: here, and by failing the statement.
  client.on('error', ignore);
  let isSound = true;
  try {
    return await run<Row>(client, sql, parameters);
  } catch (error) {
    const mayRepeat = REPEATABLE.test(stateOf(error));
    // A time-out, for one, leaves a connection that still waits for its answer; so may the second run.
    isSound = !mayRepeat && FAULTS_OF_DATA.test(stateOf(error));
    if (!mayRepeat) throw error;
    return await run<Row>(client, sql, parameters, false);
  } finally {
    client.removeListener('error', ignore);
    client.release(!isSound);
  }
}

async function run<Row>(
  client: PoolClient,
  sql: string,
  parameters: readonly unknown[],
  isPrepared = true,
): Promise<Row[]> {
  const values = [...parameters];
  try {
    return (await client.query({ name: isPrepared ? statementName(sql) : undefined, text: sql, values })).rows as Row[];
  } catch (error) {
    throw new QueryFailedError(sql, values, error as Error);
  }
}

/** A name that stands for this text alone; undefined, which is no prepared statement, once there are too many. */
function statementName(sql: string): string | undefined {
  const known = names.get(sql);
  if (known !== undefined || names.size >= MAX_STATEMENTS) return known;
  const name = `hot_${createHash('sha256').update(sql).digest('hex').slice(0, 32)}`;
  names.set(sql, name);
  return name;
}

/** TypeORM keeps its pool public, but without a type. */
export function poolOf(source: DataSource | EntityManager): Pool {
  const { driver } = source instanceof EntityManager ? source.dataSource : source;
  return (driver as unknown as { readonly master: Pool }).master;
}

/** The SQLSTATE of a failed statement; empty where it was not the server that spoke. */
function stateOf(error: unknown): string {
  const { code = '' } = (error instanceof QueryFailedError ? error.driverError : {}) as { code?: string };
  return code;
}

const ignore = (): void => undefined;
