import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ strict: true });
});
afterAll(() => stack.stop());

/** The data of a list. */
const list = async (client: Client, query = '') => (await client.get(`/api/contacts${query}`)).body.data;
const ids = (page: { contacts: { id: string }[] }): string[] => page.contacts.map(({ id }) => id);

describe('the list of contacts', () => {
  it('is empty at first', async () => {
    const empty = await stack.client({ organization: 'Empty Ltd' });
    expect((await empty.get('/api/contacts')).body).toEqual({
      success: true,
      data: { contacts: [], total: 0, limit: 50, offset: 0, hasMore: false, nextCursor: null },
    });
  });

  it("has the contract's fields", async () => {
    const client = await stack.client({ organization: 'Fields Ltd' });
    const fields = { email: 'john@acme.example', firstName: 'John', lastName: 'Doe', phoneNumber: '+1 555-123-4567' };
    const { id } = await client.createContact({ ...fields, address: '1 Main St', companyName: 'Acme Inc' });
    const [contact] = (await list(client)).contacts;
    expect(contact).toEqual({
      ...{ id, ...fields, address: '1 Main St', isFullUser: false, visibility: 'organization' },
      company: { id: expect.any(String), name: 'Acme Inc', industry: null },
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
  });

  it('is newest first, and every page is exact, past the end as well', async () => {
    const client = await stack.client({ organization: 'Pages Ltd' });
    const made: string[] = [];
    for (let index = 0; index < 7; index++) made.unshift((await client.createContact()).id);
    expect(ids(await list(client))).toEqual(made);
    const pages = [
      [3, 0, true],
      [3, 3, true],
      [3, 6, false],
      [7, 0, false],
      [6, 0, true],
      [3, 7, false],
      [3, 100, false],
      [1, 6, false],
      [100, 0, false],
    ] as const;
    for (const [limit, offset, hasMore] of pages) {
      const page = await list(client, `?limit=${limit}&offset=${offset}`);
      expect(page).toMatchObject({ total: 7, limit, offset, hasMore });
      expect(ids(page)).toEqual(made.slice(offset, offset + limit));
    }
  });

  it('is stable where contacts are of the same moment, and an update moves none', async () => {
    const client = await stack.client({ organization: 'Same Moment Ltd' });
    const made = await Promise.all(Array.from({ length: 9 }, () => client.createContact()));
    await stack.database.query("UPDATE contacts SET created_at = '2024-01-15T10:00:00Z' WHERE id = ANY($1)", [
      made.map(({ id }) => id),
    ]);
    const all = ids(await list(client));
    await client.patch(`/api/contacts/${all[4]}`, { firstName: 'Jane' });
    const paged: string[] = [];
    for (let offset = 0; offset < 9; offset += 2) paged.push(...ids(await list(client, `?limit=2&offset=${offset}`)));
    expect(paged).toEqual(all);
    expect(new Set(paged).size).toBe(9);
  });

  it('is 50 long by default and 100 at most', async () => {
    const client = await stack.client({ organization: 'Long Ltd' });
    await stack.database.query(
      `INSERT INTO contacts (id, organization_id, owner_id, first_name)
       SELECT gen_random_uuid(), o.id, u.id, 'Ada' FROM organizations o JOIN users u ON u.organization_id = o.id,
         generate_series(1, 101) WHERE o.name = 'Long Ltd'`,
    );
    const [byDefault, most, rest] = await Promise.all([
      list(client),
      list(client, '?limit=100'),
      list(client, '?limit=100&offset=100'),
    ]);
    expect([byDefault.contacts.length, byDefault.hasMore]).toEqual([50, true]);
    expect([most.contacts.length, most.total, most.hasMore]).toEqual([100, 101, true]);
    expect([rest.contacts.length, rest.total, rest.hasMore]).toEqual([1, 101, false]);
  });
});

describe('search', () => {
  let client: Client;
  beforeAll(async () => {
    client = await stack.client({ organization: 'Search Ltd' });
    const people = [
      ['Søren', 'Kierkegaard', 'sk@denmark.example'],
      ['John', 'Doe', 'jd@acme.example'],
      ['José', 'Núñez', 'JOSE.N@acme.example'],
      ['100%', 'A_B\\C', 'odd+mail_x@signs.example'],
      ['Мария', 'Иванова', 'maria@rus.example'],
      ['太郎', '山田', 'taro@japan.example'],
      ['محمد', 'علي', 'ali@arab.example'],
      ['Νίκος', 'Παπαδόπουλος', 'nikos@greece.example'],
      ['Zoë 🚀', 'Weiß', 'rocket@emoji.example'],
      ['İpek', 'Işık', 'ipek@turkey.example'],
    ];
    for (const [firstName, lastName, email] of people) await client.createContact({ firstName, lastName, email });
  });

  const found = async (search: string): Promise<string[]> => {
    const page = await list(client, `?search=${encodeURIComponent(search)}`);
    expect(page.total).toBe(page.contacts.length);
    return page.contacts.map(({ firstName }: { firstName: string }) => firstName);
  };

  it.each([
    ['soren', 'Søren'],
    ['SØREN', 'Søren'],
    ['john doe', 'John'],
    ['doe   john', 'John'],
    ['  do  jo ', 'John'],
    ['ohn@', undefined],
    ['jd@ACME', 'John'],
    ['nunez jose', 'José'],
    ['Jose\u0301', 'José'],
    ['jose.n@acme', 'José'],
    ['100%', '100%'],
    ['a_b', '100%'],
    ['b\\c', '100%'],
    ['mail_x', '100%'],
    ['мария', 'Мария'],
    ['ИВАНОВА мар', 'Мария'],
    ['山田', '太郎'],
    ['محمد', 'محمد'],
    ['νικος', 'Νίκος'],
    ['🚀', 'Zoë 🚀'],
    ['weiss', 'Zoë 🚀'],
    ['zoe rocket', 'Zoë 🚀'],
    ['ipek isik', 'İpek'],
    ['ﬁ', undefined],
    ['john jose', undefined],
    ['%', '100%'],
    ['_', '100%'],
    ['\\', '100%'],
    ['100_', undefined],
    ['j_hn', undefined],
    ["' OR '1'='1", undefined],
  ])('for %j finds %j', async (search, name) => {
    expect(await found(search)).toEqual(name === undefined ? [] : [name]);
  });

  it('does not join the fields that it looks through', async () => {
    expect(await found('johndoe')).toEqual([]);
    expect(await found('doejd')).toEqual([]);
  });

  it('looks at names and email alone', async () => {
    await client.createContact({
      firstName: 'Ada',
      phoneNumber: '+1 555-0177',
      address: 'Quaystreet 9',
      companyName: 'Zyxw Inc',
    });
    for (const text of ['0177', 'quaystreet', 'zyxw']) expect(await found(text)).toEqual([]);
  });

  it('of nothing is no search', async () => {
    const { total } = await list(client);
    for (const none of ['', '   ']) expect((await found(none)).length).toBe(total);
  });

  it('takes 100 characters, however many bytes they have, and no more', async () => {
    expect(await found('🚀'.repeat(100))).toEqual([]);
    for (const long of ['x'.repeat(101), '🚀'.repeat(101)]) {
      const answer = await client.get(`/api/contacts?search=${encodeURIComponent(long)}`);
      expect(answer.body.details).toEqual([{ field: 'search', message: 'must be at most 100 characters long' }]);
    }
    expect((await client.get('/api/contacts?search=a%00b')).body.details[0].field).toBe('search');
  });

  it('pages and filters by company together', async () => {
    const { company } = await client.createContact({ firstName: 'Pat', companyName: 'Filter Inc' });
    for (let index = 0; index < 3; index++) await client.createContact({ firstName: 'Pat', companyId: company.id });
    await client.createContact({ firstName: 'Pat' });
    await client.createContact({ firstName: 'Sam', companyId: company.id });
    const page = await list(client, `?search=pat&companyId=${company.id}&limit=3`);
    expect(page).toMatchObject({ total: 4, hasMore: true });
    expect(page.contacts.length).toBe(3);
  });
});
