import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inRepeatableTransaction, isDatabaseUnavailable } from '#platform';
import { DataSource, type EntityManager } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { until } from './until.ts';

// A commit waits here for a lock, so that its connection can be cut before it, within it or after it.
const LATE_CHECK = `
  CREATE TABLE things (id int PRIMARY KEY);
  CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NULL; END $$;
  CREATE CONSTRAINT TRIGGER waits AFTER INSERT ON things DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait()`;

let database: TestDatabase;
let source: DataSource;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.query(LATE_CHECK);
  source = await new DataSource({
    type: 'postgres',
    url: database.url,
    poolErrorHandler: () => undefined,
  }).initialize();
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
});
beforeEach(() => database.query('SELECT pg_advisory_lock(1)'));
afterEach(async () => {
  await database.query('SELECT pg_advisory_unlock_all()');
  await database.query('DELETE FROM things');
});

const insert = (manager: EntityManager) => manager.query('INSERT INTO things VALUES (1)');
const waits = (manager: EntityManager) => manager.query('SELECT pg_advisory_xact_lock(1)');

/** Ends the one connection that waits for the lock, and lets whoever comes next have it. */
async function cutWaiting(): Promise<void> {
  const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database()`;
  await until('one waits', async () => (await database.query(cut)).length === 1);
  await database.query('SELECT pg_advisory_unlock(1)');
}

/** What a transaction came to, and how often its work was done. */
async function outcome(work: (manager: EntityManager) => Promise<unknown>) {
  let runs = 0;
  const running = inRepeatableTransaction(source, (manager) => ((runs += 1), work(manager))).then(
    () => 'committed',
    (error: unknown) => (isDatabaseUnavailable(error) ? 'unavailable' : String(error)),
  );
  await cutWaiting();
  return { outcome: await running, runs, rows: (await database.query('SELECT FROM things')).length };
}

describe('a transaction whose connection is cut', () => {
  it('is run again where it had not come to its commit', async () => {
    const work = async (manager: EntityManager): Promise<void> => {
      await insert(manager);
      await waits(manager);
    };
    expect(await outcome(work)).toEqual({ outcome: 'committed', runs: 2, rows: 1 });
  });

  it('is not run again where it may have been committed', async () => {
    expect(await outcome(insert)).toEqual({ outcome: 'unavailable', runs: 1, rows: 0 });
  });
});
