import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';

let stack: Stack;
let admin: Client;
beforeAll(async () => {
  stack = await startStack({ strict: true });
  admin = await stack.client();
});
afterAll(() => stack.stop());

const contact = (fields: object = {}) => ({ email: `${randomUUID()}@people.example`, firstName: 'Ada', ...fields });

describe('the error envelope', () => {
  it('has a message, a code, and the request id of the header and of the log', async () => {
    const answer = await admin.get(`/api/contacts/${randomUUID()}`);
    expect(answer.status).toBe(404);
    const requestId = answer.headers.get('x-request-id');
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.body).toEqual({ success: false, error: 'Contact not found', code: 'contact_not_found', requestId });
    while (!stack.api.output().includes(`"requestId":"${requestId}"`)) await delay(10);
  });

  it('takes over a harmless X-Request-Id, and no other', async () => {
    const given = async (id: string) =>
      (await admin.send('GET', '/api/nothing', undefined, { 'X-Request-Id': id })).body.requestId as string;
    expect(await given('trace-42.a_b')).toBe('trace-42.a_b');
    for (const harmful of ['two words', '<b>', 'x'.repeat(65), '"quoted"'])
      expect(await given(harmful)).not.toBe(harmful);
  });

  it('names every field that is wrong', async () => {
    const answer = await admin.post('/api/contacts', { email: 'nobody', lastName: 7, vip: true });
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('invalid_request');
    const fields = (answer.body.details as { field: string }[]).map(({ field }) => field).sort();
    expect(fields).toEqual(['email', 'firstName', 'lastName', 'vip']);
    for (const { field, message } of answer.body.details) {
      expect(message).not.toBe('');
      expect(answer.body.error).toContain(field);
    }
  });

  it('says nothing of its innards', async () => {
    const answers = await Promise.all([
      admin.get('/api/contacts/%E0%A4%A'),
      admin.post('/api/contacts', '{"email": "a'),
      admin.get("/api/contacts?search=';DROP TABLE contacts;--"),
      admin.get("/api/contacts/'%20OR%201=1"),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 200, 400]);
    for (const { body } of answers) {
      expect(JSON.stringify(body)).not.toMatch(
        /SyntaxError|URIError|JSON at position|node_modules|SELECT|typeorm|stack/i,
      );
    }
  });
});

describe('routes and methods', () => {
  it.each(['/', '/api', '/api/nothing', '/api/contacts/x/y/z', '/apI2', '/docs/../nothing', '/health'])(
    'answers 404 at %s',
    async (path) => {
      const answer = await admin.get(path);
      expect(answer.status).toBe(404);
      expect(answer.body).toMatchObject({ success: false, code: 'route_not_found' });
    },
  );

  it.each([
    ['PUT', '/api/contacts', 'GET, HEAD, POST'],
    ['DELETE', '/api/contacts', 'GET, HEAD, POST'],
    ['PUT', '/api/contacts/550e8400-e29b-41d4-a716-446655440000', 'DELETE, GET, HEAD, PATCH'],
    ['GET', '/api/contacts/550e8400-e29b-41d4-a716-446655440000/enrich', 'POST'],
    ['HEAD', '/api/contacts/550e8400-e29b-41d4-a716-446655440000/enrich', 'POST'],
    ['POST', '/api/contacts/550e8400-e29b-41d4-a716-446655440000/evidence', 'GET, HEAD'],
    ['DELETE', '/api/companies/550e8400-e29b-41d4-a716-446655440000', 'GET, HEAD, PATCH'],
    ['GET', '/api/users/550e8400-e29b-41d4-a716-446655440000', 'PATCH'],
    ['PATCH', '/api/api-keys/550e8400-e29b-41d4-a716-446655440000', 'DELETE'],
    ['DELETE', '/api/enrichment-jobs/job_1', 'GET, HEAD'],
    ['OPTIONS', '/api/contacts', 'GET, HEAD, POST'],
    ['POST', '/health/live', 'GET, HEAD'],
  ])('answers 405 to %s %s, with Allow', async (method, path, allow) => {
    const answer = await admin.send(method, path);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allow);
    if (method !== 'HEAD') expect(answer.body.code).toBe('method_not_allowed');
  });

  it('answers HEAD as GET, without a body', async () => {
    const [head, get] = [await admin.send('HEAD', '/api/contacts'), await admin.get('/api/contacts')];
    expect(head.status).toBe(200);
    expect(head.body).toBe('');
    expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
    expect((await stack.clientWithKey(undefined).send('HEAD', '/api/contacts')).status).toBe(401);
  });

  it('takes a trailing slash and any letter case in a path for the same route', async () => {
    expect((await admin.get('/api/contacts/?limit=1')).status).toBe(200);
    expect((await admin.get('/API/Contacts?limit=1')).status).toBe(200);
    expect((await stack.clientWithKey(undefined).get('/API/Contacts/')).status).toBe(401);
  });

  it('does not take a doubled slash for a route', async () => {
    expect((await admin.get('//api/contacts')).status).toBe(404);
    expect((await admin.get('/api//contacts')).status).toBe(404);
  });

  it('sends no cross-site permission, sniffable type or server name', async () => {
    const { headers } = await admin.get('/api/contacts');
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('bodies', () => {
  it.each(['{"email":', '{email: 1}', "{'email': 1}", '{"a":1}}', '{"a":NaN}', '\u0000', 'undefined'])(
    'answers 400 to malformed JSON: %j',
    async (body) => {
      const answer = await admin.post('/api/contacts', body);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ code: 'invalid_json', details: [{ field: 'body' }] });
    },
  );

  it.each(['[]', 'null', '42', '"text"', 'true', '[{"email":"a@b.example","firstName":"Ada"}]'])(
    'answers 400 to JSON that is no object: %s',
    async (body) => {
      const answer = await admin.post('/api/contacts', body);
      expect(answer.status).toBe(400);
      expect(answer.body.details).toEqual([{ field: 'body', message: 'must be a JSON object' }]);
    },
  );

  it('answers 400 to a body that is missing, naming the fields that it needs', async () => {
    for (const answer of [await admin.post('/api/contacts'), await admin.post('/api/contacts', '')]) {
      expect(answer.status).toBe(400);
      expect(answer.body.details.map(({ field }: { field: string }) => field)).toEqual(['email', 'firstName']);
    }
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'json',
    '',
  ])('answers 415 to content type %j', async (type) => {
    const answer = await admin.send('POST', '/api/contacts', JSON.stringify(contact()), { 'Content-Type': type });
    expect(answer.status).toBe(415);
    expect(answer.body.code).toBe('unsupported_media_type');
  });

  it.each([
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'application/vnd.api+json',
    'application/json;charset="UTF-8"',
  ])('takes content type %s', async (type) => {
    const answer = await admin.send('POST', '/api/contacts', JSON.stringify(contact()), { 'Content-Type': type });
    expect(answer.status).toBe(201);
  });

  it('answers 413 to more than 100 kB, and takes what is just below', async () => {
    const padded = (bytes: number): string => JSON.stringify(contact()).padEnd(bytes, ' ');
    expect((await admin.post('/api/contacts', padded(100_000))).status).toBe(201);
    for (const bytes of [100 * 1024 + 1, 5_000_000]) {
      const answer = await admin.post('/api/contacts', padded(bytes));
      expect(answer.status).toBe(413);
      expect(answer.body).toMatchObject({ code: 'body_too_large', details: [{ field: 'body' }] });
    }
  });

  it('takes the last of two values for the same key, as JSON parsers do', async () => {
    const answer = await admin.post(
      '/api/contacts',
      '{"email":"twice@people.example","firstName":"Ada","firstName":"Jane"}',
    );
    expect(answer.body.data.firstName).toBe('Jane');
  });

  it('refuses nesting without bounds', async () => {
    const deep = '['.repeat(45_000) + ']'.repeat(45_000);
    for (const field of ['firstName', 'unknown']) {
      const answer = await admin.post(
        '/api/contacts',
        `{"email":"deep@people.example","firstName":"Ada","${field}":${deep}}`,
      );
      expect(answer.status).toBe(400);
      expect(JSON.stringify(answer.body.details)).toContain(field);
    }
  });
});
