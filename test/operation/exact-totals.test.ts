import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { startApp, startStack, type App, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';

let stack: Stack;
let other: App;
beforeAll(async () => {
  stack = await startStack();
  other = await startApp('api', stack.env);
});
afterAll(async () => {
  await other.stop();
  await stack.stop();
});

/** Every total that is kept beside the one counted at the same moment, where they differ. */
const differences = () =>
  stack.database.query(`
    WITH kept AS (
      SELECT organization_id, company_id, private_to, sum(contacts) AS contacts,
        sum(private_contacts) AS private_contacts FROM contact_counts GROUP BY 1, 2, 3),
    rows AS (
      SELECT organization_id, NULL::uuid AS company_id, id, private_to FROM contacts
      UNION ALL SELECT organization_id, company_id, id, private_to FROM contacts WHERE company_id IS NOT NULL),
    counted AS (
      SELECT organization_id, company_id, NULL::uuid AS private_to, count(*) AS contacts, count(private_to) AS private_contacts
      FROM rows GROUP BY 1, 2
      UNION ALL SELECT organization_id, company_id, private_to, count(*), 0 FROM rows
      WHERE private_to IS NOT NULL GROUP BY 1, 2, 3)
    SELECT 'contacts' AS of, k.contacts AS kept, c.contacts AS counted FROM kept k FULL JOIN counted c
      ON (k.organization_id, coalesce(k.company_id, k.organization_id), coalesce(k.private_to, k.organization_id))
       = (c.organization_id, coalesce(c.company_id, c.organization_id), coalesce(c.private_to, c.organization_id))
    WHERE (coalesce(k.contacts, 0), coalesce(k.private_contacts, 0)) <> (coalesce(c.contacts, 0), coalesce(c.private_contacts, 0))
    UNION ALL
    SELECT 'companies', k.companies, c.companies
    FROM (SELECT organization_id, sum(companies) AS companies FROM company_counts GROUP BY 1) k
    FULL JOIN (SELECT organization_id, count(*) AS companies FROM companies GROUP BY 1) c USING (organization_id)
    WHERE coalesce(k.companies, 0) <> coalesce(c.companies, 0)`);

const total = async (client: Client, query = '') => (await client.get(`/api/contacts${query}`)).body.data.total;
const count = async (where: string, params: unknown[] = []) =>
  Number(
    (await stack.database.query<{ n: string }>(`SELECT count(*) AS n FROM contacts WHERE ${where}`, params))[0]?.n,
  );

it('totals are exact while eight writers insert, move, hide and delete through two api processes', async () => {
  const admins = [await stack.client(), await stack.client({}, other)];
  const member = await stack.client({ email: 'member@acme.example', role: 'member' }, other);
  const companies: string[] = [];
  for (const name of ['A', 'B', 'C']) {
    companies.push((await admins[0]?.post('/api/companies', { name }))?.body.data.id);
  }
  const changes = (client: Client, mine: string[]) => [
    async () =>
      mine.push((await client.createContact({ companyId: companies[randomInt(3)], lastName: 'Lovelace' })).id),
    async () =>
      mine.push((await client.createContact({ visibility: 'private', companyName: `New ${randomInt(20)}` })).id),
    async (id: string) => client.patch(`/api/contacts/${id}`, { companyId: companies[randomInt(3)] }),
    async (id: string) => client.patch(`/api/contacts/${id}`, { companyId: null }),
    async (id: string) =>
      client.patch(`/api/contacts/${id}`, { visibility: randomInt(2) ? 'private' : 'organization' }),
    async (id: string) => client.patch(`/api/contacts/${id}`, { firstName: `Ada ${randomInt(100)}` }),
    async (id: string) => client.delete(`/api/contacts/${id}`).finally(() => mine.splice(mine.indexOf(id), 1)),
  ];
  let writing = true;
  const write = async (client: Client): Promise<void> => {
    const mine: string[] = [];
    const ways = changes(client, mine);
    for (let step = 0; step < 60; step++) {
      const way = mine.length < 3 ? randomInt(2) : randomInt(ways.length);
      await ways[way]?.(mine[randomInt(Math.max(mine.length, 1))] ?? '');
    }
  };
  const compare = async (): Promise<number> => {
    let compared = 0;
    for (; writing; compared++) expect(await differences()).toEqual([]);
    return compared;
  };
  const comparing = compare();
  const writers = Array.from({ length: 8 }, (_, index) => (index % 4 === 3 ? member : (admins[index % 2] ?? member)));
  await Promise.all(writers.map(write)).finally(() => (writing = false));
  expect(await comparing).toBeGreaterThan(10);
  expect(await differences()).toEqual([]);
  const [{ id: memberId }] = (await stack.database.query<{ id: string }>(
    `SELECT id FROM users WHERE email = 'member@acme.example'`,
  )) as [{ id: string }];
  expect(await count('true')).toBeGreaterThan(50);
  const seen = `(visibility = 'organization' OR owner_id = $1)`;
  expect(await total(member)).toBe(await count(seen, [memberId]));
  for (const client of admins) expect(await total(client)).toBe(await count('true'));
  for (const id of companies) {
    expect(await total(member, `?companyId=${id}`)).toBe(await count(`${seen} AND company_id = $2`, [memberId, id]));
    for (const client of admins) {
      expect(await total(client, `?companyId=${id}`)).toBe(await count('company_id = $1', [id]));
    }
  }
});

it('totals are exact after changes of many rows past the api, and after all are gone', async () => {
  const admin = await stack.client({ organization: 'Bulk Ltd' });
  await stack.database.query(
    `INSERT INTO contacts (id, organization_id, owner_id, first_name)
     SELECT gen_random_uuid(), u.organization_id, u.id, 'Ada' FROM users u JOIN organizations o ON o.id = u.organization_id,
       generate_series(1, 1000) WHERE o.name = 'Bulk Ltd'`,
  );
  expect(await total(admin)).toBe(1000);
  await stack.database.query(`UPDATE contacts SET visibility = 'private' WHERE first_name = 'Ada'`);
  expect(await differences()).toEqual([]);
  await stack.database.query(`DELETE FROM contacts WHERE first_name = 'Ada'`);
  expect(await total(admin)).toBe(0);
  await stack.database.query('TRUNCATE contacts, companies CASCADE');
  expect(await differences()).toEqual([]);
  expect(await total(admin)).toBe(0);
});

it('the total of a search is counted anew once another process has changed something', async () => {
  const organization = 'Search Ltd';
  const [here, there] = [await stack.client({ organization }), await stack.client({ organization }, other)];
  const member = await stack.client({ organization, email: 'member@search.example', role: 'member' });
  const found = async () => [await total(here, '?search=zo'), await total(member, '?search=zo')];
  expect(await found()).toEqual([0, 0]);
  const { id } = await there.createContact({ firstName: 'Zoë' });
  expect(await found()).toEqual([1, 1]);
  expect(await found()).toEqual([1, 1]);
  await there.patch(`/api/contacts/${id}`, { visibility: 'private' });
  expect(await found()).toEqual([1, 0]);
  await there.patch(`/api/contacts/${id}`, { firstName: 'Ada', visibility: 'organization' });
  expect(await found()).toEqual([0, 0]);
  await there.patch(`/api/contacts/${id}`, { email: 'zo@acme.example' });
  expect(await found()).toEqual([1, 1]);
  await there.delete(`/api/contacts/${id}`);
  expect(await found()).toEqual([0, 0]);
  const companies = async () => (await here.get('/api/companies?search=acme')).body.data.total;
  expect(await companies()).toBe(0);
  const company = (await there.post('/api/companies', { name: 'Acme' })).body.data;
  expect(await companies()).toBe(1);
  await there.patch(`/api/companies/${company.id}`, { name: 'Globex' });
  expect(await companies()).toBe(0);
});

it('the total of a search is counted anew though all was emptied and as much written again', async () => {
  const client = await stack.client({ organization: 'Emptied Ltd' });
  const found = async () => [
    await total(client, '?search=zo'),
    (await client.get('/api/companies?search=zo')).body.data.total,
  ];
  const write = async (firstName: string) => {
    for (const companyName of ['A', 'B']) {
      await client.createContact({ firstName, companyName: `${firstName} ${companyName}` });
    }
  };
  await write('Zoë');
  expect(await found()).toEqual([2, 2]);
  await stack.database.query('TRUNCATE contacts CASCADE');
  await write('Ada');
  expect(await found()).toEqual([0, 2]);
  await stack.database.query('TRUNCATE contacts, companies CASCADE');
  await write('Zoë');
  expect(await found()).toEqual([2, 2]);
  await stack.database.query('TRUNCATE contacts, companies CASCADE');
  await write('Ada');
  expect(await found()).toEqual([0, 0]);
});

it('totals follow rows that are given to another organization', async () => {
  const [giver, taker] = [
    await stack.client({ organization: 'Giver Ltd' }),
    await stack.client({ organization: 'Taker Ltd' }),
  ];
  const { id } = (await giver.post('/api/companies', { name: 'Acme' })).body.data;
  const companies = async (client: Client) => (await client.get('/api/companies')).body.data.total;
  expect([await companies(giver), await companies(taker)]).toEqual([1, 0]);
  await stack.database.query(
    `UPDATE companies SET organization_id = (SELECT id FROM organizations WHERE name = 'Taker Ltd') WHERE id = $1`,
    [id],
  );
  expect([await companies(giver), await companies(taker)]).toEqual([0, 1]);
  expect(await differences()).toEqual([]);
});
