import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startApp, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { auditEvents, startAudited, suggestedFor, type AuditEvent } from './audited.ts';
import { expectRefusal } from './refusal.ts';

let stack: Stack;
let admin: Client;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ stack, client: admin, stop } = await startAudited());
});
afterAll(() => stop());

const events = (query = '', client = admin) => auditEvents(client, query);
const eventsOf = (id: string) => events(`&subjectId=${id}`);
const count = async (): Promise<number> => {
  const [row] = await stack.database.query<{ n: number }>('SELECT count(*)::int AS n FROM audit_events');
  return row?.n ?? 0;
};

describe('an event', () => {
  it('says who did what to which row, when and from where, with the names of the fields alone', async () => {
    const { id, ownerId } = await admin.createContact({ firstName: 'Ada', phoneNumber: '+1 555-123-4567' });
    const changes = { firstName: 'Grace', phoneNumber: '+1 555-123-4567', address: '1 Secret Street' };
    const answer = await admin.patch(`/api/contacts/${id}`, changes);
    const [updated, created, ...others] = await eventsOf(id);
    expect(others).toEqual([]);
    const key = (await admin.get('/api/api-keys')).body.data.apiKeys.find(
      (one: AuditEvent) => one['userId'] === ownerId,
    );
    expect(updated).toEqual({
      ...{ id: expect.any(String), actorType: 'api_key', userId: ownerId, jobId: null, remoteAddress: '127.0.0.1' },
      ...{ apiKeyId: expect.any(String), requestId: answer.headers.get('x-request-id'), action: 'contact.updated' },
      ...{ subjectType: 'contact', subjectId: id, partId: null, fields: ['firstName', 'address'] },
      createdAt: expect.stringMatching(/^20\d\d-.*\.\d{6}Z$/),
    });
    expect(key.userId).toBe(updated!['userId']);
    expect(created).toMatchObject({ action: 'contact.created', fields: [] });
    expect(JSON.stringify([updated, created])).not.toMatch(/Grace|Secret|555/);
  });

  it('names the suggestion and the row that a decision changed, and the job that enrichment wrote for', async () => {
    const { contactId, companyId, suggestionId } = await suggestedFor(admin);
    await admin.post(`/api/contacts/${contactId}/suggestions/${suggestionId}/accept`);
    const [accepted, ...earlier] = await eventsOf(companyId);
    expect(accepted).toMatchObject({
      ...{ action: 'suggestion.accepted', subjectType: 'company', partId: suggestionId, fields: ['industry'] },
    });
    const written = [...earlier, ...(await eventsOf(contactId))].filter(({ actorType }) => actorType === 'job');
    expect(written.map(({ action }) => action)).toEqual(['company.enriched', 'contact.enriched']);
    const [requested] = await events(`&subjectId=${contactId}&action=enrichment.requested`);
    for (const event of written) {
      expect(event).toMatchObject({ jobId: requested!['partId'], userId: null, apiKeyId: null, requestId: null });
    }
    expect(written[1]!['fields']).toContain('jobTitle');
  });

  it('is not written for what was refused, or changes nothing', async () => {
    const { email } = await admin.createContact();
    const { id, key } = (await admin.post('/api/api-keys', { name: 'gone', scopes: ['contacts:read'] })).body.data;
    await admin.delete(`/api/api-keys/${id}`);
    const before = await count();
    const answers = [
      await admin.post('/api/contacts', { email, firstName: 'Ada', companyName: 'Never Made Inc' }),
      await admin.patch(`/api/contacts/${randomUUID()}`, { firstName: 'Ada' }),
      await admin.post('/api/users', { email: 'admin@acme.example' }),
      await stack.clientWithKey(key).get('/api/contacts'),
      await admin.delete(`/api/api-keys/${id}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([409, 404, 409, 401, 200]);
    expect(await count()).toBe(before);
    expect((await admin.get('/api/companies?search=never+made')).body.data.total).toBe(0);
  });

  it('is written once where a request is sent again under its Idempotency-Key', async () => {
    const body = { email: `${randomUUID()}@people.example`, firstName: 'Ada' };
    const headers = { 'Idempotency-Key': randomUUID() };
    const answers = [];
    for (let time = 0; time < 2; time += 1) answers.push(await admin.send('POST', '/api/contacts', body, headers));
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect((await eventsOf(answers[0]!.body.data.id)).map(({ action }) => action)).toEqual(['contact.created']);
  });

  it('is the operator’s where a key was made on the server', async () => {
    await stack.client({ organization: 'Fresh Ltd', email: 'first@fresh.example' });
    const fresh = await stack.client({ organization: 'Fresh Ltd', email: 'first@fresh.example' });
    const own = await events('', fresh);
    expect(own.map(({ actorType, action }) => [actorType, action])).toEqual([
      ['operator', 'api_key.created'],
      ['operator', 'api_key.created'],
      ['operator', 'user.created'],
      ['operator', 'organization.created'],
    ]);
  });

  it('has the address that a trusted proxy tells, and no other’s word for it', async () => {
    const trusting = await startApp('api', { ...stack.env, TRUSTED_PROXIES: '127.0.0.0/8' });
    const addressBy = async (baseUrl: string, forwarded: string): Promise<unknown> => {
      const client = stack.clientWithKey(admin.key, { ...stack.api, url: baseUrl });
      const body = { name: randomUUID() };
      const answer = await client.send('POST', '/api/companies', body, { 'X-Forwarded-For': forwarded });
      return (await eventsOf(answer.body.data.id))[0]!['remoteAddress'];
    };
    expect(await addressBy(stack.api.url, '203.0.113.7')).toBe('127.0.0.1');
    expect(await addressBy(trusting.url, '198.51.100.1, 203.0.113.7')).toBe('203.0.113.7');
    expect(await addressBy(trusting.url, '2001:db8::7')).toBe('2001:db8::7');
    expect(await addressBy(trusting.url, '::ffff:203.0.113.7')).toBe('203.0.113.7');
    expect(await addressBy(trusting.url, 'fe80::1%eth0')).toBe('fe80::1');
    for (const nonsense of ['jane.doe', "'; DROP TABLE contacts", 'x'.repeat(2000)]) {
      expect(await addressBy(trusting.url, nonsense)).toBeNull();
    }
    await trusting.stop();
  });
});

describe('the trail', () => {
  it('is append-only: the database refuses all but taking a request id away', async () => {
    await admin.createContact();
    const refused = [
      `UPDATE audit_events SET action = 'contact.updated'`,
      `UPDATE audit_events SET request_id = 'another'`,
      `UPDATE audit_events SET request_id = NULL, fields = '{}', user_id = gen_random_uuid()`,
      'DELETE FROM audit_events',
      'DELETE FROM audit_events WHERE false',
      'TRUNCATE audit_events',
      'TRUNCATE audit_events, contacts CASCADE',
    ];
    const before = await count();
    for (const sql of refused) {
      const outcome = await stack.database.query(sql).then(
        () => 'done',
        (error: unknown) => (error as Error).message,
      );
      expect([sql, outcome]).toEqual([sql, 'audit events cannot be changed or removed']);
    }
    expect(await count()).toBe(before);
    await stack.database.query(
      'UPDATE audit_events SET request_id = NULL WHERE id = (SELECT min(id::text)::uuid FROM audit_events)',
    );
  });

  it('is read by admins of the organization alone', async () => {
    const member = await stack.client({ email: 'member@acme.example' });
    expect((await member.get('/api/audit-events')).status).toBe(403);
    const { id } = await admin.createContact();
    const rival = await stack.client({ organization: 'Rival Ltd', email: 'boss@rival.example' });
    expect(await events(`&subjectId=${id}`, rival)).toEqual([]);
    expect((await events('', rival)).map(({ subjectId }) => subjectId)).not.toContain(id);
  });

  it('is filtered by action, row, user and time', async () => {
    const second = await stack.client({ email: 'second@acme.example', role: 'admin' });
    const { id, ownerId } = await second.createContact();
    await admin.patch(`/api/contacts/${id}`, { firstName: 'Jane' });
    const [updated, created] = await eventsOf(id);
    expect((await events(`&userId=${ownerId}`)).map(({ action }) => action)).toEqual(['contact.created']);
    expect(await events(`&subjectId=${id}&action=contact.created`)).toEqual([created]);
    const [at, next] = [created!['createdAt'], updated!['createdAt']].map((time) => time.slice(0, 23));
    expect(await events(`&subjectId=${id}&until=${at}Z`)).toEqual([]);
    expect((await events(`&subjectId=${id}&since=${at}Z`)).length).toBe(2);
    expect((await events(`&subjectId=${id}&since=${next}Z`))[0]).toEqual(updated);
    expect(await events(`&subjectId=${id}&since=${at}%2B00:00&until=${at}%2B00:00`)).toEqual([]);
    for (const [name, values] of [
      ['action', ['contact.exploded', '']],
      ['userId', ['me']],
      ['since', ['yesterday', '2024-01-15', '2024-13-15T10:00:00Z', '1705312200', '']],
      ['until', ['2024-01-15T10:00:00', '2024-01-15 10:00Z']],
      ['subjectId', ['', 'x'.repeat(101)]],
      ['limit', ['0', '101', 'x']],
      ['cursor', ['x', 'A'.repeat(60)]],
    ] as const) {
      for (const value of values) expectRefusal(await admin.get(`/api/audit-events?${name}=${value}`), name);
    }
    const turned = '/api/audit-events?since=2024-01-16T00:00:00Z&until=2024-01-15T00:00:00Z';
    expectRefusal(await admin.get(turned), 'until');
  });

  it('is paged by cursor, without gap or repetition while events are added', async () => {
    const { id } = await admin.createContact();
    for (const firstName of ['Jane', 'John', 'Joan', 'Jean']) await admin.patch(`/api/contacts/${id}`, { firstName });
    const all = await eventsOf(id);
    const seen: AuditEvent[] = [];
    for (let cursor = ''; ;) {
      const { data } = (await admin.get(`/api/audit-events?subjectId=${id}&limit=2${cursor}`)).body;
      await admin.patch(`/api/contacts/${id}`, { address: randomUUID() });
      seen.push(...data.auditEvents);
      expect(data.hasMore).toBe(data.nextCursor !== null);
      if (data.nextCursor === null) break;
      cursor = `&cursor=${data.nextCursor}`;
      expectRefusal(await admin.get(`/api/audit-events?limit=2${cursor}`), 'cursor');
    }
    expect(seen).toEqual(all);
  });

  it('has as many events of 40 creations at once as there are contacts', async () => {
    const made = await Promise.all(Array.from({ length: 40 }, () => admin.createContact({ companyName: 'Crowd Inc' })));
    const company = made[0].company.id as string;
    expect(new Set(made.map((contact) => contact.company.id))).toEqual(new Set([company]));
    expect((await eventsOf(company)).map(({ action }) => action)).toEqual(['company.created']);
    const [row] = await stack.database.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM audit_events WHERE action = 'contact.created' AND subject_id = ANY ($1)`,
      [made.map(({ id }) => id)],
    );
    expect(row?.n).toBe(40);
  });
});
