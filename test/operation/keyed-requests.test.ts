import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { startApp, startStack, type App, type Stack } from '../support/apps.ts';
import type { Answer, Client } from '../support/client.ts';
import { until } from './until.ts';

let stack: Stack;
let admin: Client;
beforeAll(async () => {
  stack = await startStack();
  admin = await stack.client();
});
afterAll(() => stack.stop());

/** Nothing but the idempotency key keeps a second API key of the same name from being made. */
const newKeyed = () => ({ name: randomUUID(), idempotencyKey: randomUUID() });
type Keyed = ReturnType<typeof newKeyed>;

const send = (api: App, { name, idempotencyKey }: Keyed): Promise<Answer> =>
  stack
    .clientWithKey(admin.key, api)
    .send('POST', '/api/api-keys', { name, scopes: ['contacts:read'] }, { 'Idempotency-Key': idempotencyKey });
const isReplay = ({ headers }: Answer): boolean => headers.get('idempotent-replayed') === 'true';

async function effectsOf({ name }: Keyed): Promise<number> {
  return (await stack.database.query('SELECT FROM api_keys WHERE name = $1', [name])).length;
}

/** As a client should: again with the same key, until there is an answer other than "in progress" or a fault. */
async function retried(api: App, keyed: Keyed): Promise<Answer> {
  for (const until = Date.now() + 20_000; Date.now() < until;) {
    const answer = await send(api, keyed);
    if (answer.status < 500 && answer.body.code !== 'idempotency_in_progress') return answer;
    await delay(20);
  }
  throw new Error('no answer within 20 s');
}

/** Keeps requests from storing their answers, and so from committing, until {@link beforeItCommits} is through. */
async function holdUpAnswers(): Promise<void> {
  await stack.database.query('BEGIN');
  await stack.database.query('LOCK TABLE idempotent_requests IN SHARE MODE');
}

/** Does something while a request has taken effect, and is held up. @returns its answer */
async function beforeItCommits<T>(request: Promise<T>, work: () => Promise<void>): Promise<T> {
  try {
    await until('the request waits to store its answer', async () => (await stack.database.query(WAITING)).length > 0);
    await work();
  } finally {
    await stack.database.query('COMMIT');
  }
  return request;
}
const WAITING = `SELECT FROM pg_locks WHERE relation = 'idempotent_requests'::regclass AND NOT granted`;

describe('a keyed request', () => {
  it('that is still at work is not done again: 409, at another api process as well', async () => {
    const second = await startApp('api', stack.env);
    const keyed = newKeyed();
    await holdUpAnswers();
    const first = await beforeItCommits(send(stack.api, keyed), async () => {
      for (const api of [stack.api, second]) {
        const answer = await send(api, keyed);
        expect(answer).toMatchObject({ status: 409, body: { code: 'idempotency_in_progress' } });
        expect(answer.headers.get('retry-after')).toBe('1');
      }
    });
    expect(first.status).toBe(201);
    const again = await send(second, keyed);
    expect([isReplay(again), again.body, await effectsOf(keyed)]).toEqual([true, first.body, 1]);
    await second.stop();
  });

  it('is answered alike after a restart', async () => {
    const keyed = newKeyed();
    const before = await startApp('api', stack.env);
    const first = await send(before, keyed);
    await before.stop();
    const after = await startApp('api', stack.env);
    const again = await send(after, keyed);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect([isReplay(again), await effectsOf(keyed)]).toEqual([true, 1]);
    await after.stop();
  });

  it('whose process is killed between the effect and the answer may be sent again, and has one effect', async () => {
    const victim = await startApp('api', stack.env);
    const keyed = newKeyed();
    await holdUpAnswers();
    const lost = send(victim, keyed).catch(() => undefined);
    await beforeItCommits(lost, () => victim.kill());
    const again = await retried(stack.api, keyed);
    expect([again.status, isReplay(again), await effectsOf(keyed)]).toEqual([201, false, 1]);
  });

  it('that failed with a 5xx may be sent again', async () => {
    const hasty = await startApp('api', { ...stack.env, DATABASE_TIMEOUT_MS: '2000' });
    const keyed = newKeyed();
    await holdUpAnswers();
    const failing = send(hasty, keyed);
    await beforeItCommits(failing, async () => {
      expect((await failing).status).toBe(503);
    });
    const again = await retried(hasty, keyed);
    expect([again.status, isReplay(again), await effectsOf(keyed)]).toEqual([201, false, 1]);
    await hasty.stop();
  });
});

it('a job that is asked for under a key is handed over once it is there, and does not wait for the sweep', async () => {
  const enricher = await startApp('enricher', { ...stack.env, ENRICHMENT_SWEEP_MS: '600000' });
  const { id } = await admin.createContact();
  await holdUpAnswers();
  const asked = admin.send('POST', `/api/contacts/${id}/enrich`, {}, { 'Idempotency-Key': randomUUID() });
  // Long enough for a worker to look for a job that is not there yet, and to forget it.
  const { jobId } = (await beforeItCommits(asked, () => delay(1000))).body.data;
  expect((await admin.waitForJob(jobId, 10_000)).status).not.toBe('failed');
  await enricher.stop();
});
