import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Scope } from '#platform';
import { setTimeout as delay } from 'node:timers/promises';
import { startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { malformedAuthorization } from '../support/malformed-authorization.ts';

const ID = '550e8400-e29b-41d4-a716-446655440000';
let stack: Stack;
let admin: Client;
beforeAll(async () => {
  stack = await startStack({ strict: true });
  admin = await stack.client();
});
afterAll(() => stack.stop());

const withHeader = (value: string) =>
  stack.clientWithKey(undefined).send('GET', '/api/contacts', undefined, { Authorization: value });

describe('401', () => {
  it('answers a request without a key, with a challenge', async () => {
    const answer = await stack.clientWithKey(undefined).get('/api/contacts');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="contacts"');
    expect(answer.body.code).toBe('unauthenticated');
  });

  it('answers a key that is malformed or unknown, wherever it is sent wrongly', async () => {
    const key = admin.key ?? '';
    for (const header of malformedAuthorization(key)) {
      const answer = await withHeader(header);
      expect([header, answer.status]).toEqual([header, 401]);
      expect(answer.headers.get('www-authenticate')).toContain('Bearer realm="contacts"');
      expect(answer.body.error).not.toContain(key.slice(8, 40));
    }
    expect((await stack.clientWithKey(undefined).get(`/api/contacts?api_key=${key}`)).status).toBe(401);
  });

  it('does not answer a good key, in any letter case and spacing of the scheme', async () => {
    for (const header of [`Bearer ${admin.key}`, `bearer ${admin.key}`, `BEARER  ${admin.key}`]) {
      expect((await withHeader(header)).status).toBe(200);
    }
  });

  it('answers an expired key', async () => {
    const client = await stack.client({ keyName: 'expiring' });
    expect((await client.get('/api/contacts')).status).toBe(200);
    await stack.database.query("UPDATE api_keys SET expires_at = now() WHERE name = 'expiring'");
    await delay(1000);
    const answer = await client.get('/api/contacts');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('answers a revoked key', async () => {
    const client = await stack.client({ keyName: 'leaked' });
    const keys = (await client.get('/api/api-keys')).body.data.apiKeys as { id: string; name: string }[];
    await client.delete(`/api/api-keys/${keys.find(({ name }) => name === 'leaked')?.id}`);
    expect((await client.get('/api/contacts')).status).toBe(401);
  });

  it('comes before anything is said about ids, queries or bodies', async () => {
    const nobody = stack.clientWithKey(undefined);
    expect((await nobody.get('/api/contacts/not-a-uuid')).status).toBe(401);
    expect((await nobody.get('/api/contacts?sort=1')).status).toBe(401);
    expect((await nobody.post('/api/contacts', { vip: true })).status).toBe(401);
    expect((await nobody.get(`/api/contacts/${ID}`)).status).toBe(401);
  });
});

describe('403', () => {
  const NEEDED: [method: string, path: string, scope: string, others: Scope[]][] = [
    ['GET', '/api/contacts', 'contacts:read', ['contacts:write', 'enrichment:run', 'admin']],
    ['POST', '/api/contacts', 'contacts:write', ['contacts:read', 'enrichment:run', 'admin']],
    ['GET', `/api/contacts/${ID}`, 'contacts:read', ['contacts:write', 'enrichment:run', 'admin']],
    ['PATCH', `/api/contacts/${ID}`, 'contacts:write', ['contacts:read', 'enrichment:run', 'admin']],
    ['DELETE', `/api/contacts/${ID}`, 'contacts:write', ['contacts:read', 'enrichment:run', 'admin']],
    ['GET', `/api/contacts/${ID}/evidence`, 'contacts:read', ['contacts:write', 'enrichment:run', 'admin']],
    ['GET', '/api/enrichment/sources', 'contacts:read', ['contacts:write', 'enrichment:run', 'admin']],
    ['GET', '/api/usage', 'admin', ['contacts:read', 'contacts:write', 'enrichment:run']],
    ['GET', `/api/contacts/${ID}/insights`, 'contacts:read', ['contacts:write', 'enrichment:run', 'admin']],
    ['GET', `/api/contacts/${ID}/suggestions`, 'contacts:read', ['contacts:write', 'enrichment:run', 'admin']],
    ['POST', `/api/contacts/${ID}/suggestions/${ID}/accept`, 'contacts:write', ['contacts:read', 'admin']],
    ['POST', `/api/contacts/${ID}/suggestions/${ID}/reject`, 'contacts:write', ['contacts:read', 'admin']],
    ['GET', `/api/contacts/${ID}/evidence/${ID}/document`, 'contacts:read', ['contacts:write', 'admin']],
    ['POST', `/api/contacts/${ID}/evidence/${ID}/wrong-person`, 'contacts:write', ['contacts:read', 'admin']],
    ['POST', `/api/contacts/${ID}/enrich`, 'enrichment:run', ['contacts:read', 'contacts:write', 'admin']],
    ['GET', `/api/contacts/${ID}/enrichment-jobs`, 'contacts:read or enrichment:run', ['contacts:write', 'admin']],
    ['GET', '/api/enrichment-jobs/job_1', 'contacts:read or enrichment:run', ['contacts:write', 'admin']],
    ['GET', '/api/enrichment-jobs/job_1/events', 'contacts:read or enrichment:run', ['contacts:write', 'admin']],
    ['POST', '/api/enrichment-jobs/job_1/cancel', 'enrichment:run', ['contacts:read', 'contacts:write', 'admin']],
    ['GET', '/api/companies', 'contacts:read', ['contacts:write', 'enrichment:run', 'admin']],
    ['POST', '/api/companies', 'contacts:write', ['contacts:read', 'enrichment:run', 'admin']],
    ['GET', `/api/companies/${ID}`, 'contacts:read', ['contacts:write', 'enrichment:run', 'admin']],
    ['PATCH', `/api/companies/${ID}`, 'contacts:write', ['contacts:read', 'enrichment:run', 'admin']],
    ['GET', `/api/contacts/${ID}/export`, 'contacts:read', ['contacts:write', 'enrichment:run', 'admin']],
    ['GET', '/api/audit-events', 'admin', ['contacts:read', 'contacts:write', 'enrichment:run']],
    ['GET', '/api/barred-emails', 'admin', ['contacts:read', 'contacts:write', 'enrichment:run']],
    ['DELETE', `/api/barred-emails/${ID}`, 'admin', ['contacts:read', 'contacts:write', 'enrichment:run']],
    ['GET', '/api/users', 'admin', ['contacts:read', 'contacts:write', 'enrichment:run']],
    ['POST', '/api/users', 'admin', ['contacts:read', 'contacts:write', 'enrichment:run']],
    ['PATCH', `/api/users/${ID}`, 'admin', ['contacts:read', 'contacts:write', 'enrichment:run']],
  ];

  it.each(NEEDED)('names the scope that %s %s needs: %s', async (method, path, scope, others) => {
    const client = await stack.client({ scopes: others });
    const answer = await client.send(method, path, method === 'POST' || method === 'PATCH' ? {} : undefined);
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ code: 'missing_scope', error: `The API key lacks the scope ${scope}` });
    const able = await stack.client({ scopes: [scope.split(' or ')[0] as Scope] });
    expect((await able.send(method, path)).status).not.toBe(403);
  });
});
