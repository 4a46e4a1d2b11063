import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.ts';

const name = `test_${randomBytes(6).toString('hex')}`;
const serverUrl = process.env['TEST_SERVER_URL'] ?? '';
const url = Object.assign(new URL(serverUrl), { pathname: name }).href;

let server: pg.Client;
beforeAll(async () => {
  server = new pg.Client({ connectionString: serverUrl });
  await server.connect();
  await server.query(`CREATE DATABASE ${name}`);
});
afterAll(async () => {
  await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await server.end();
});

/** A database that knows the first so many migrations. */
async function withMigrations<T>(count: number, work: (database: DataSource) => Promise<T>): Promise<T> {
  const known = migrations.slice(0, count);
  const database = await new DataSource({ type: 'postgres', url, migrations: known }).initialize();
  try {
    return await work(database);
  } finally {
    await database.destroy();
  }
}
const indexes = (database: DataSource) =>
  database.query<unknown[]>(
    `SELECT indexdef AS definition FROM pg_indexes WHERE schemaname NOT LIKE 'pg\\_%' UNION ALL
     SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
     WHERE connamespace = 'public'::regnamespace AND contype <> 'n' ORDER BY 1`,
  );

it('applies to a ledger in which one question was reserved twice, as lost workers left it', async () => {
  const before = migrations.findIndex((migration) => migration.name.startsWith('SourceDocuments'));
  await withMigrations(before, async (database) => {
    await database.runMigrations({ transaction: 'each' });
    const [organization, user, contact] = [randomUUID(), randomUUID(), randomUUID()];
    await database.query(`INSERT INTO organizations (id, name) VALUES ($1, 'Acme Inc')`, [organization]);
    await database.query(`INSERT INTO users (id, organization_id, email) VALUES ($1, $2, 'admin@acme.example')`, [
      ...[user, organization],
    ]);
    await database.query(
      `INSERT INTO contacts (id, organization_id, owner_id, email, first_name)
       VALUES ($1, $2, $3, 'ada@acme.example', 'Ada')`,
      [contact, organization, user],
    );
    for (let lost = 0; lost < 2; lost += 1) {
      const id = `job_${randomUUID().replaceAll('-', '')}`;
      await database.query(
        `INSERT INTO enrichment_jobs (id, organization_id, contact_id, requested_by, status, finished_at)
         VALUES ($1, $2, $3, $4, 'failed', now())`,
        [id, organization, contact, user],
      );
      await database.query(
        `INSERT INTO provider_calls (id, organization_id, job_id, provider, operation, input_hash)
         VALUES ($1, $2, $3, 'openai', 'extract_fields', 'same')`,
        [randomUUID(), organization, id],
      );
    }
  });
  await withMigrations(migrations.length, async (database) => {
    await database.runMigrations({ transaction: 'each' });
    expect(await database.query('SELECT status, outcome FROM provider_calls')).toEqual([
      { status: 'failed', outcome: 'worker_lost' },
      { status: 'failed', outcome: 'worker_lost' },
    ]);
  });
});

it('can be taken back one by one and applied again, with the same indexes and constraints', async () => {
  await withMigrations(migrations.length, async (database) => {
    await database.query('TRUNCATE organizations CASCADE');
    const before = await indexes(database);
    for (let left = migrations.length; left > 0; left -= 1) await database.undoLastMigration({ transaction: 'each' });
    expect(
      await database.query(`SELECT FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'`),
    ).toEqual([]);
    await database.runMigrations({ transaction: 'each' });
    expect(await indexes(database)).toEqual(before);
  });
});

it('names indexes and constraints after their table, and ends each name with what it is', async () => {
  await withMigrations(migrations.length, async (database) => {
    const odd = await database.query<unknown[]>(
      `SELECT name FROM (
         SELECT c.relname AS of, i.relname AS name, 'idx|key|pkey' AS ends FROM pg_index x
         JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
         WHERE c.relnamespace = 'public'::regnamespace AND c.relname <> 'migrations'
         UNION ALL
         SELECT c.relname, k.conname, CASE k.contype WHEN 'f' THEN 'fk' ELSE 'check[0-9]*' END FROM pg_constraint k
         JOIN pg_class c ON c.oid = k.conrelid
         WHERE k.connamespace = 'public'::regnamespace AND k.contype IN ('f', 'c')) named
       WHERE name !~ ('^' || of || '_(.*_)?(' || ends || ')$')`,
    );
    expect(odd).toEqual([]);
  });
});
