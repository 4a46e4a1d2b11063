import { afterAll, beforeAll } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { startApp, startStack, type App, type Stack } from '../support/apps.ts';
import type { Answer, Client } from '../support/client.ts';
import { until } from '../operation/until.ts';
import { planted, row, sized, type Finding } from './row.ts';

const AREA = 'idempotency';

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

/** Nothing but the idempotency key keeps a second API key of the same name from being made. */
const send = (api: App, name: string, idempotencyKey: string | undefined): Promise<Answer> =>
  stack
    .clientWithKey(admin.key, api)
    .send(
      'POST',
      '/api/api-keys',
      { name, scopes: ['contacts:read'] },
      idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey },
    );
const isReplay = ({ headers }: Answer): boolean => headers.get('idempotent-replayed') === 'true';
const isInProgress = ({ body }: Answer): boolean => body.code === 'idempotency_in_progress';

async function effectsOf(name: string): Promise<number> {
  return (await stack.database.query('SELECT FROM api_keys WHERE name = $1', [name])).length;
}

/** @param key undefined plants the fault: nothing holds the requests together */
async function fifty(key: string | undefined): Promise<Finding> {
  const name = randomUUID();
  const apis = [stack.api, second];
  const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => send(apis[at % 2]!, name, key)));
  const [replays, waiting] = [answers.filter(isReplay), answers.filter(isInProgress)];
  const carriedOut = answers.filter((answer) => answer.status === 201 && !isReplay(answer));
  const effects = await effectsOf(name);
  return {
    measured: `${effects} effect, ${replays.length} replayed, ${waiting.length} told to wait`,
    faults: [
      ...(effects === 1 ? [] : [`${effects} effects`]),
      ...(carriedOut.length === 1 ? [] : [`${carriedOut.length} say that they were carried out`]),
      ...(carriedOut.length + replays.length + waiting.length === 50 ? [] : ['some were answered otherwise']),
      ...replays.filter(({ body }) => body.data.key !== carriedOut[0]?.body.data.key).map(() => 'a replay differs'),
      ...waiting.filter(({ headers }) => headers.get('retry-after') !== '1').map(() => 'no Retry-After'),
    ],
  };
}

row(AREA, '50 at once at two processes have one effect', () => fifty(randomUUID()));
planted(AREA, 'requests that each take effect', () => fifty(undefined));

/** As a client should: again, until there is an answer other than "in progress" or a fault. */
async function retried(name: string, key: string): Promise<Answer> {
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    const answer = await send(second, name, key);
    if (answer.status < 500 && !isInProgress(answer)) return answer;
    await delay(20);
  }
  throw new Error('no answer within 20 s');
}

/**
 * Sends 40 requests, does something to their process once so many are answered, and sends each again.
 * @param keyAgain the idempotency key of the second sending; another one plants the fault that the first is not known
 */
async function disturbed(
  api: App,
  answered: number,
  disturb: () => Promise<unknown>,
  keyAgain: (key: string) => string,
): Promise<string[]> {
  const requests = Array.from({ length: 40 }, () => ({ name: randomUUID(), key: randomUUID() }));
  let answers = 0;
  const sent = requests.map(async ({ name, key }) => {
    const answer = await send(api, name, key).catch(() => undefined);
    answers += 1;
    return answer;
  });
  await until(`${answered} are answered`, () => answers >= answered);
  await disturb();
  const first = await Promise.all(sent);
  const faults: string[] = [];
  for (const [at, { name, key }] of requests.entries()) {
    const [given, again] = [first[at], await retried(name, keyAgain(key))];
    const effects = await effectsOf(name);
    if (again.status !== 201 || effects !== 1) faults.push(`answered ${again.status} with ${effects} effects`);
    const isSame = isReplay(again) && again.body.data.key === given?.body.data?.key;
    if (given?.status === 201 && !isSame) faults.push('answered otherwise than the first time');
  }
  return faults;
}

async function kills(answered: readonly number[], keyAgain = (key: string): string => key): Promise<Finding> {
  const faults: string[] = [];
  for (const count of answered) {
    const victim = await startApp('api', stack.env);
    await send(victim, randomUUID(), randomUUID());
    faults.push(...(await disturbed(victim, count, () => victim.kill(), keyAgain)));
  }
  return { measured: `${answered.length} kills, ${faults.length} of ${answered.length * 40} lost or twice`, faults };
}

const KILLS = sized({ short: [1, 15], full: Array.from({ length: 20 }, (_, at) => 2 * at) });
row(AREA, 'kill -9 under load loses none and does none twice', () => kills(KILLS), 300_000);
planted(AREA, 'what was done before a kill and again after it', () => kills([10], () => randomUUID()));

const CUT = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE application_name = 'api' AND datname = current_database()`;
row(AREA, 'all connections cut under load: none is lost or done twice', async () => {
  const faults: string[] = [];
  for (const count of [1, 10, 20]) {
    faults.push(
      ...(await disturbed(
        stack.api,
        count,
        () => stack.database.query(CUT),
        (key) => key,
      )),
    );
  }
  return { measured: `3 cuts, ${faults.length} of 120 lost or twice`, faults };
});
