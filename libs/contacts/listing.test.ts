import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { Conditions } from './conditions.ts';
import { readList } from './listing.ts';
import { SearchTotals, type KnownTotal } from './search-totals.ts';

let database: TestDatabase;
let source: DataSource;
beforeAll(async () => {
  database = await createTestDatabase();
  source = await new DataSource({ type: 'postgres', url: database.url }).initialize();
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
});

it('keeps of a search its total, and nothing of what it has found', async () => {
  await database.query(
    `INSERT INTO organizations (id, name) SELECT gen_random_uuid(), 'Acme ' || n FROM generate_series(1, 3) n`,
  );
  const kept: KnownTotal[] = [];
  const totals = new (class extends SearchTotals {
    override keep(search: string, known: KnownTotal): void {
      kept.push(known);
      super.keep(search, known);
    }
  })();
  const listing = {
    ...{ table: 'organizations', alias: 'o', keptTotal: undefined, changes: 'SELECT 7', search: 'acme' },
    columns: 'o.id, o.name, o.created_at AS "createdAt", o.created_at AS "updatedAt"',
  };
  for (const run of [1, 2]) {
    const conditions = new Conditions().where('o.name LIKE ?', 'Acme%');
    const page = await readList(source.manager, { ...listing, conditions }, { limit: 2, offset: 0 }, totals);
    expect([run, page.total, page.items.length]).toEqual([run, 3, 2]);
  }
  expect(new Set(kept.map((known) => JSON.stringify(known)))).toEqual(new Set(['{"total":3,"changes":"7"}']));
});
