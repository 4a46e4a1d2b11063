import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ strict: true });
});
afterAll(() => stack.stop());

interface ListedPage {
  readonly contacts: { id: string }[];
  readonly total: number;
  readonly nextCursor: string | null;
}
const list = async (client: Client, query: string): Promise<ListedPage> =>
  (await client.get(`/api/contacts?${query}`)).body.data;
const ids = (page: ListedPage): string[] => page.contacts.map(({ id }) => id);

/** Adds contacts of one owner past the api; every third is private, and many are of the same moment. */
const addContacts = (organization: string, count: number, firstName = 'Ada') =>
  stack.database.query(
    `INSERT INTO contacts (id, organization_id, owner_id, first_name, visibility, created_at)
     SELECT gen_random_uuid(), o.id, (SELECT id FROM users WHERE organization_id = o.id ORDER BY created_at LIMIT 1), $3,
       CASE WHEN n % 3 = 0 THEN 'private' ELSE 'organization' END,
       '2024-01-15T10:00:00Z'::timestamptz + n / 4 * interval '1 microsecond'
     FROM organizations o, generate_series(1, $2) n WHERE o.name = $1`,
    [organization, count, firstName],
  );

/** Follows the cursors from the first page to the last. */
async function walk(client: Client, query: string, between?: (page: number) => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 50; page++) {
    const data = await list(client, cursor === null ? query : `${query}&cursor=${cursor}`);
    expect(data).toMatchObject({ offset: 0, hasMore: data.nextCursor !== null });
    seen.push(...ids(data));
    cursor = data.nextCursor;
    if (cursor === null) return seen;
    await between?.(page);
  }
  throw new Error('the list does not end');
}

describe('a cursor', () => {
  it('reaches every contact once, in the order of the list, with the total on every page', async () => {
    const client = await stack.client({ organization: 'Walk Ltd' });
    await addContacts('Walk Ltd', 21);
    const all = ids(await list(client, 'limit=100'));
    for (const limit of [1, 4, 7, 20, 21, 22]) expect(await walk(client, `limit=${limit}`)).toEqual(all);
    const { nextCursor } = await list(client, 'limit=7&offset=7');
    expect(await list(client, `limit=7&cursor=${nextCursor}`)).toMatchObject({ total: 21, limit: 7, hasMore: false });
    expect(ids(await list(client, `limit=7&cursor=${nextCursor}`))).toEqual(all.slice(14));
  });

  it('neither repeats nor skips a contact while others come and go', async () => {
    const client = await stack.client({ organization: 'Busy Ltd' });
    await addContacts('Busy Ltd', 20);
    const all = ids(await list(client, 'limit=100'));
    const walked = await walk(client, 'limit=5', async (page) => {
      await client.createContact();
      // The contact that the cursor points at.
      await client.delete(`/api/contacts/${all[page * 5 + 4]}`);
    });
    expect(walked).toEqual(all);
  });

  it('goes on with the same search and company, as far as the user may see', async () => {
    const client = await stack.client({ organization: 'Search Ltd' });
    const member = await stack.client({ organization: 'Search Ltd', email: 'member@search.example', role: 'member' });
    const { company } = await client.createContact({ firstName: 'Zoe', companyName: 'Acme' });
    await addContacts('Search Ltd', 9, 'Zoë');
    await client.createContact({ firstName: 'Zoe', companyId: company.id, visibility: 'private' });
    await addContacts('Search Ltd', 9, 'Ada');
    for (const [who, query, count] of [
      [client, 'search=zoe', 11],
      [member, 'search=zoe', 7],
      [client, `search=zoe&companyId=${company.id}`, 2],
      [member, `companyId=${company.id}`, 1],
    ] as const) {
      const all = await list(who, `${query}&limit=100`);
      expect(all.total).toBe(count);
      expect(await walk(who, `${query}&limit=2`)).toEqual(ids(all));
    }
  });

  it('of companies works alike', async () => {
    const client = await stack.client({ organization: 'Companies Ltd' });
    for (const name of ['A', 'B', 'C']) await client.post('/api/companies', { name });
    const names: string[] = [];
    let cursor = '';
    do {
      const { data } = (await client.get(`/api/companies?limit=1${cursor}`)).body;
      names.push(...data.companies.map(({ name }: { name: string }) => name));
      cursor = data.nextCursor === null ? '' : `&cursor=${data.nextCursor}`;
    } while (cursor !== '');
    expect(names).toEqual(['C', 'B', 'A']);
  });

  it('is refused with any other list, when changed, and together with an offset', async () => {
    const client = await stack.client({ organization: 'Refused Ltd' });
    const stranger = await stack.client({ organization: 'Strangers Ltd' });
    await addContacts('Refused Ltd', 3);
    const nextCursor = (await list(client, 'limit=1')).nextCursor ?? '';
    const other = nextCursor.startsWith('A') ? 'B' : 'A';
    const place = Buffer.from(nextCursor, 'base64url').subarray(16);
    const unsealed = Buffer.concat([Buffer.alloc(16), place]).toString('base64url');
    for (const [who, path] of [
      [client, `/api/contacts?search=ada&cursor=${nextCursor}`],
      [client, `/api/contacts?companyId=00000000-0000-4000-8000-000000000000&cursor=${nextCursor}`],
      [client, `/api/companies?cursor=${nextCursor}`],
      [stranger, `/api/contacts?cursor=${nextCursor}`],
      [client, `/api/contacts?cursor=${other}${nextCursor.slice(1)}`],
      [client, `/api/contacts?cursor=${unsealed}`],
      [client, `/api/contacts?cursor=x`],
      [client, `/api/contacts?cursor=${'A'.repeat(20)}`],
      [client, `/api/contacts?cursor=${'A'.repeat(42)}`],
      [client, `/api/contacts?cursor=${'A'.repeat(43)}`],
      [client, `/api/contacts?cursor=`],
      [client, `/api/contacts?cursor=${'A'.repeat(201)}`],
      [client, `/api/contacts?cursor=${nextCursor}&cursor=${nextCursor}`],
    ] as const) {
      const answer = await who.get(path);
      expect([path, answer.status, answer.body.details?.[0].field]).toEqual([path, 400, 'cursor']);
    }
    expect((await client.get(`/api/contacts?offset=1&cursor=${nextCursor}`)).body.details).toEqual([
      { field: 'offset', message: 'cannot be given together with cursor' },
    ]);
  });
});

it('pages far down the list are the same from either end', async () => {
  const client = await stack.client({ organization: 'Far Ltd' });
  const member = await stack.client({ organization: 'Far Ltd', email: 'member@far.example', role: 'member' });
  await addContacts('Far Ltd', 2503);
  for (const [who, query] of [
    [client, ''],
    [member, ''],
    [client, '&search=a'],
  ] as const) {
    const all: string[] = [];
    for (let offset = 0; offset < 1000; offset += 100)
      all.push(...ids(await list(who, `limit=100&offset=${offset}${query}`)));
    const { nextCursor, total } = await list(who, `limit=1&offset=999${query}`);
    for (let cursor = nextCursor; cursor !== null;) {
      const page = await list(who, `limit=100&cursor=${cursor}${query}`);
      all.push(...ids(page));
      cursor = page.nextCursor;
    }
    expect([all.length, new Set(all).size]).toEqual([total, total]);
    const middle = Math.floor(total / 2);
    const offsets = [
      1000,
      middle - 1,
      middle,
      middle + 1,
      total - 8,
      total - 7,
      total - 6,
      total - 1,
      total,
      total + 9,
    ];
    for (const offset of offsets.filter((one) => one >= 1000)) {
      const page = await list(who, `limit=7&offset=${offset}${query}`);
      expect([offset, ids(page)]).toEqual([offset, all.slice(offset, offset + 7)]);
      expect(page).toMatchObject({ total, offset, hasMore: offset + 7 < total });
    }
  }
});
