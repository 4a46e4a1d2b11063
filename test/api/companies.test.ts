import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';

let stack: Stack;
let admin: Client;
beforeAll(async () => {
  stack = await startStack({ strict: true });
  admin = await stack.client();
});
afterAll(() => stack.stop());

const FULL = {
  description: 'Makes rockets',
  website: 'https://acme.example',
  industry: 'Technology',
  address: '1 Main St',
};
const create = async (fields: object, client = admin) => (await client.post('/api/companies', fields)).body.data;

describe('companies', () => {
  it('are created and read', async () => {
    const answer = await admin.post('/api/companies', { name: ' Acme Inc ', ...FULL });
    expect(answer.status).toBe(201);
    expect(answer.body.message).toBe('Company created successfully');
    expect(answer.body.data).toMatchObject({ name: 'Acme Inc', ...FULL, profile: {} });
    expect((await admin.get(`/api/companies/${answer.body.data.id}`)).body).toEqual({
      success: true,
      data: answer.body.data,
    });
    expect(await create({ name: 'Bare' })).toMatchObject({
      description: null,
      website: null,
      industry: null,
      address: null,
    });
  });

  it('have one name each: another letter case and spacing is a 409 with the id', async () => {
    const { id } = await create({ name: 'Twin Peaks' });
    for (const name of ['twin peaks', 'TwinPeaks', 'TWIN  PEAKS', 'ＴＷＩＮ peaks']) {
      const answer = await admin.post('/api/companies', { name });
      expect(answer.status).toBe(409);
      expect(answer.body).toMatchObject({ code: 'company_name_taken', existingId: id });
    }
    const other = await create({ name: 'Other Peaks' });
    expect((await admin.patch(`/api/companies/${other.id}`, { name: 'twin peaks' })).body).toMatchObject({
      code: 'company_name_taken',
      existingId: id,
    });
  });

  it('are made once by 50 parallel creates', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => admin.post('/api/companies', { name: 'Race Inc' })),
    );
    expect(answers.filter(({ status }) => status === 201).length).toBe(1);
    expect(answers.filter(({ status }) => status === 409).length).toBe(49);
  });

  it('are renamed at the same moment by one alone', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, (_, index) => create({ name: `Rename ${index}` })));
    const answers = await Promise.all(made.map(({ id }) => admin.patch(`/api/companies/${id}`, { name: 'Renamed' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(409)]);
  });

  it('are changed in part, and cleared with null, but for the name', async () => {
    const before = await create({ name: 'Change Inc', ...FULL });
    const path = `/api/companies/${before.id}`;
    const answer = await admin.patch(path, { name: 'CHANGE inc', industry: null, website: '' });
    expect(answer.body).toEqual({
      success: true,
      data: { ...before, name: 'CHANGE inc', industry: null, website: null, updatedAt: expect.any(String) },
      message: 'Company updated successfully',
    });
    for (const body of [{}, { name: null }, { name: ' ' }, { website: 'acme' }])
      expect((await admin.patch(path, body)).status).toBe(400);
  });

  it('have limits in characters', async () => {
    const limits = { name: 200, description: 2000, industry: 200, address: 500 };
    for (const [field, limit] of Object.entries(limits)) {
      const fields = (length: number) => ({ name: `Limits of ${field}`, [field]: '😀'.repeat(length) });
      expect((await admin.post('/api/companies', fields(limit))).status).toBe(201);
      expect((await admin.post('/api/companies', fields(limit + 1))).body.details[0].field).toBe(field);
      expect((await admin.post('/api/companies', { ...fields(1), [field]: 'a\0b' })).body.details[0].field).toBe(field);
    }
  });

  it('show in their contacts', async () => {
    const { id } = await create({ name: 'Shown', industry: 'Old' });
    const contact = await admin.createContact({ companyId: id });
    await admin.patch(`/api/companies/${id}`, { industry: 'New', website: 'https://shown.example' });
    expect((await admin.get(`/api/contacts/${contact.id}`)).body.data.company).toEqual({
      id,
      name: 'Shown',
      industry: 'New',
      website: 'https://shown.example',
    });
  });

  it('are listed newest first, with exact pages', async () => {
    const client = await stack.client({ organization: 'Pages Ltd' });
    const made: string[] = [];
    for (let index = 0; index < 5; index++) made.unshift((await create({ name: `Page ${index}` }, client)).id);
    for (const [limit, offset, hasMore] of [
      [2, 0, true],
      [2, 3, false],
      [5, 0, false],
      [2, 5, false],
    ] as const) {
      const page = (await client.get(`/api/companies?limit=${limit}&offset=${offset}`)).body.data;
      expect(page).toMatchObject({ total: 5, limit, offset, hasMore });
      expect(page.companies.map(({ id }: { id: string }) => id)).toEqual(made.slice(offset, offset + limit));
    }
  });

  it.each([
    ['cafe', ['Café Zürich']],
    ['zurich CAFÉ', ['Café Zürich']],
    ['gastro', ['Café Zürich']],
    ['cz.example', ['Café Zürich']],
    ['cz.example gastro', ['Café Zürich']],
    ['50%', ['50% off']],
    ['5_%', []],
    ['secret words', []],
    ['main st', []],
  ])('are searched by name, industry and website: %j', async (search, names) => {
    const client = await stack.client({ organization: 'Search Ltd' });
    if ((await client.get('/api/companies')).body.data.total === 0) {
      const fields = {
        industry: 'Gastronomy',
        website: 'https://cz.example',
        description: 'secret words',
        address: '1 Main St',
      };
      await create({ name: 'Café Zürich', ...fields }, client);
      await create({ name: '50% off' }, client);
    }
    const page = (await client.get(`/api/companies?search=${encodeURIComponent(search)}`)).body.data;
    expect(page.companies.map(({ name }: { name: string }) => name)).toEqual(names);
    expect(page).toMatchObject({ total: names.length, hasMore: false });
  });
});
