import { afterAll, beforeAll } from '@jest/globals';
import { startApp, startStack, type App, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { malformedAuthorization } from '../support/malformed-authorization.ts';
import { withDouble, type Plan } from './http/double.ts';
import { closeConnections, exchange, type HttpRequest } from './http/exchange.ts';
import { servedOperations, type PlacedOperation } from './http/operations.ts';
import { refusedInTime } from './keys/end-of-key.ts';
import { refusesToStart } from './keys/start-audit.ts';
import { planted, row, type Finding } from './row.ts';

const ID = '550e8400-e29b-41d4-a716-446655440000';

let stack: Stack;
let second: App;
let admin: Client;
let operations: readonly PlacedOperation[];
beforeAll(async () => {
  stack = await startStack();
  second = await startApp('api', stack.env);
  admin = await stack.client();
  ({ operations } = await servedOperations(stack.api.url));
});
afterAll(async () => {
  closeConnections();
  await second.stop();
  await stack.stop();
});

/** Headers without the key in them. */
const shown = (headers: object): string => JSON.stringify(headers).replace(/introzy_\w+/gi, 'introzy_…');

/** Sends requests that must all be refused for their key. */
async function refused(baseUrl: string, requests: readonly HttpRequest[]): Promise<Finding> {
  const answers = await Promise.all(requests.map((request) => exchange(baseUrl, request)));
  const faults = answers.flatMap(({ status }, at) => {
    const { method, path, headers } = requests[at]!;
    return status === 401 ? [] : [`${status} to ${method} ${path} with ${shown(headers)}`];
  });
  return { measured: `${requests.length} requests, ${faults.length} let in`, faults };
}

const malformed = (baseUrl: string): Promise<Finding> => {
  const headers = malformedAuthorization(admin.key ?? '');
  const requests = headers.map((value) => ({
    method: 'GET',
    path: '/api/contacts',
    headers: { Authorization: value },
  }));
  return refused(baseUrl, requests);
};

/** Health alone is for everybody. */
const keyless = (baseUrl: string): Promise<Finding> => {
  const closed = operations.filter(({ path }) => !path.startsWith('/health/'));
  return refused(
    baseUrl,
    closed.map(({ method, path }) => ({ method, path: path.replace(/\{\w+\}/g, ID), headers: {} })),
  );
};

/** A new user's key, at the second process or before a double of it. */
async function newKey(there = second.url): Promise<{ keyId: string; there: Client }> {
  const key = { name: 'leaked', scopes: ['contacts:read'] };
  const { id, key: secret } = (await admin.post('/api/api-keys', key)).body.data;
  return { keyId: id, there: stack.clientWithKey(secret, { ...second, url: there }) };
}

async function revoked(baseUrl?: string): Promise<Finding> {
  const { keyId, there } = await newKey(baseUrl);
  return refusedInTime({ there, end: () => admin.delete(`/api/api-keys/${keyId}`) });
}

async function expired(baseUrl?: string): Promise<Finding> {
  const { keyId, there } = await newKey(baseUrl);
  const end = () => stack.database.query('UPDATE api_keys SET expires_at = now() WHERE id = $1', [keyId]);
  return refusedInTime({ there, end });
}

row('keys', 'fifteen malformed headers are 401', () => malformed(stack.api.url));
row('keys', 'every route but health is 401 without a key', () => keyless(stack.api.url));
row('keys', 'a revoked key is refused by a second process within 1 s', () => revoked());
row('keys', 'an expired key is refused by a second process within 1 s', () => expired());
row('keys', 'a route that declares no scope fails the start', () => refusesToStart(stack.database.url));

/** Finds a key anywhere in the header. */
const lenient: Plan = {
  request: (request) => {
    const key = /introzy_[0-9a-f]{64}/.exec(request.headers['authorization'] ?? '')?.[0];
    return {
      ...request,
      headers: { ...request.headers, ...(key !== undefined && { authorization: `Bearer ${key}` }) },
    };
  },
};

/** Lets everybody list companies. */
const open = (): Plan => ({
  request: (request) =>
    request.path === '/api/companies'
      ? { ...request, headers: { ...request.headers, authorization: `Bearer ${admin.key}` } }
      : request,
});

/** Remembers for longer than a second that a key is good. */
function forgetful(): Plan {
  let good = 0;
  return {
    answer: (answer) => {
      if (answer.status === 200) good = performance.now();
      return performance.now() - good < 1200 ? { ...answer, status: 200 } : answer;
    },
  };
}

planted('keys', 'a key that is read from a malformed header', () => withDouble(stack.api.url, lenient, malformed));
planted('keys', 'a route that is open to all', () => withDouble(stack.api.url, open(), keyless));
planted('keys', 'a process that hears of a revoked key too late', () =>
  withDouble(second.url, forgetful(), (url) => revoked(url)),
);
planted('keys', 'a process that does not look when a key expires', () =>
  withDouble(second.url, forgetful(), (url) => expired(url)),
);
planted('keys', 'a start without the audit of scopes', () => refusesToStart(stack.database.url, '--without-audit'));
