import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { expectReplay, isReplay, POST_OPERATIONS, sendKeyed as send } from './post-operations.ts';

let stack: Stack;
let admin: Client;
beforeAll(async () => {
  stack = await startStack({ strict: true, env: { IDEMPOTENCY_SWEEP_MS: '200' } });
  admin = await stack.client();
});
afterAll(() => stack.stop());

/** Another name for each, so that nothing but the idempotency key can keep a second one from being made. */
const newApiKey = () => POST_OPERATIONS['createApiKey']!(admin, stack.database);

describe('what is kept of a keyed request', () => {
  it('cannot be read, nor moved to another request', async () => {
    const key = `for-${randomUUID()}@people.example`;
    const prepared = await newApiKey();
    const issued = await send(admin, prepared, key);
    const [newest] = await stack.database.query('SELECT * FROM idempotent_requests ORDER BY created_at DESC LIMIT 1');
    const bytes = Buffer.concat(Object.values(newest!).filter((value): value is Buffer => Buffer.isBuffer(value)));
    for (const secret of [issued.body.data.key as string, 'introzy_', key, prepared.path]) {
      expect(bytes.includes(secret)).toBe(false);
    }
    const other = await newApiKey();
    const otherKey = randomUUID();
    await send(admin, other, otherKey);
    await stack.database.query(
      `UPDATE idempotent_requests SET answer = $1 WHERE created_at = (SELECT max(created_at) FROM idempotent_requests)`,
      [newest!['answer']],
    );
    expect(await send(admin, other, otherKey)).toMatchObject({ status: 500 });
  });

  it('is forgotten after 24 hours, and not before', async () => {
    const age = (interval: string) =>
      stack.database.query(`UPDATE idempotent_requests SET created_at = created_at - interval '${interval}'`);
    const prepared = await newApiKey();
    const key = randomUUID();
    const first = await send(admin, prepared, key);
    await age('23 hours 59 minutes');
    expectReplay(await send(admin, prepared, key), first);
    await age('1 minute');
    const anew = await send(admin, prepared, key);
    expect([anew.status, isReplay(anew), await prepared.effects()]).toEqual([201, false, 2]);
    await age('24 hours');
    await delay(1000);
    expect(await stack.database.query('SELECT FROM idempotent_requests')).toEqual([]);
  });

  it('of a contact goes with the contact, which a late retry does not bring back', async () => {
    const body = { email: 'erased@people.example', firstName: 'Ada' };
    const keys = [randomUUID(), randomUUID()];
    const { id } = (await send(admin, { path: '/api/contacts', body }, keys[0]!)).body.data;
    const enrich = { path: `/api/contacts/${id}/enrich` };
    await send(admin, enrich, keys[1]!);
    await admin.delete(`/api/contacts/${id}`);
    const left = await stack.database.query('SELECT FROM idempotent_requests WHERE contact_id = $1', [id]);
    const answers = await stack.database.query('SELECT FROM idempotent_requests WHERE answer IS NULL');
    expect([left.length, answers.length]).toEqual([0, 2]);
    for (const [at, again] of [{ path: '/api/contacts', body }, enrich].entries()) {
      const answer = await send(admin, again, keys[at]!);
      expect(answer).toMatchObject({ status: 409, body: { code: 'idempotency_answer_erased' } });
    }
    expect((await admin.get('/api/contacts?search=erased')).body.data.total).toBe(0);
  });

  it('goes with the contact also where it is a refusal that tells of it', async () => {
    const { id, email } = await admin.createContact();
    const named = { path: '/api/contacts', body: { email, firstName: 'Ada' } };
    const decided = await POST_OPERATIONS['acceptSuggestion']!(admin, stack.database);
    const other = await newestContact();
    await admin.post(decided.path);
    const requests = [named, decided].map((request) => ({ request, key: randomUUID() }));
    for (const { request, key } of requests) expect(await send(admin, request, key)).toMatchObject({ status: 409 });
    for (const contact of [id, other]) await admin.delete(`/api/contacts/${contact}`);
    for (const { request, key } of requests) {
      const { body } = await send(admin, request, key);
      expect(body).toMatchObject({ code: 'idempotency_answer_erased' });
      expect(body).not.toHaveProperty('existingId');
    }
  });
});

/** The id of the contact that was made last. */
const newestContact = async (): Promise<string> => (await admin.get('/api/contacts?limit=1')).body.data.contacts[0].id;

/** Changes the role of the user of an email. */
async function setRole(email: string, role: string): Promise<void> {
  const { users } = (await admin.get('/api/users?limit=100')).body.data;
  const { id } = users.find((user: { email: string }) => user.email === email);
  expect(await admin.patch(`/api/users/${id}`, { role })).toMatchObject({ status: 200 });
}

describe('a kept answer is given to a caller who', () => {
  let member: Client;
  beforeAll(async () => {
    const scopes = ['contacts:read', 'contacts:write', 'enrichment:run'] as const;
    member = await stack.client({ email: 'member@acme.example', scopes });
  });
  const WITHHELD = { status: 409, body: { code: 'idempotency_answer_withheld' } };
  const NOT_FOUND = { status: 404, body: { code: 'contact_not_found' } };

  it.each([...['enrichContact', 'cancelEnrichmentJob', 'acceptSuggestion', 'rejectSuggestion', 'barWrongPerson']])(
    'may see the contact that it is about: %s',
    async (name) => {
      const prepared = await POST_OPERATIONS[name]!(admin, stack.database);
      const contact = `/api/contacts/${await newestContact()}`;
      const key = randomUUID();
      const first = await send(member, prepared, key);
      expect(first.status).toBe(200);
      await admin.patch(contact, { visibility: 'private' });
      expect(await send(member, prepared, key)).toMatchObject(NOT_FOUND);
      await admin.patch(contact, { visibility: 'organization' });
      expectReplay(await send(member, prepared, key), first);
    },
  );

  it('may see it also where it was refused', async () => {
    for (const name of ['cancelEnrichmentJob', 'acceptSuggestion']) {
      const prepared = await POST_OPERATIONS[name]!(admin, stack.database);
      const contact = await newestContact();
      await stack.database.query(`UPDATE enrichment_jobs SET status = 'failed', finished_at = now()`);
      await admin.post(prepared.path);
      const key = randomUUID();
      expect(await send(member, prepared, key)).toMatchObject({ status: 409 });
      await admin.patch(`/api/contacts/${contact}`, { visibility: 'private' });
      expect(await send(member, prepared, key)).toMatchObject(NOT_FOUND);
    }
  });

  it('may see the contact that a refusal names; else it names none', async () => {
    const { id, email } = await admin.createContact();
    const taken = { path: '/api/contacts', body: { email, firstName: 'Ada' } };
    const key = randomUUID();
    const first = await send(member, taken, key);
    const { existingId, ...nameless } = first.body;
    expect([existingId, nameless.code]).toEqual([id, 'contact_email_taken']);
    await admin.patch(`/api/contacts/${id}`, { visibility: 'private' });
    const again = await send(member, taken, key);
    expect([again.status, again.body, isReplay(again)]).toEqual([409, nameless, true]);
    await admin.patch(`/api/contacts/${id}`, { visibility: 'organization' });
    expectReplay(await send(member, taken, key), first);
  });

  it('has the role that they had', async () => {
    const email = 'second@acme.example';
    const second = await stack.client({ email, role: 'admin' });
    const requests = [
      await POST_OPERATIONS['createCompany']!(admin, stack.database),
      await POST_OPERATIONS['enrichContact']!(member, stack.database),
      { ...(await newApiKey()), body: { name: 'for an admin', scopes: ['contacts:read', 'admin'] } },
    ];
    await member.patch(`/api/contacts/${await newestContact()}`, { visibility: 'private' });
    const key = randomUUID();
    const keys = requests.map((_request, at) => `${key}-${at}`);
    const firsts = await Promise.all(requests.map((request, at) => send(second, request, keys[at]!)));
    expect(firsts.map(({ status }) => status)).toEqual([201, 200, 201]);
    await setRole(email, 'member');
    for (const [at, request] of requests.entries()) {
      expect(await send(second, request, keys[at]!)).toMatchObject(WITHHELD);
    }
    await setRole(email, 'admin');
    for (const [at, request] of requests.entries()) expectReplay(await send(second, request, keys[at]!), firsts[at]!);
  });

  it('could use the API key that is in it', async () => {
    const { id: userId } = (await admin.post('/api/users', { email: 'third@acme.example', role: 'admin' })).body.data;
    const request = { path: '/api/api-keys', body: { name: 'for the third', scopes: ['admin'], userId } };
    const key = randomUUID();
    const first = await send(admin, request, key);
    for (const taken of [{ role: 'member' }, { active: false }]) {
      await admin.patch(`/api/users/${userId}`, taken);
      expect(await send(admin, request, key)).toMatchObject(WITHHELD);
      await admin.patch(`/api/users/${userId}`, { role: 'admin', active: true });
      expectReplay(await send(admin, request, key), first);
    }
    await admin.delete(`/api/api-keys/${first.body.data.id}`);
    expect(await send(admin, request, key)).toMatchObject(WITHHELD);
  });
});

it('cancelling under a key while the contact is erased is done or not found, never a fault', async () => {
  const posts = await Promise.all(
    Array.from({ length: 20 }, () => POST_OPERATIONS['cancelEnrichmentJob']!(admin, stack.database)),
  );
  const contacts = (await admin.get('/api/contacts?limit=20')).body.data.contacts as { id: string }[];
  const [cancelled, erased] = await Promise.all([
    Promise.all(posts.map((post) => send(admin, post, randomUUID()))),
    Promise.all(contacts.map(({ id }) => admin.delete(`/api/contacts/${id}`))),
  ]);
  expect(cancelled.filter(({ status }) => status !== 200 && status !== 404)).toEqual([]);
  expect(erased.map(({ status }) => status)).toEqual(contacts.map(() => 200));
});
