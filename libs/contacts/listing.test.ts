import { expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { Conditions } from './conditions.ts';
import { readList, type Listing } from './listing.ts';
import { SearchTotals } from './search-totals.ts';

it('keeps of a search its total, and nothing of what it has found', async () => {
  const item = { id: 'a', createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' };
  const answer = [{ total: 3, changes: '7', items: [item, { ...item, id: 'b' }] }];
  const manager = { query: () => Promise.resolve(answer) } as unknown as EntityManager;
  const listing: Listing = {
    ...{ table: 'things', alias: 't', columns: 't.id', conditions: new Conditions(), search: 'acme' },
    ...{ keptTotal: undefined, changes: 'SELECT 7' },
  };
  const totals = new SearchTotals();
  const page = await readList(manager, listing, { limit: 2, offset: 0 }, totals);
  expect([page.total, page.items.length]).toEqual([3, 2]);
  expect(totals.find('acme')).toEqual({ total: 3, changes: '7' });
});
