import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { expectRefusal } from './refusal.ts';

let stack: Stack;
let admin: Client;
beforeAll(async () => {
  stack = await startStack({ strict: true });
  admin = await stack.client();
});
afterAll(() => stack.stop());

describe('the fields of a body', () => {
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
        email: [...texts, null, '', 'nobody'],
        firstName: texts,
        lastName: texts,
        role: [...texts, null, 'owner', 'Admin'],
      },
    ],
    [
      '/api/api-keys',
      { name: 'types', scopes: ['contacts:read'] },
      {
        name: [...texts, null, ''],
        userId: [...texts, null, 'me'],
        expiresInDays: [null, '90', 90.5, 29, 366, 0, -1, 1e9],
        scopes: [null, [], 'admin', ['everything'], ['contacts:read', 'contacts:read'], [['admin']], {}, [null]],
      },
    ],
  ];

  it.each(WRONG)('are checked for type and form one by one: %s', async (path, base, wrong) => {
    for (const [field, values] of Object.entries(wrong)) {
      for (const value of values) expectRefusal(await admin.post(path, { ...base, [field]: value }), field);
    }
  });

  it('are checked on PATCH as well', async () => {
    const { id } = await admin.createContact();
    const patch = async (fields: Record<string, unknown>) => {
      expectRefusal(await admin.patch(`/api/contacts/${id}`, fields), Object.keys(fields)[0] ?? '');
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
