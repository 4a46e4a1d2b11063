import type { TypeOrmModuleOptions } from '@nestjs/typeorm';
import { PostgresConnection } from 'bullmq';
import type { ClientBase } from 'pg';
import { DataSource } from 'typeorm';
import type { Config } from './config.ts';
import { PoolClient } from './pool-client.ts';
import { QUEUE_SCHEMA } from './queue.ts';
import { migrations } from '../../migrations/index.ts';

/** Serializes migrations of processes that start together. Any constant of our own does. */
const MIGRATION_LOCK = 7_402_118;

/** How values come as text, whatever the server's, the database's or the role's settings are. */
const TEXT_FORMATS = `SET DateStyle = 'ISO, MDY'; SET extra_float_digits = 1`;

/**
 * How api and enricher reach Postgres. `query_timeout` bounds what no server setting can: a connection whose packets
 * vanish. It is longer than `statement_timeout`, so that a slow statement is normally ended by the server.
 */
export function databaseOptions(config: Config, applicationName: string): TypeOrmModuleOptions {
  return {
    type: 'postgres',
    url: config.DATABASE_URL,
    applicationName,
    autoLoadEntities: true,
    synchronize: false,
    logging: false,
    retryAttempts: 0,
    poolErrorHandler: () => undefined,
    extra: {
      Client: PoolClient,
      max: config.DATABASE_POOL_SIZE,
      connectionTimeoutMillis: config.DATABASE_TIMEOUT_MS,
      statement_timeout: config.DATABASE_TIMEOUT_MS,
      query_timeout: config.DATABASE_TIMEOUT_MS + 1000,
      idle_in_transaction_session_timeout: config.DATABASE_TIMEOUT_MS * 2,
      keepAlive: true,
      // Not as start-up options, which a pooler such as PgBouncer refuses.
      onConnect: (client: ClientBase) => client.query(TEXT_FORMATS),
    },
  };
}

/** @throws Error where the database lacks a migration of this version; one of a newer version does no harm */
export async function assertMigrated(dataSource: DataSource): Promise<void> {
  const [table] = await dataSource.query<[{ known: string | null }]>(`SELECT to_regclass('migrations') AS known`);
  const applied = table.known === null ? [] : await dataSource.query<{ name: string }[]>('SELECT name FROM migrations');
  const missing = migrations.filter((migration) => !applied.some(({ name }) => name === migration.name));
  if (missing.length > 0) throw new Error('the database is not migrated to this version; run the migrations first');
}

/**
 * Brings a database to this version's schema, the queue's own included. Safe to run from several processes at once.
 * @returns the names of the migrations that were applied, oldest first
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const dataSource = new DataSource({ type: 'postgres', url: databaseUrl, migrations, applicationName: 'migrate' });
  await dataSource.initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const applied = await dataSource.runMigrations({ transaction: 'each' });
    await migrateQueue(databaseUrl);
    return applied.map((migration) => migration.name);
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await lock.release();
    await dataSource.destroy();
  }
}

async function migrateQueue(databaseUrl: string): Promise<void> {
  const connection = new PostgresConnection({ connectionString: databaseUrl, schema: QUEUE_SCHEMA, migrate: true });
  try {
    await connection.waitUntilReady();
  } finally {
    await connection.close();
  }
}
