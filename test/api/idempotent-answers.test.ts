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
