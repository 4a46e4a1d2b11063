import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { expectRefusal } from './refusal.ts';

const ID = '550e8400-e29b-41d4-a716-446655440000';
/** Every operation, with a body where it takes one. */
const OPERATIONS: { method: string; path: string; body?: object }[] = [
  { method: 'GET', path: '/api/contacts' },
  { method: 'POST', path: '/api/contacts', body: { email: 'new@people.example', firstName: 'Ada' } },
  { method: 'GET', path: `/api/contacts/${ID}` },
  { method: 'PATCH', path: `/api/contacts/${ID}`, body: { firstName: 'Ada' } },
  { method: 'DELETE', path: `/api/contacts/${ID}` },
  { method: 'GET', path: `/api/contacts/${ID}/evidence` },
  { method: 'GET', path: '/api/enrichment/sources' },
  { method: 'GET', path: '/api/usage' },
  { method: 'GET', path: `/api/contacts/${ID}/insights` },
  { method: 'GET', path: `/api/contacts/${ID}/suggestions` },
  { method: 'POST', path: `/api/contacts/${ID}/suggestions/${ID}/accept` },
  { method: 'POST', path: `/api/contacts/${ID}/suggestions/${ID}/reject` },
  { method: 'GET', path: `/api/contacts/${ID}/evidence/${ID}/document` },
  { method: 'POST', path: `/api/contacts/${ID}/evidence/${ID}/wrong-person` },
  { method: 'POST', path: `/api/contacts/${ID}/enrich`, body: { force: true } },
  { method: 'GET', path: `/api/contacts/${ID}/enrichment-jobs` },
  { method: 'GET', path: '/api/enrichment-jobs/job_1' },
  { method: 'GET', path: '/api/enrichment-jobs/job_1/events' },
  { method: 'POST', path: '/api/enrichment-jobs/job_1/cancel' },
  { method: 'GET', path: '/api/companies' },
  { method: 'POST', path: '/api/companies', body: { name: 'New Inc' } },
  { method: 'GET', path: `/api/companies/${ID}` },
  { method: 'PATCH', path: `/api/companies/${ID}`, body: { industry: 'Rockets' } },
  { method: 'GET', path: `/api/contacts/${ID}/export` },
  { method: 'GET', path: '/api/audit-events' },
  { method: 'GET', path: '/api/barred-emails' },
  { method: 'DELETE', path: `/api/barred-emails/${ID}` },
  { method: 'GET', path: '/api/users' },
  { method: 'POST', path: '/api/users', body: { email: 'new@people.example' } },
  { method: 'PATCH', path: `/api/users/${ID}`, body: { firstName: 'Ada' } },
  { method: 'GET', path: '/api/api-keys' },
  { method: 'POST', path: '/api/api-keys', body: { name: 'new', scopes: ['contacts:read'] } },
  { method: 'DELETE', path: `/api/api-keys/${ID}` },
];
const LISTS = [
  '/api/contacts',
  `/api/contacts/${ID}/evidence`,
  `/api/contacts/${ID}/suggestions`,
  `/api/contacts/${ID}/enrichment-jobs`,
  '/api/barred-emails',
  '/api/companies',
  '/api/users',
  '/api/api-keys',
];

let stack: Stack;
let admin: Client;
beforeAll(async () => {
  stack = await startStack({ strict: true });
  admin = await stack.client();
  const [{ id: organization, user } = { id: '', user: '' }] = await stack.database.query<{ id: string; user: string }>(
    'SELECT o.id, u.id AS user FROM organizations o JOIN users u ON u.organization_id = o.id',
  );
  await stack.database.query(
    `INSERT INTO contacts (id, organization_id, owner_id, first_name) VALUES ($1, $2, $3, 'Grace')`,
    [ID, organization, user],
  );
});
afterAll(() => stack.stop());

describe('what a route does not know', () => {
  it.each(OPERATIONS)('is refused in the query: $method $path', async ({ method, path, body }) => {
    for (const name of ['sort', 'Limit', 'constructor', 'toString', '__proto__', 'search[]']) {
      expectRefusal(await admin.send(method, `${path}?${encodeURIComponent(name)}=1`, body), name);
    }
  });

  it.each(OPERATIONS.filter(({ body }) => body))(
    'is refused in the body: $method $path',
    async ({ method, path, body }) => {
      for (const name of [
        'vip',
        'id',
        'organizationId',
        'createdAt',
        'constructor',
        'hasOwnProperty',
        '__proto__',
        '',
      ]) {
        const text = `{${JSON.stringify(body).slice(1, -1)},${JSON.stringify(name)}:1}`;
        expectRefusal(await admin.send(method, path, text), name);
      }
    },
  );

  it.each(OPERATIONS.filter(({ method, body }) => !body && method !== 'GET'))(
    'is refused in a body on a route without one: $method $path',
    async ({ method, path }) => {
      expectRefusal(await admin.send(method, path, { surprise: true }), 'surprise');
      for (const body of ['[1]', '"text"', '1', 'null', 'false'])
        expectRefusal(await admin.send(method, path, body), 'body');
    },
  );

  it('has changed nothing', async () => {
    expect((await admin.get(`/api/contacts/${ID}`)).body.data.firstName).toBe('Grace');
    expect((await admin.get('/api/contacts')).body.data.total).toBe(1);
    expect((await admin.get('/api/companies')).body.data.total).toBe(0);
    expect((await admin.get('/api/users')).body.data.total).toBe(1);
    expect((await admin.get('/api/api-keys')).body.data.total).toBe(1);
  });
});

describe('paging', () => {
  it.each(LISTS)('refuses a bad limit or offset, naming it: %s', async (path) => {
    for (const limit of ['0', '101', '-1', '1.5', '1e1', 'ten', '', '%2050', '0x10', '9'.repeat(30), 'null']) {
      expectRefusal(await admin.get(`${path}?limit=${limit}`), 'limit');
    }
    for (const offset of ['-1', '0.5', 'x', '', '2147483648', '9'.repeat(30), 'Infinity']) {
      expectRefusal(await admin.get(`${path}?offset=${offset}`), 'offset');
    }
  });

  it.each(LISTS)('takes limits and offsets up to their bounds: %s', async (path) => {
    for (const [limit, offset] of [
      [1, 0],
      [100, 2_147_483_647],
    ]) {
      const answer = await admin.get(`${path}?limit=${limit}&offset=${offset}`);
      expect(answer.body.data).toMatchObject({ limit, offset, hasMore: false });
    }
    expect((await admin.get(path)).body.data).toMatchObject({ limit: 50, offset: 0 });
  });

  it('refuses a parameter that is given twice', async () => {
    expectRefusal(await admin.get('/api/contacts?limit=1&limit=2'), 'limit');
    expectRefusal(await admin.get('/api/contacts?offset=1&offset=1'), 'offset');
    expectRefusal(await admin.get('/api/contacts?search=a&search=b'), 'search');
    expectRefusal(await admin.get(`/api/contacts?companyId=${ID}&companyId=${ID}`), 'companyId');
  });
});

describe('ids', () => {
  const bad = [
    '1',
    'not-a-uuid',
    `${ID}0`,
    `{${ID}}`,
    ID.replaceAll('-', ''),
    `%20${ID}`,
    '%00',
    'undefined',
    '..%2f..',
  ];

  it.each(OPERATIONS.filter(({ path }) => path.includes(ID)))(
    'are refused unless they are UUIDs: $method $path',
    async ({ method, path, body }) => {
      for (const id of bad) expectRefusal(await admin.send(method, path.replace(ID, id), body), 'id');
    },
  );

  it('are refused as companyId in query and body', async () => {
    for (const companyId of ['', 'acme', `${ID}0`]) {
      expectRefusal(await admin.get(`/api/contacts?companyId=${companyId}`), 'companyId');
      expectRefusal(
        await admin.post('/api/contacts', { email: 'x@people.example', firstName: 'Ada', companyId }),
        'companyId',
      );
    }
  });

  it('of jobs are refused unless they look like one', async () => {
    for (const id of ['1', 'job', 'job_', 'job_%00', `job_${'a'.repeat(65)}`, ID]) {
      expectRefusal(await admin.get(`/api/enrichment-jobs/${id}`), 'jobId');
      expectRefusal(await admin.get(`/api/enrichment-jobs/${id}/events`), 'jobId');
      expectRefusal(await admin.post(`/api/enrichment-jobs/${id}/cancel`), 'jobId');
    }
  });

  it('of events are refused unless they are whole numbers', async () => {
    for (const id of ['', 'x', '-1', '1.5', '0x1', '1, 2', '9'.repeat(19)]) {
      const headers = { 'Last-Event-ID': id };
      expectRefusal(await admin.send('GET', '/api/enrichment-jobs/job_1/events', undefined, headers), 'Last-Event-ID');
    }
  });

  it('are the same in upper case', async () => {
    expect((await admin.get(`/api/contacts/${ID.toUpperCase()}`)).body.data.id).toBe(ID);
  });
});
