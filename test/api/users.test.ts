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

const create = async (fields: object) => (await admin.post('/api/users', fields)).body.data;
const findId = async (client: Client, email: string): Promise<string> => {
  const users = (await client.get('/api/users?limit=100')).body.data.users as { id: string; email: string }[];
  return users.find((user) => user.email === email)?.id ?? '';
};

describe('users', () => {
  it('are created as active members unless said otherwise', async () => {
    const answer = await admin.post('/api/users', {
      email: ' Jane@acme.example ',
      firstName: 'Jane',
      lastName: 'Smith',
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      success: true,
      data: {
        ...{
          id: expect.any(String),
          email: 'Jane@acme.example',
          firstName: 'Jane',
          lastName: 'Smith',
          role: 'member',
          active: true,
        },
        ...{ createdAt: expect.any(String), updatedAt: expect.any(String) },
      },
      message: 'User created successfully',
    });
    expect(await create({ email: 'root@acme.example', role: 'admin' })).toMatchObject({
      role: 'admin',
      firstName: null,
      lastName: null,
    });
  });

  it('have one email each, in any letter case, also when created in parallel', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        admin.post('/api/users', { email: index % 2 ? 'dup@acme.example' : 'DUP@acme.example' }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201).length).toBe(1);
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused.length).toBe(19);
    expect(refused[0]?.body.code).toBe('user_email_taken');
  });

  it('are listed newest first, with exact pages', async () => {
    const client = await stack.client({ organization: 'Pages Ltd' });
    for (let index = 0; index < 4; index++) await client.post('/api/users', { email: `u${index}@acme.example` });
    const page = (await client.get('/api/users?limit=2&offset=1')).body.data;
    expect(page).toMatchObject({ total: 5, limit: 2, offset: 1, hasMore: true });
    expect(page.users.map(({ email }: { email: string }) => email)).toEqual(['u2@acme.example', 'u1@acme.example']);
    expect((await client.get('/api/users?limit=2&offset=4')).body.data).toMatchObject({ total: 5, hasMore: false });
  });

  it('are changed in part; null clears a name', async () => {
    const before = await create({ email: 'change@acme.example', firstName: 'Jane', lastName: 'Smith' });
    const path = `/api/users/${before.id}`;
    const answer = await admin.patch(path, { lastName: null, role: 'admin' });
    expect(answer.body).toEqual({
      success: true,
      data: { ...before, lastName: null, role: 'admin', updatedAt: expect.any(String) },
      message: 'User updated successfully',
    });
    expect((await admin.patch(path, {})).body.details[0].field).toBe('body');
    expect((await admin.patch(path, { role: null })).body.details[0].field).toBe('role');
  });

  it('are 404 where there is none', async () => {
    const answer = await admin.patch('/api/users/550e8400-e29b-41d4-a716-446655440000', { active: false });
    expect([answer.status, answer.body.code]).toEqual([404, 'user_not_found']);
  });
});

describe('the last active admin', () => {
  it('can be neither demoted nor deactivated, even by themself', async () => {
    const client = await stack.client({ organization: 'Lone Ltd', email: 'lone@lone.example' });
    const path = `/api/users/${await findId(client, 'lone@lone.example')}`;
    for (const change of [{ role: 'member' }, { active: false }, { role: 'member', active: false }]) {
      const answer = await client.patch(path, change);
      expect([answer.status, answer.body.code]).toEqual([409, 'last_admin']);
    }
    expect((await client.patch(path, { firstName: 'Ada', role: 'admin', active: true })).status).toBe(200);
    const inactive = (await client.post('/api/users', { email: 'two@lone.example', role: 'admin' })).body.data;
    await client.patch(`/api/users/${inactive.id}`, { active: false });
    expect((await client.patch(path, { role: 'member' })).body.code).toBe('last_admin');
  });

  it('remains when two admins demote each other at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const organization = `Duel ${round}`;
      const [one, two] = [
        await stack.client({ organization, email: 'one@duel.example', role: 'admin' }),
        await stack.client({ organization, email: 'two@duel.example', role: 'admin' }),
      ];
      const [first, second] = [await findId(one, 'one@duel.example'), await findId(one, 'two@duel.example')];
      await Promise.all([
        one.patch(`/api/users/${second}`, { role: 'member' }),
        two.patch(`/api/users/${first}`, { active: false }),
      ]);
      const [row] = await stack.database.query<{ admins: number }>(
        `SELECT count(*)::int AS admins FROM users u JOIN organizations o ON o.id = u.organization_id
         WHERE o.name = $1 AND u.role = 'admin' AND u.active`,
        [organization],
      );
      expect(row?.admins).toBe(1);
    }
  });
});

describe('an account', () => {
  it('makes a contact with its email a full user, and no longer once deactivated', async () => {
    const { id } = await admin.createContact({ email: 'Full@acme.example' });
    const isFull = async () => {
      const [one, listed] = [
        (await admin.get(`/api/contacts/${id}`)).body.data,
        (await admin.get('/api/contacts?search=full@')).body.data.contacts[0],
      ];
      expect(one.isFullUser).toBe(listed.isFullUser);
      return one.isFullUser as boolean;
    };
    expect(await isFull()).toBe(false);
    const user = await create({ email: 'full@ACME.example' });
    expect(await isFull()).toBe(true);
    expect((await admin.patch(`/api/contacts/${id}`, { email: 'x@acme.example' })).body.code).toBe(
      'contact_email_locked',
    );
    await admin.patch(`/api/users/${user.id}`, { active: false });
    expect(await isFull()).toBe(false);
    await admin.patch(`/api/users/${user.id}`, { active: true });
    expect(await isFull()).toBe(true);
    await admin.patch(`/api/users/${user.id}`, { active: false });
    expect((await admin.patch(`/api/contacts/${id}`, { email: 'x@acme.example' })).status).toBe(200);
  });

  it('that is deactivated has no working key from the next request on, until it is active again', async () => {
    const member = await stack.client({ email: 'leaver@acme.example' });
    const path = `/api/users/${await findId(admin, 'leaver@acme.example')}`;
    expect((await member.get('/api/contacts')).status).toBe(200);
    await admin.patch(path, { active: false });
    expect((await member.get('/api/contacts')).status).toBe(401);
    await admin.patch(path, { active: true });
    expect((await member.get('/api/contacts')).status).toBe(200);
  });

  it('that is demoted loses the scope admin of its keys at once', async () => {
    const second = await stack.client({ email: 'demoted@acme.example', role: 'admin' });
    expect((await second.get('/api/users')).status).toBe(200);
    await admin.patch(`/api/users/${await findId(admin, 'demoted@acme.example')}`, { role: 'member' });
    const answer = await second.get('/api/users');
    expect([answer.status, answer.body.error]).toEqual([403, 'The API key lacks the scope admin']);
    expect((await second.get('/api/contacts')).status).toBe(200);
  });
});
