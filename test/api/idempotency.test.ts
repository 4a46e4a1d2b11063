import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { startApp, startStack, type App, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { expectReplay, isReplay, POST_OPERATIONS, sendKeyed as send } from './post-operations.ts';
import { expectRefusal } from './refusal.ts';

let stack: Stack;
let second: App;
let admin: Client;
beforeAll(async () => {
  stack = await startStack({ strict: true });
  second = await startApp('api', stack.env);
  admin = await stack.client();
});
afterAll(async () => {
  await second.stop();
  await stack.stop();
});

/** Another name for each, so that nothing but the idempotency key can keep a second one from being made. */
const newApiKey = () => POST_OPERATIONS['createApiKey']!(admin, stack.database);

describe('every POST', () => {
  it('is in the table here, and documents the header', async () => {
    const { paths } = (await admin.get('/openapi.json')).body;
    const posts = Object.values<any>(paths).flatMap(({ post }) => (post ? [post] : []));
    expect(posts.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(POST_OPERATIONS).sort());
    for (const { operationId, parameters, responses } of posts) {
      const names = parameters.map(({ name }: { name: string }) => name);
      expect({ operationId, names }).toEqual({ operationId, names: expect.arrayContaining(['Idempotency-Key']) });
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['409', '422']));
    }
  });

  it.each(Object.entries(POST_OPERATIONS))(
    'takes effect once and is answered alike again: %s',
    async (_name, prepare) => {
      const prepared = await prepare(admin, stack.database);
      const key = randomUUID();
      const first = await send(admin, prepared, key);
      expect(first.status).toBeLessThan(300);
      for (const client of [admin, stack.clientWithKey(admin.key, second)]) {
        expectReplay(await send(client, prepared, key), first);
      }
      expect(await prepared.effects()).toBe(1);
    },
  );

  it('needs one connection: nothing that it does is outside of its transaction', async () => {
    const env = { ...stack.env, DATABASE_POOL_SIZE: '1', DATABASE_TIMEOUT_MS: '2000' };
    const narrow = await startApp('api', env);
    const client = stack.clientWithKey(admin.key, narrow);
    for (const [name, prepare] of Object.entries(POST_OPERATIONS)) {
      const prepared = await prepare(admin, stack.database);
      const { status } = await send(client, prepared, randomUUID());
      expect({ name, ok: status < 300, effects: await prepared.effects() }).toEqual({ name, ok: true, effects: 1 });
    }
    const taken = { path: '/api/contacts', body: { email: 'narrow@people.example', firstName: 'Ada' } };
    await send(client, taken, randomUUID());
    expect((await send(client, taken, randomUUID())).body).toMatchObject({ code: 'contact_email_taken' });
    await narrow.stop();
  });
});

describe('a key', () => {
  it('stands for one request: another body or another route is refused', async () => {
    const key = randomUUID();
    const contact = { email: 'stands@people.example', firstName: 'Ada', lastName: 'Byron' };
    const first = await send(admin, { path: '/api/contacts', body: contact }, key);
    const text = `{ "lastName": "Byron",\n "firstName": "Ada", "email": "stands@people.example" }`;
    const again = await admin.send('POST', '/api/contacts', text, { 'Idempotency-Key': key });
    expectReplay(again, first);
    const others = [
      { path: '/api/contacts', body: { ...contact, lastName: 'Lovelace' } },
      { path: '/api/users', body: { email: contact.email, firstName: 'Ada', lastName: 'Byron' } },
      { path: `/api/contacts/${first.body.data.id}/enrich` },
    ];
    for (const other of others) {
      expect(await send(admin, other, key)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    }
  });

  it('is that of an API key: another one uses it for its own', async () => {
    const key = randomUUID();
    const colleague = await stack.client();
    const stranger = await stack.client({ organization: 'Other Inc', email: 'admin@other.example' });
    const body = { name: 'the same', scopes: ['contacts:read'] };
    const answers = [];
    for (const client of [admin, colleague, stranger]) {
      answers.push(await send(client, { path: '/api/api-keys', body }, key));
    }
    expect(answers.map(isReplay)).toEqual([false, false, false]);
    expect(new Set(answers.map((answer) => answer.body.data.id)).size).toBe(3);
  });

  it('is any printable ASCII of up to 255 characters, and nothing else', async () => {
    for (const key of ['~', '"8e03978e"', 'a b', 'x'.repeat(255)]) {
      expect((await send(admin, await newApiKey(), key)).status).toBe(201);
    }
    for (const key of ['', 'x'.repeat(256), 'caf\u00e9', 'a\tb']) {
      expectRefusal(await send(admin, await newApiKey(), key), 'Idempotency-Key');
    }
    const { path, body } = await newApiKey();
    expect(await rawPost(path, body, ['one', 'two'])).toBe(400);
  });

  it('does not hold a request that was refused before it was carried out', async () => {
    const prepared = await newApiKey();
    const key = randomUUID();
    expect((await send(admin, { ...prepared, body: { name: 'no scopes' } }, key)).status).toBe(400);
    expect((await send(stack.clientWithKey(undefined), prepared, key)).status).toBe(401);
    expect(await send(admin, prepared, key)).toMatchObject({ status: 201 });
  });

  it('replays what the domain has refused, even if it would not any more', async () => {
    const { id, email } = await admin.createContact();
    const key = randomUUID();
    const taken = { path: '/api/contacts', body: { email, firstName: 'Ada' } };
    const first = await send(admin, taken, key);
    expect(first).toMatchObject({ status: 409, body: { code: 'contact_email_taken', existingId: id } });
    await admin.patch(`/api/contacts/${id}`, { email: 'moved-on@people.example' });
    expectReplay(await send(admin, taken, key), first);
  });
});

/** Sends a header more than once, which fetch does not. @returns the status */
function rawPost(path: string, body: unknown, keys: string[]): Promise<number> {
  const headers = { Authorization: `Bearer ${admin.key}`, 'Content-Type': 'application/json', 'Idempotency-Key': keys };
  return new Promise((resolve, reject) => {
    const sent = request(admin.baseUrl + path, { method: 'POST', headers }, (response) => {
      response.resume().on('end', () => {
        resolve(response.statusCode ?? 0);
      });
    });
    sent.on('error', reject).end(JSON.stringify(body));
  });
}
