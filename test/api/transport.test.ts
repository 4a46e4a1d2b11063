import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
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

/** Sends bytes as they are and gives all that comes back until the server closes the connection. */
async function raw(head: readonly string[], body: string | Buffer = ''): Promise<string> {
  const { hostname, port } = new URL(stack.api.url);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  // A server that refuses early may reset the connection while the rest is still being sent.
  socket.on('error', () => undefined);
  socket.write([...head, 'Host: localhost', 'Connection: close', '', ''].join('\r\n'));
  socket.write(body);
  await new Promise((resolve) => socket.once('close', resolve));
  return received;
}

const authorization = (): string => `Authorization: Bearer ${admin.key}`;
const json = (email: string): string => JSON.stringify({ email, firstName: 'Ada' });
const statusOf = (response: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(response)?.[1]);

/** Posts a contact's bytes with headers of the test's choosing. */
function post(headers: readonly string[], body: string | Buffer): Promise<string> {
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  return raw(['POST /api/contacts HTTP/1.1', authorization(), length, ...headers], body);
}

describe('transfer', () => {
  it('takes a chunked body without a length', async () => {
    const body = json('chunked@people.example');
    const chunks = [body.slice(0, 10), body.slice(10)].map((part) => `${part.length.toString(16)}\r\n${part}\r\n`);
    const head = [
      'POST /api/contacts HTTP/1.1',
      authorization(),
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
    ];
    expect(statusOf(await raw(head, `${chunks.join('')}0\r\n\r\n`))).toBe(201);
  });

  it('answers 413 to a chunked body that grows too large', async () => {
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    const head = [
      'POST /api/contacts HTTP/1.1',
      authorization(),
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
    ];
    expect(statusOf(await raw(head, `${chunk.repeat(4)}0\r\n\r\n`))).toBe(413);
  });

  it('answers 415 to a chunked body of another type', async () => {
    const head = [
      'POST /api/contacts HTTP/1.1',
      authorization(),
      'Content-Type: text/plain',
      'Transfer-Encoding: chunked',
    ];
    expect(statusOf(await raw(head, '1\r\nx\r\n0\r\n\r\n'))).toBe(415);
  });

  it('lets a client that expects it go on', async () => {
    const response = await post(
      ['Content-Type: application/json', 'Expect: 100-continue'],
      json('expect@people.example'),
    );
    expect(response).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201 /);
  });

  it('refuses both a length and chunks, as in request smuggling', async () => {
    const head = [
      'POST /api/contacts HTTP/1.1',
      authorization(),
      'Content-Type: application/json',
      'Content-Length: 4',
    ];
    expect(
      statusOf(await raw([...head, 'Transfer-Encoding: chunked'], '0\r\n\r\nGET /health/live HTTP/1.1\r\n\r\n')),
    ).toBe(400);
  });

  it('answers 431 to a header without measure, and goes on serving', async () => {
    // Small enough to be read whole: closing on unread bytes may reset the connection before the answer is seen.
    expect(statusOf(await raw(['GET /api/contacts HTTP/1.1', `X-Junk: ${'x'.repeat(20_000)}`]))).toBe(431);
    expect((await admin.get('/health/live')).status).toBe(200);
  });
});

describe('encodings', () => {
  it('takes a compressed body', async () => {
    const headers = ['Content-Type: application/json', 'Content-Encoding: gzip'];
    expect(statusOf(await post(headers, gzipSync(json('gzip@people.example'))))).toBe(201);
  });

  it('answers 413 to a small body that unpacks to a large one', async () => {
    const bomb = gzipSync(`${json('bomb@people.example')}${' '.repeat(50_000_000)}`);
    expect(bomb.length).toBeLessThan(100_000);
    expect(statusOf(await post(['Content-Type: application/json', 'Content-Encoding: gzip'], bomb))).toBe(413);
  });

  it('answers 400 to a compressed body that is broken', async () => {
    const response = await post(['Content-Type: application/json', 'Content-Encoding: gzip'], 'not gzip at all');
    expect(statusOf(response)).toBe(400);
    expect(response).toContain('"field":"body"');
  });

  it('answers 415 to an unknown content encoding or character set', async () => {
    const body = json('encoded@people.example');
    expect(statusOf(await post(['Content-Type: application/json', 'Content-Encoding: zstd2'], body))).toBe(415);
    expect(statusOf(await post(['Content-Type: application/json; charset=latin1'], body))).toBe(415);
    expect(statusOf(await post(['Content-Type: application/json; charset=utf-99'], body))).toBe(415);
  });

  it('reads a body in the character set that it names', async () => {
    const name = JSON.stringify({ email: 'utf16@people.example', firstName: 'Žofie 😀' });
    const response = await post(['Content-Type: application/json; charset=utf-16le'], Buffer.from(name, 'utf16le'));
    expect(statusOf(response)).toBe(201);
    expect(response).toContain('Žofie 😀');
    expect(statusOf(await post(['Content-Type: application/json; charset=utf-16'], name))).toBe(400);
  });

  it('answers 400 to bytes that are not UTF-8, rather than keeping replacement characters', async () => {
    const body = Buffer.concat([
      Buffer.from('{"email":"latin@people.example","firstName":"Zo'),
      Buffer.from([0xeb]),
      Buffer.from('"}'),
    ]);
    const response = await post(['Content-Type: application/json'], body);
    expect(statusOf(response)).toBe(400);
    expect(response).toContain('"field":"body"');
  });
});
