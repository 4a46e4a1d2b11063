import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hotQuery, isDatabaseUnavailable } from '#platform';
import { setTimeout as delay } from 'node:timers/promises';
import { DataSource, QueryFailedError } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let source: DataSource;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.query('CREATE TABLE things (id int PRIMARY KEY, size int)');
  const extra = { max: 1, query_timeout: 500 };
  source = await new DataSource({ type: 'postgres', url: database.url, extra }).initialize();
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
});

const INSERT = 'INSERT INTO things (id) VALUES ($1) RETURNING id';
const BACKEND = 'SELECT pg_backend_pid() AS pid';
const backend = async (): Promise<number> => (await hotQuery<{ pid: number }>(source, BACKEND, []))[0]!.pid;
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(() => undefined).catch((error: unknown) => error);

describe('a hot query', () => {
  it('is prepared once on a connection, and gives its rows, returned ones included', async () => {
    const sql = 'SELECT $1::int + 1 AS next';
    expect(await hotQuery(source, sql, [1])).toEqual([{ next: 2 }]);
    expect(await hotQuery(source, sql, [2])).toEqual([{ next: 3 }]);
    expect(await hotQuery(source, INSERT, [1])).toEqual([{ id: 1 }]);
    const prepared = await source.query('SELECT statement FROM pg_prepared_statements WHERE statement = $1', [sql]);
    expect(prepared).toHaveLength(1);
  });

  it('is a part of the transaction whose manager runs it', async () => {
    const abandoned = source.transaction(async (manager) => {
      await hotQuery(manager, INSERT, [2]);
      throw new Error('abandoned');
    });
    await expect(abandoned).rejects.toThrow('abandoned');
    expect(await hotQuery(source, 'SELECT FROM things WHERE id = $1', [2])).toEqual([]);
  });

  it('fails as TypeORM would, on a connection that stays where only the data was at fault', async () => {
    const pid = await backend();
    await hotQuery(source, INSERT, [3]);
    const error = await failure(hotQuery(source, INSERT, [3]));
    expect(error).toBeInstanceOf(QueryFailedError);
    expect((error as QueryFailedError).driverError).toMatchObject({ code: '23505', constraint: 'things_pkey' });
    expect([isDatabaseUnavailable(error), await backend()]).toEqual([false, pid]);
  });

  it('leaves no connection behind that still waits for an answer', async () => {
    const pid = await backend();
    const error = await failure(hotQuery(source, 'SELECT pg_sleep($1)', [1]));
    expect(isDatabaseUnavailable(error)).toBe(true);
    expect(await backend()).not.toBe(pid);
  });

  it('is not failed by a change of its table, however many connections knew the old one', async () => {
    const wide = await new DataSource({ type: 'postgres', url: database.url, extra: { max: 3 } }).initialize();
    const all = () =>
      Promise.all(
        [1, 2, 3].map((id) => hotQuery(wide, 'SELECT t.*, pg_sleep(0.05) FROM things t WHERE id = $1', [-id])),
      );
    await all();
    await database.query('ALTER TABLE things ADD COLUMN weight int');
    expect(await all()).toEqual([[], [], []]);
    await database.query('ALTER TABLE things DROP COLUMN weight');
    expect(await all()).toEqual([[], [], []]);
    await wide.destroy();
  });

  it('gets its turn after a deadlock', async () => {
    await hotQuery(source, 'INSERT INTO things (id) VALUES (10), (11)', []);
    // Each side looks once for a deadlock, when it has waited so long: this one when there is one, the other one never.
    const extra = { options: '-c deadlock_timeout=3s' };
    const patient = await new DataSource({ type: 'postgres', url: database.url, extra }).initialize();
    await database.query('BEGIN');
    await database.query(`SET LOCAL deadlock_timeout = '1min'`);
    await database.query('UPDATE things SET size = 1 WHERE id = 11');
    const sql = 'UPDATE things SET size = 2 WHERE id IN ($1, $2) RETURNING id';
    const waiting = hotQuery(patient, sql, [10, 11]);
    const isWaiting = `SELECT FROM pg_stat_activity WHERE query = $1 AND wait_event_type = 'Lock'`;
    // In a transaction the server's activity looks the same each time, unless it is looked up anew.
    const look = async () => (
      await database.query('SELECT pg_stat_clear_snapshot()'),
      database.query(isWaiting, [sql])
    );
    while ((await look()).length === 0) await delay(10);
    await database.query('UPDATE things SET size = 1 WHERE id = 10');
    await database.query('COMMIT');
    expect(await waiting).toHaveLength(2);
    await patient.destroy();
  });

  it('goes on when a connection was cut, reads again what it was reading, or its table has changed', async () => {
    const sleeps = '(SELECT 1 FROM (SELECT pg_sleep($1)) slept) AS done';
    const cutShort = async <T>(running: Promise<T>, pid: number): Promise<T> => {
      await database.query('SELECT pg_terminate_backend($1)', [pid]);
      return running;
    };
    const [reader, reading] = [await backend(), hotQuery(source, `SELECT ${sleeps}`, [0.3])];
    expect(await cutShort(reading, reader)).toEqual([{ done: 1 }]);
    const [writer, writing] = [
      await backend(),
      hotQuery(source, `INSERT INTO things (id) SELECT 99 + done FROM (SELECT ${sleeps}) s`, [0.3]),
    ];
    expect(isDatabaseUnavailable(await failure(cutShort(writing, writer)))).toBe(true);
    expect(await database.query('SELECT FROM things WHERE id = 100')).toEqual([]);
    const read = (from: typeof source | typeof source.manager) => hotQuery(from, 'SELECT * FROM things LIMIT 0', []);
    for (const run of [() => read(source), () => source.transaction((manager) => read(manager))]) {
      await run();
      await database.query('ALTER TABLE things ALTER size TYPE bigint');
      await failure(run());
      await database.query('ALTER TABLE things ALTER size TYPE int');
      expect(await run()).toEqual([]);
    }
  });
});
