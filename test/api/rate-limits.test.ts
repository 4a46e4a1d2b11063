import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, startStack, type App, type Stack } from '../support/apps.ts';
import type { Answer, Client } from '../support/client.ts';
import { backends } from '../operation/backends.ts';

const PER_KEY = 40;
const PER_ORGANIZATION = 100;
const limits = { RATE_LIMIT_PER_KEY: String(PER_KEY), RATE_LIMIT_PER_ORGANIZATION: String(PER_ORGANIZATION) };
/** What a process may hold unspent of a window of this size, at the moment that another one finds it full. */
const SLACK = PER_KEY / 10;

/** A key of an organization that no other test uses. */
let organizations = 0;
const newClient = (stack: Stack): Promise<Client> =>
  stack.client({ organization: `Organization ${(organizations += 1)}` });

/** Sends requests to each client in turn, four at once. @returns the answers */
async function flood(clients: readonly Client[], requests: number): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let sent = 0; sent < requests; sent += 4) {
    const batch = Array.from({ length: 4 }, (_, at) => clients[(sent + at) % clients.length]!);
    answers.push(...(await Promise.all(batch.map((client) => client.get('/api/contacts?limit=1')))));
  }
  return answers;
}

const countOf = (answers: readonly Answer[], status: number): number =>
  answers.filter((answer) => answer.status === status).length;

/** What is wrong with how many of the requests of a key, to all api processes in turn, were let through. */
async function sharingFaults(clients: readonly Client[]): Promise<string[]> {
  const answers = await flood(clients, PER_KEY * 3);
  const passed = countOf(answers, 200);
  return [
    ...(passed > PER_KEY ? [`${passed} of ${PER_KEY} requests passed`] : []),
    ...(passed < PER_KEY - SLACK * (clients.length - 1) ? [`only ${passed} of ${PER_KEY} requests passed`] : []),
    ...(passed + countOf(answers, 429) < answers.length ? ['there were other answers'] : []),
  ];
}

describe.each(backends)('limits on $name', (backend) => {
  let stack: Stack;
  let second: App;
  beforeAll(async () => {
    stack = await startStack({ strict: true, env: { ...backend.env(), ...limits } });
    second = await startApp('api', stack.env);
  });
  afterAll(async () => {
    await second.stop();
    await stack.stop();
  });

  it('hold for a key over two api processes', async () => {
    const client = await newClient(stack);
    expect(await sharingFaults([client, stack.clientWithKey(client.key, second)])).toEqual([]);
  });

  it('are found not to be shared where processes count apart', async () => {
    const apart = await startApp('api', { ...stack.env, QUEUE_PREFIX: 'apart' });
    const client = await newClient(stack);
    const faults = await sharingFaults([client, stack.clientWithKey(client.key, apart)]);
    await apart.stop();
    expect(faults).toEqual([`${PER_KEY * 2} of ${PER_KEY} requests passed`]);
  });

  it('hold for an organization, whichever of its keys is used', async () => {
    const organization = `Organization ${(organizations += 1)}`;
    const keys = await Promise.all([1, 2, 3, 4].map(() => stack.client({ organization })));
    const answers = await flood([...keys, stack.clientWithKey(keys[0]!.key, second)], PER_ORGANIZATION + 40);
    expect(countOf(answers, 200)).toBeLessThanOrEqual(PER_ORGANIZATION);
    expect(countOf(answers, 200)).toBeGreaterThanOrEqual(PER_ORGANIZATION - PER_ORGANIZATION / 10);
    const refused = answers.find(({ status }) => status === 429)!;
    expect(refused.body.error).toMatch(
      /^Too many requests of (your organization|this API key); try again in \d+ seconds$/,
    );
    expect((await (await newClient(stack)).get('/api/contacts')).status).toBe(200);
  });

  it('are told in the headers of every answer to a key, and when to try again', async () => {
    const client = await newClient(stack);
    const policy = `"key";q=${PER_KEY};w=60, "organization";q=${PER_ORGANIZATION};w=60`;
    const missing = await client.get('/api/contacts/550e8400-e29b-41d4-a716-446655440000');
    const invalid = await client.get('/api/contacts?limit=0');
    const readOnly = await newClient(stack);
    const issued = await readOnly.post('/api/api-keys', { name: 'read', scopes: ['contacts:read'] });
    const forbidden = await stack.clientWithKey(issued.body.data.key).post('/api/contacts', {});
    expect([missing.status, invalid.status, forbidden.status]).toEqual([404, 400, 403]);
    for (const { headers } of [missing, invalid, forbidden]) {
      expect(headers.get('ratelimit-policy')).toBe(policy);
      expect(headers.get('ratelimit')).toMatch(/^"key";r=\d+;t=\d+, "organization";r=\d+;t=\d+$/);
      expect(headers.get('retry-after')).toBeNull();
    }
    expect(missing.headers.get('ratelimit')).toMatch(`"key";r=${PER_KEY - 1};t=`);
    const refused = (await flood([client], PER_KEY + 4)).at(-1)!;
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(50);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(refused.headers.get('ratelimit')).toBe(`"key";r=0;t=${seconds}`);
    expect(refused.headers.get('ratelimit-policy')).toBe(policy);
  });

  it('do not count those who are not asked for a key', async () => {
    const answers = await Promise.all(
      Array.from({ length: PER_KEY * 2 }, () => stack.clientWithKey(undefined).get('/health/live')),
    );
    expect(countOf(answers, 200)).toBe(answers.length);
    expect(answers[0]!.headers.get('ratelimit-policy')).toBeNull();
  });
});

describe('limits', () => {
  it('are off where they are 0', async () => {
    const stack = await startStack({ env: { RATE_LIMIT_PER_KEY: '0', RATE_LIMIT_PER_ORGANIZATION: '0' } });
    const answers = await flood([await stack.client()], 200);
    await stack.stop();
    expect(countOf(answers, 200)).toBe(200);
    expect(answers[0]!.headers.get('ratelimit-policy')).toBeNull();
  });

  it('let requests pass while their store is away', async () => {
    const stack = await startStack({ env: { ...limits, QUEUE_URL: 'redis://127.0.0.1:1' } });
    const answers = await flood([await stack.client()], PER_KEY * 2);
    await stack.stop();
    expect(countOf(answers, 200)).toBe(answers.length);
    expect(answers[0]!.headers.get('ratelimit')).toBeNull();
    expect(stack.api.output()).toContain('rate limits unavailable');
  });

  it('let requests pass while their store hangs', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const stack = await startStack({ env: { ...limits, QUEUE_URL: `redis://127.0.0.1:${port}` } });
    const client = await stack.client();
    const started = performance.now();
    const answers = await flood([client], PER_KEY * 2);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(countOf(answers, 200)).toBe(answers.length);
    await stack.stop();
    silent.close();
  });
});

describe('keys that are refused', () => {
  const REFUSALS = 20;
  const env = { RATE_LIMIT_REFUSED_KEYS: String(REFUSALS) };
  const unknown = `introzy_${'0'.repeat(64)}`;

  it('cost an address its look-ups, but not those whose keys are good', async () => {
    const stack = await startStack({ strict: true, env });
    const [known, fresh] = [await stack.client(), await stack.client()];
    await known.get('/api/contacts');
    // Long enough that its check is repeated.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const strangers = [stack.clientWithKey(unknown), stack.clientWithKey(undefined)];
    const atOnce = Array.from({ length: REFUSALS * 4 }, (_, at) => strangers[at % 2]!.get('/api/contacts'));
    const answers = await Promise.all(atOnce);
    expect(countOf(answers, 401)).toBe(REFUSALS);
    const refused = answers.find(({ status }) => status === 429)!;
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
    expect(refused.body.error).toContain('your address');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
    expect((await known.get('/api/contacts')).status).toBe(200);
    expect((await fresh.get('/api/contacts')).status).toBe(429);
    await stack.stop();
  });
});
