import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Scope } from '#platform';
import { setTimeout as delay } from 'node:timers/promises';
import { startApp, startStack, type App, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';

const DAY_MS = 86_400_000;
let stack: Stack;
let second: App;
let admin: Client;
let member: Client;
beforeAll(async () => {
  stack = await startStack({ strict: true });
  second = await startApp('api', stack.env);
  admin = await stack.client();
  member = await stack.client({ email: 'member@acme.example' });
});
afterAll(async () => {
  await second.stop();
  await stack.stop();
});

const READ = { name: 'CRM sync', scopes: ['contacts:read'] };
const issue = async (client: Client, fields: object = READ) => (await client.post('/api/api-keys', fields)).body.data;
const list = async (client: Client) =>
  (await client.get('/api/api-keys?limit=100')).body.data.apiKeys as { id: string; userId: string }[];

describe('API keys', () => {
  it('are shown once, and work at once', async () => {
    const answer = await member.post('/api/api-keys', READ);
    expect(answer.status).toBe(201);
    expect(answer.body.message).toBe('API key created successfully');
    const { key, ...shown } = answer.body.data;
    expect(key).toMatch(/^introzy_[0-9a-f]{64}$/);
    expect(shown).toMatchObject({ ...READ, preview: `${key.slice(0, 12)}…`, lastUsedAt: null, revokedAt: null });
    expect((await stack.clientWithKey(key).get('/api/contacts')).status).toBe(200);
    expect((await stack.clientWithKey(key).post('/api/contacts', {})).status).toBe(403);
    const listed = await member.get('/api/api-keys');
    expect(listed.body.data.apiKeys[0]).toEqual({ ...shown, lastUsedAt: expect.any(String) });
    expect(JSON.stringify(listed.body)).not.toContain(key.slice(12));
    expect(JSON.stringify(listed.body)).not.toMatch(/hash|secret/i);
  });

  it('are kept as a hash alone', async () => {
    const { key } = await issue(member);
    const rows = await stack.database.query<{ row: string }>('SELECT k::text AS row FROM api_keys k');
    expect(rows.filter(({ row }) => row.includes(key.slice(12)))).toEqual([]);
    expect(rows.length).toBeGreaterThan(0);
  });

  it('live 90 days by default, 30 at least and 365 at most', async () => {
    for (const [expiresInDays, days] of [
      [undefined, 90],
      [30, 30],
      [365, 365],
    ]) {
      const { createdAt, expiresAt } = await issue(member, { ...READ, expiresInDays });
      expect(Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / DAY_MS)).toBe(days);
    }
    for (const expiresInDays of [29, 366]) {
      const answer = await member.post('/api/api-keys', { ...READ, expiresInDays });
      expect([answer.status, answer.body.details[0].field]).toEqual([400, 'expiresInDays']);
    }
  });

  it("are one's own to a member, and all to an admin", async () => {
    const mine = await issue(member);
    const own = await list(member);
    expect(new Set(own.map(({ userId }) => userId))).toEqual(new Set([mine.userId]));
    const all = await list(admin);
    expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(own.map(({ id }) => id)));
    expect(new Set(all.map(({ userId }) => userId)).size).toBe(2);
    const [adminKey] = all.filter(({ userId }) => userId !== mine.userId);
    const refused = await member.delete(`/api/api-keys/${adminKey?.id}`);
    expect([refused.status, refused.body.code]).toEqual([404, 'api_key_not_found']);
  });

  it('are paged newest first', async () => {
    const made = [await issue(member), await issue(member)].reverse();
    const page = (await member.get('/api/api-keys?limit=2')).body.data;
    expect(page.apiKeys.map(({ id }: { id: string }) => id)).toEqual(made.map(({ id }) => id));
    expect(page).toMatchObject({ limit: 2, offset: 0, hasMore: true, total: (await list(member)).length });
  });
});

describe('revoking', () => {
  it('works at once here, and within a second on every other api process', async () => {
    const { id, key } = await issue(member);
    const [here, there] = [stack.clientWithKey(key), stack.clientWithKey(key, second)];
    for (const client of [here, there]) expect((await client.get('/api/contacts')).status).toBe(200);
    const answer = await member.delete(`/api/api-keys/${id}`);
    expect(answer.body).toMatchObject({
      success: true,
      data: { id, revokedAt: expect.any(String) },
      message: 'API key revoked',
    });
    expect((await here.get('/api/contacts')).status).toBe(401);
    await delay(1000);
    expect((await there.get('/api/contacts')).status).toBe(401);
  });

  it('twice is no fault and keeps the first time', async () => {
    const { id } = await issue(member);
    const first = await member.delete(`/api/api-keys/${id}`);
    expect((await member.delete(`/api/api-keys/${id}`)).body).toEqual(
      expect.objectContaining({ data: first.body.data }),
    );
  });

  it("is an admin's to do for anybody, and anybody's for the key in use", async () => {
    const { id, key } = await issue(member);
    expect((await admin.delete(`/api/api-keys/${id}`)).status).toBe(200);
    expect((await stack.clientWithKey(key).get('/api/contacts')).status).toBe(401);
    const self = await issue(member);
    const client = stack.clientWithKey(self.key);
    expect((await client.delete(`/api/api-keys/${self.id}`)).status).toBe(200);
    expect((await client.get('/api/contacts')).status).toBe(401);
  });
});

describe('no key can grant what its maker lacks', () => {
  it.each<[held: Scope[], wanted: Scope[]]>([
    [['contacts:read'], ['contacts:write']],
    [['contacts:read'], ['contacts:read', 'enrichment:run']],
    [['contacts:read', 'contacts:write', 'enrichment:run'], ['admin']],
    [['admin'], ['contacts:read']],
  ])('%j cannot grant %j', async (held, wanted) => {
    const maker = await stack.client({ scopes: held });
    const answer = await maker.post('/api/api-keys', { name: 'more', scopes: wanted });
    expect([answer.status, answer.body.code]).toEqual([403, 'scope_not_grantable']);
    const missing = wanted.filter((scope) => !held.includes(scope));
    expect(answer.body.error).toContain(missing.join(', '));
  });

  it('even where its user could have more: a member never gets admin', async () => {
    expect((await member.post('/api/api-keys', { name: 'root', scopes: ['admin'] })).status).toBe(403);
    const [own] = await list(member);
    const byAdmin = await admin.post('/api/api-keys', { name: 'root', scopes: ['admin'], userId: own?.userId });
    expect([byAdmin.status, byAdmin.body.code]).toEqual([403, 'scope_not_grantable']);
  });

  it('nor act for another user without the scope admin', async () => {
    const [own] = await list(member);
    const other = (await admin.post('/api/users', { email: 'other@acme.example' })).body.data;
    expect((await member.post('/api/api-keys', { ...READ, userId: other.id })).status).toBe(403);
    expect((await issue(member, { ...READ, userId: own?.userId })).userId).toBe(own?.userId);
    const given = await issue(admin, { ...READ, userId: other.id });
    expect(given.userId).toBe(other.id);
    const contactless = stack.clientWithKey(given.key);
    expect((await contactless.get('/api/api-keys')).body.data.apiKeys.map(({ id }: { id: string }) => id)).toEqual([
      given.id,
    ]);
    await admin.patch(`/api/users/${other.id}`, { active: false });
    expect((await admin.post('/api/api-keys', { ...READ, userId: other.id })).body.details[0].field).toBe('userId');
  });
});
