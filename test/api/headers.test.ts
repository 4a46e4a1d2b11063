import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';

const ORIGIN = 'https://app.acme.example';
let stack: Stack;
let open: Stack;
let admin: Client;
beforeAll(async () => {
  [stack, open] = await Promise.all([
    startStack({ strict: true, env: { REQUEST_TIMEOUT_MS: '1000' } }),
    startStack({ env: { CORS_ORIGINS: `${ORIGIN}, https://other.example` } }),
  ]);
  admin = await stack.client();
});
afterAll(() => Promise.all([stack.stop(), open.stop()]));

interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Sends bytes as they are, and gives the answer once the server has closed the connection. */
async function raw(bytes: string): Promise<RawAnswer> {
  const { hostname, port } = new URL(stack.api.url);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  socket.on('error', () => undefined);
  socket.write(bytes);
  await new Promise((resolve) => socket.once('close', resolve));
  const [head = '', body = ''] = received.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = new Headers(lines.map((line) => line.split(/: (.*)/).slice(0, 2) as [string, string]));
  return { status: Number(statusLine.split(' ')[1]), headers, body };
}

const request = (path: string, ...headers: string[]): string =>
  [`GET ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, '', ''].join('\r\n');
const many = Array.from({ length: 120 }, (_, at) => `X-${at}: x`);

describe('a request that is too long', () => {
  it.each([
    ['a URL', request(`/api/contacts?search=${'x'.repeat(5000)}`), 414, 'url_too_long'],
    ['a URL beyond reading', request(`/api/contacts?search=${'x'.repeat(20_000)}`), 431, 'headers_too_large'],
    ['a header', request('/api/contacts', `X-Junk: ${'x'.repeat(20_000)}`), 431, 'headers_too_large'],
    ['many headers', request('/api/contacts', ...many), 431, 'headers_too_large'],
    ['no HTTP', 'HELLO\r\n\r\n', 400, 'invalid_request'],
    ['a head without an end', 'GET /api/contacts HTTP/1.1\r\nHost: localhost\r\n', 408, 'request_timeout'],
    [
      ...([
        'a body without an end',
        'POST /api/contacts HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 9\r\n\r\n{',
      ] as const),
      ...([415, 'unsupported_media_type'] as const),
    ],
    [
      'a JSON body without an end',
      'POST /api/contacts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
      ...([408, 'request_timeout'] as const),
    ],
  ])('is refused in the error envelope: %s', async (_name, bytes, status, code) => {
    const answer = await raw(bytes);
    expect(answer.status).toBe(status);
    const body = JSON.parse(answer.body);
    expect(body).toEqual({ success: false, error: expect.any(String), code, requestId: expect.any(String) });
    expect(answer.headers.get('x-request-id')).toBe(body.requestId);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('is served where it is just short enough', async () => {
    const query = '/api/contacts?search=';
    const within = await admin.get(query + 'x'.repeat(4096 - query.length));
    expect([within.status, within.body.code]).toEqual([400, 'invalid_request']);
    expect((await admin.get(query + 'x'.repeat(4097 - query.length))).status).toBe(414);
    const headers = Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`X-${at}`, 'x']));
    expect((await admin.send('GET', '/api/contacts', undefined, headers)).status).toBe(200);
  });
});

/** What is wrong with the headers of an answer. */
function headerFaults(headers: Headers): string[] {
  const expected: Record<string, RegExp> = {
    'content-security-policy': /default-src 'none'.*frame-ancestors 'none'.*script-src 'self'(?:;|$)/,
    'x-content-type-options': /^nosniff$/,
    'x-frame-options': /^(?:SAMEORIGIN|DENY)$/,
    'strict-transport-security': /^max-age=\d{7,}/,
    'referrer-policy': /^no-referrer$/,
    'cross-origin-resource-policy': /^same-origin$/,
    'x-request-id': /./,
  };
  const told = ['x-powered-by', 'server'].filter((name) => headers.has(name));
  const wrong = Object.entries(expected).filter(([name, value]) => !value.test(headers.get(name) ?? ''));
  return [...wrong.map(([name]) => `no ${name}`), ...told.map((name) => `has ${name}`)];
}

describe('security headers', () => {
  it('are on every answer, whatever its status', async () => {
    const anyone = stack.clientWithKey(undefined);
    const contact = await admin.post('/api/contacts', { email: 'headers@people.example', firstName: 'Ada' });
    const answers = [
      contact,
      await admin.get(`/api/contacts/${contact.body.data.id}`),
      await admin.get('/api/contacts?limit=0'),
      await anyone.get('/api/contacts'),
      await admin.get('/api/contacts/550e8400-e29b-41d4-a716-446655440000'),
      await anyone.get('/nothing/here'),
      await admin.send('PUT', '/api/contacts'),
      await admin.send('OPTIONS', '/api/contacts'),
      await admin.post('/api/contacts', { email: 'headers@people.example', firstName: 'Ada' }),
      await admin.post('/api/contacts', 'x'.repeat(110_000)),
      await admin.send('POST', '/api/contacts', '{', { 'Content-Type': 'text/plain' }),
      await anyone.get('/health/live'),
      await anyone.get('/docs'),
      await anyone.get('/docs/swagger-ui.css'),
      await anyone.get('/docs/nothing.js'),
      await anyone.get('/openapi.json'),
      await raw(request(`/api/contacts?search=${'x'.repeat(5000)}`)),
      await raw('HELLO\r\n\r\n'),
    ];
    expect(answers.map(({ headers }) => headerFaults(headers))).toEqual(answers.map(() => []));
    const statuses = [201, 200, 400, 401, 404, 404, 405, 405, 409, 413, 415, 200, 200, 200, 404, 200, 414, 400];
    expect(answers.map(({ status }) => status)).toEqual(statuses);
  });

  it('are found missing where they are', () => {
    const headers = new Headers({
      'X-Powered-By': 'Express',
      'X-Request-Id': '1',
      'X-Content-Type-Options': 'nosniff',
    });
    expect(headerFaults(headers)).toContain('no content-security-policy');
    expect(headerFaults(headers)).toContain('has x-powered-by');
    expect(headerFaults(headers)).not.toContain('no x-content-type-options');
  });
});

describe('pages of other origins', () => {
  const preflight = (to: Stack, origin: string) =>
    to.clientWithKey(undefined).send('OPTIONS', '/api/contacts', undefined, {
      ...{ Origin: origin, 'Access-Control-Request-Method': 'POST' },
      'Access-Control-Request-Headers': 'authorization,content-type',
    });

  it('are allowed nothing unless they are named', async () => {
    const asked = await preflight(stack, ORIGIN);
    expect(asked.status).toBe(405);
    const answered = await admin.send('GET', '/api/contacts', undefined, { Origin: ORIGIN });
    for (const { headers } of [asked, answered]) {
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('may use the api where they are named, and nobody else', async () => {
    const asked = await preflight(open, ORIGIN);
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(asked.headers.get('access-control-allow-methods')).toBe('GET,HEAD,POST,PATCH,DELETE');
    expect(asked.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('authorization,content-type');
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
    const client = await open.client();
    const answered = await client.send('GET', '/api/contacts', undefined, { Origin: ORIGIN });
    expect([answered.status, answered.headers.get('access-control-allow-origin')]).toEqual([200, ORIGIN]);
    expect(answered.headers.get('access-control-expose-headers')).toContain('RateLimit');
    expect(answered.headers.get('vary')).toContain('Origin');
    const refused = await open.clientWithKey(undefined).send('GET', '/api/contacts', undefined, { Origin: ORIGIN });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, ORIGIN]);
    for (const origin of ['https://evil.example', `${ORIGIN}.evil.example`, 'http://app.acme.example', 'null']) {
      expect((await preflight(open, origin)).headers.get('access-control-allow-origin')).toBeNull();
      const other = await client.send('GET', '/api/contacts', undefined, { Origin: origin });
      expect(other.headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});
