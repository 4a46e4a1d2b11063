import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { startApp, startStack, type App, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { followJob } from '../support/event-stream.ts';

/** A key that is revoked anywhere is refused everywhere within this time. */
const EVERYWHERE_MS = 1000;

let stack: Stack;
let second: App;
let admin: Client;
beforeAll(async () => {
  stack = await startStack();
  second = await startApp('api', stack.env);
  admin = await stack.client();
});
afterAll(async () => {
  await second.stop();
  await stack.stop();
});

const statusOf = async (client: Client): Promise<number> => (await client.get('/api/contacts?limit=1')).status;

/** A user with a key of their own, by default a member who may read; `here` and `there` are the two api processes. */
async function newUser(role = 'member', scopes = ['contacts:read']) {
  const email = `${Math.random().toString(36).slice(2)}@acme.example`;
  const { id } = (await admin.post('/api/users', { email, role })).body.data;
  const issued = (await admin.post('/api/api-keys', { name: email, scopes, userId: id })).body.data;
  const [here, there] = [stack.clientWithKey(issued.key), stack.clientWithKey(issued.key, second)];
  return { id: id as string, keyId: issued.id as string, here, there };
}

/** Sends requests without a pause, from several sides at once, until told to stop. */
function load(client: Client) {
  const answers: { sentAt: number; status: number }[] = [];
  let stopped = false;
  const send = async (): Promise<void> => {
    while (!stopped) {
      const sentAt = performance.now();
      answers.push({ sentAt, status: await statusOf(client) });
    }
  };
  const senders = Promise.all([send(), send(), send()]);
  return {
    async stop() {
      stopped = true;
      await senders;
      return answers;
    },
  };
}

describe('a key that is in continual use at another api process is refused there within a second', () => {
  const CHANGES: [string, (user: Awaited<ReturnType<typeof newUser>>) => Promise<unknown>][] = [
    ['it is revoked', ({ keyId }) => admin.delete(`/api/api-keys/${keyId}`)],
    ['its user is deactivated', ({ id }) => admin.patch(`/api/users/${id}`, { active: false })],
    [
      'it expires',
      ({ keyId }) => stack.database.query('UPDATE api_keys SET expires_at = now() WHERE id = $1', [keyId]),
    ],
  ];

  it.each(CHANGES)('after %s', async (_what, change) => {
    const user = await newUser();
    const use = load(user.there);
    await delay(700);
    await change(user);
    const changedAt = performance.now();
    await delay(EVERYWHERE_MS + 500);
    const answers = await use.stop();
    const late = answers.filter(({ sentAt }) => sentAt > changedAt + EVERYWHERE_MS);
    expect(new Set(late.map(({ status }) => status))).toEqual(new Set([401]));
    const early = answers.filter(({ sentAt }) => sentAt < changedAt - 100);
    expect(new Set(early.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('and what a role no longer allows as well', async () => {
    const user = await newUser('admin', ['contacts:read', 'admin']);
    expect((await user.there.get('/api/users')).status).toBe(200);
    await admin.patch(`/api/users/${user.id}`, { role: 'member' });
    await delay(EVERYWHERE_MS);
    expect([(await user.there.get('/api/users')).status, await statusOf(user.there)]).toEqual([403, 200]);
  });
});

describe('at the api process where it is done, at once', () => {
  it('a key is revoked, under load as well', async () => {
    const user = await newUser();
    const use = load(user.here);
    await delay(700);
    await admin.delete(`/api/api-keys/${user.keyId}`);
    const revokedAt = performance.now();
    await delay(300);
    const late = (await use.stop()).filter(({ sentAt }) => sentAt > revokedAt);
    expect(new Set(late.map(({ status }) => status))).toEqual(new Set([401]));
  });

  it('a user is deactivated, and activated again', async () => {
    const { id, here } = await newUser();
    const seen = [await statusOf(here)];
    for (const active of [false, true, false]) {
      await admin.patch(`/api/users/${id}`, { active });
      seen.push(await statusOf(here));
    }
    expect(seen).toEqual([200, 401, 200, 401]);
  });

  it('a role is changed, either way', async () => {
    const { id, here } = await newUser('admin', ['contacts:read', 'admin']);
    const seen = [(await here.get('/api/users')).status];
    for (const role of ['member', 'admin']) {
      await admin.patch(`/api/users/${id}`, { role });
      seen.push((await here.get('/api/users')).status);
    }
    expect(seen).toEqual([200, 403, 200]);
  });
});

it('requests with a key that is known ask the database for it rarely', async () => {
  const own = await startStack();
  const client = await own.client();
  const started = performance.now();
  for (let request = 0; request < 200; request += 1) expect(await statusOf(client)).toBe(200);
  const seconds = (performance.now() - started) / 1000;
  // Postgres counts a connection's scans at the latest when it ends. A check has two: it reads, and notes the use.
  await own.api.stop();
  const [row] = await own.database.query<{ scans: string }>(
    `SELECT pg_stat_get_numscans('api_keys_hash_key'::regclass) AS scans`,
  );
  expect(Number(row!.scans)).toBeLessThanOrEqual(2 * (Math.ceil(seconds / 0.4) + 1));
  await own.stop();
});

it('a stream of events ends soon after its key is revoked, or its user sees less', async () => {
  const contact = await admin.createContact();
  const { jobId } = (await admin.post(`/api/contacts/${contact.id}/enrich`)).body.data;
  const [leaver, demoted, reader] = [await newUser(), await newUser('admin'), await newUser()];
  const streams = await Promise.all([leaver, demoted, reader].map(({ there }) => followJob(there, jobId)));
  await admin.delete(`/api/api-keys/${leaver.keyId}`);
  await admin.patch(`/api/users/${demoted.id}`, { role: 'member' });
  const changedAt = performance.now();
  await Promise.all(streams.slice(0, 2).map((stream) => stream.rest()));
  expect(performance.now() - changedAt).toBeLessThan(3000);
  expect((await followJob(leaver.there, jobId)).status).toBe(401);
  await admin.post(`/api/enrichment-jobs/${jobId}/cancel`);
  expect((await streams[2]!.rest()).at(-1)?.data).toMatchObject({ status: 'cancelled' });
});

it('a stream of events ends soon after its contact has become private, for those who see it no more', async () => {
  const contact = await admin.createContact();
  const { jobId } = (await admin.post(`/api/contacts/${contact.id}/enrich`)).body.data;
  const member = await newUser();
  const [outsider, owner] = await Promise.all([member.there, admin].map((client) => followJob(client, jobId)));
  await admin.patch(`/api/contacts/${contact.id}`, { visibility: 'private' });
  const changedAt = performance.now();
  const seen = await outsider!.rest();
  expect(performance.now() - changedAt).toBeLessThan(3000);
  expect(seen.map(({ data }) => data.status)).toEqual(['queued']);
  await admin.post(`/api/enrichment-jobs/${jobId}/cancel`);
  expect((await owner!.rest()).at(-1)?.data).toMatchObject({ status: 'cancelled' });
});
