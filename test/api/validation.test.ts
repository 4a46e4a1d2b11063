import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';
import type { Answer, Client } from '../support/client.ts';

const ID = '550e8400-e29b-41d4-a716-446655440000';
/** Every operation, with a body where it takes one. */
const OPERATIONS: [method: string, path: string, body?: object][] = [
  ['GET', '/api/contacts'],
  ['POST', '/api/contacts', { email: 'new@people.example', firstName: 'Ada' }],
  ['GET', `/api/contacts/${ID}`],
  ['PATCH', `/api/contacts/${ID}`, { firstName: 'Ada' }],
  ['DELETE', `/api/contacts/${ID}`],
  ['GET', `/api/contacts/${ID}/evidence`],
  ['POST', `/api/contacts/${ID}/enrich`],
  ['GET', `/api/contacts/${ID}/enrichment-jobs`],
  ['GET', '/api/enrichment-jobs/job_1'],
  ['POST', '/api/enrichment-jobs/job_1/cancel'],
  ['GET', '/api/companies'],
  ['POST', '/api/companies', { name: 'New Inc' }],
  ['GET', `/api/companies/${ID}`],
  ['PATCH', `/api/companies/${ID}`, { industry: 'Rockets' }],
  ['GET', '/api/users'],
  ['POST', '/api/users', { email: 'new@people.example' }],
  ['PATCH', `/api/users/${ID}`, { firstName: 'Ada' }],
  ['GET', '/api/api-keys'],
  ['POST', '/api/api-keys', { name: 'new', scopes: ['contacts:read'] }],
  ['DELETE', `/api/api-keys/${ID}`],
];
const LISTS = [
  '/api/contacts',
  `/api/contacts/${ID}/evidence`,
  `/api/contacts/${ID}/enrichment-jobs`,
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

function expectRefusal(answer: Answer, field: string): void {
  expect(answer.status).toBe(400);
  expect(answer.body.code).toBe('invalid_request');
  expect((answer.body.details as { field: string }[]).map((problem) => problem.field)).toContain(field);
  expect(answer.body.error).toContain(field);
}

describe('what a route does not know', () => {
  it.each(OPERATIONS)('is refused in the query: %s %s', async (method, path, body) => {
    for (const name of ['sort', 'Limit', 'constructor', 'toString', '__proto__', 'search[]']) {
      expectRefusal(await admin.send(method, `${path}?${encodeURIComponent(name)}=1`, body), name);
    }
  });

  it.each(OPERATIONS.filter(([, , body]) => body))('is refused in the body: %s %s', async (method, path, body) => {
    for (const name of ['vip', 'id', 'organizationId', 'createdAt', 'constructor', 'hasOwnProperty', '__proto__', '']) {
      const text = `{${JSON.stringify(body).slice(1, -1)},${JSON.stringify(name)}:1}`;
      expectRefusal(await admin.send(method, path, text), name);
    }
  });

  it.each(OPERATIONS.filter(([method, , body]) => !body && method !== 'GET'))(
    'is refused in a body on a route without one: %s %s',
    async (method, path) => {
      expectRefusal(await admin.send(method, path, { force: true }), 'force');
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

  it.each(OPERATIONS.filter(([, path]) => path.includes(ID)))(
    'are refused unless they are UUIDs: %s %s',
    async (method, path, body) => {
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
      expectRefusal(await admin.post(`/api/enrichment-jobs/${id}/cancel`), 'jobId');
    }
  });

  it('are the same in upper case', async () => {
    expect((await admin.get(`/api/contacts/${ID.toUpperCase()}`)).body.data.id).toBe(ID);
  });
});

describe('types', () => {
  const texts = [1, true, [], ['x'], {}, { $ne: 1 }];
  const flags = [null, 'true', 0, 1, []];
  const WRONG: [path: string, base: object, wrong: Record<string, unknown[]>][] = [
    [
      '/api/contacts',
      { email: 'types@people.example', firstName: 'Ada' },
      {
        ...{
          email: [...texts, null, '', ' '],
          firstName: [...texts, null, '', ' '],
          lastName: texts,
          phoneNumber: texts,
        },
        ...{ address: texts, companyId: texts, companyName: texts, visibility: [...texts, null, 'public', 'Private'] },
        ...{ isConnector: flags, isSolutionProvider: flags },
      },
    ],
    [
      '/api/companies',
      { name: 'Types' },
      {
        ...{ name: [...texts, null, '', ' '], description: texts, industry: texts, address: texts },
        website: [...texts, 'acme.com', 'ftp://acme.com', 'javascript:alert(1)', 'http://', '//acme.com'],
      },
    ],
    [
      '/api/users',
      { email: 'types@people.example' },
      {
        ...{
          email: [...texts, null, '', 'nobody'],
          firstName: texts,
          lastName: texts,
          role: [...texts, null, 'owner', 'Admin'],
        },
      },
    ],
    [
      '/api/api-keys',
      { name: 'types', scopes: ['contacts:read'] },
      {
        ...{
          name: [...texts, null, ''],
          userId: [...texts, null, 'me'],
          expiresInDays: [null, '90', 90.5, 29, 366, 0, -1, 1e9],
        },
        scopes: [null, [], 'admin', ['everything'], ['contacts:read', 'contacts:read'], [['admin']], {}, [null]],
      },
    ],
  ];

  it.each(WRONG)('of body fields are checked one by one: %s', async (path, base, wrong) => {
    for (const [field, values] of Object.entries(wrong)) {
      for (const value of values) expectRefusal(await admin.post(path, { ...base, [field]: value }), field);
    }
  });

  it('are checked on PATCH as well', async () => {
    const patch = async (fields: Record<string, unknown>) => {
      expectRefusal(await admin.patch(`/api/contacts/${ID}`, fields), Object.keys(fields)[0] ?? '');
    };
    for (const value of [...texts, null, '', ' ']) await patch({ firstName: value });
    for (const value of flags) await patch({ isConnector: value });
    for (const value of [...texts, '', 'nobody']) await patch({ email: value });
    expectRefusal(await admin.patch(`/api/users/${randomUUID()}`, { active: null }), 'active');
    expectRefusal(await admin.patch(`/api/users/${randomUUID()}`, { email: 'other@people.example' }), 'email');
  });

  it.each([
    'john',
    'john@',
    '@acme.com',
    'a b@acme.com',
    'john@acme',
    'john@acme..com',
    'John <john@acme.com>',
    'a@b@acme.com',
    `${'a'.repeat(65)}@acme.com`,
    'john@-acme.com',
  ])('refuses %j as an email', async (email) => {
    expectRefusal(await admin.post('/api/contacts', { email, firstName: 'Ada' }), 'email');
  });

  it.each([
    'o.brien+crm@acme.co.uk',
    "o'brien@acme.example",
    'x@b.example',
    'josé@exämple.example',
    'USER_1@sub.acme.example',
  ])('takes %j as an email, and keeps it as it is', async (email) => {
    expect((await admin.createContact({ email })).email).toBe(email);
  });
});
