import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startLoopbackServer, type LoopbackServer } from './loopback-server.ts';
import { OutboundClient, type OutboundClientOptions } from './outbound-client.ts';

const bomb = gzipSync(Buffer.alloc(50_000_000, 0x61));
const clients: OutboundClient[] = [];
let server: LoopbackServer;

function client(options: Partial<OutboundClientOptions> = {}): OutboundClient {
  const made = new OutboundClient({ userAgent: 'tester/1.0', allowedNetworks: ['127.0.0.0/8'], ...options });
  clients.push(made);
  return made;
}

const routes: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  '/hello': (_, response) => response.setHeader('content-type', 'text/plain').end('hello'),
  '/headers': (request, response) => response.end(JSON.stringify(request.headers)),
  '/cookie': (_, response) => response.setHeader('set-cookie', 'a=1').end('ok'),
  '/gzip': (_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('zipped')),
  '/deflate': (_, response) => response.setHeader('content-encoding', 'deflate').end(deflateSync('zlib')),
  '/raw-deflate': (_, response) => response.setHeader('content-encoding', 'deflate').end(deflateRawSync('raw')),
  '/br': (_, response) => response.setHeader('content-encoding', 'br').end(brotliCompressSync('brotli')),
  '/twice': (_, response) => response.setHeader('content-encoding', 'gzip, gzip').end(gzipSync(gzipSync('x'))),
  '/not-gzip': (_, response) => response.setHeader('content-encoding', 'gzip').end('plain'),
  '/bomb': (_, response) => response.setHeader('content-encoding', 'gzip').end(bomb),
  '/big': (_, response) => response.end(Buffer.alloc(3_000_000)),
  '/loop': (_, response) => response.writeHead(302, { location: '/loop' }).end(),
  '/moved': (_, response) => response.writeHead(301, { location: '/hello#part' }).end(),
  '/to-file': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/to-metadata': (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
  '/many-headers': (_, response) => response.setHeader('x-long', 'a'.repeat(40_000)).end(),
  '/silent': () => undefined,
  '/drip': (_, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('.'), 50);
    response.on('close', () => clearInterval(timer));
  },
};

beforeAll(async () => {
  server = await startLoopbackServer((request, response) => {
    const path = request.url!.split('?')[0]!;
    const route = routes[path];
    if (route) route(request, response);
    else response.writeHead(404).end('none');
  });
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((made) => made.close()));
});
afterAll(() => server.close());

describe('OutboundClient: addresses', () => {
  const literals = [
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '127.0.0.1.',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::1]',
    '0.0.0.0',
    '0',
    '[64:ff9b::127.0.0.1]',
    '①②⑦.0.0.1',
    'localhost',
  ];
  it.each(literals)('refuses %s by default, without connecting', async (host) => {
    const before = server.requests.length;
    const call = client({ allowedNetworks: [] }).get(`http://${host}:${server.port}/hello`);
    await expect(call).rejects.toMatchObject({ name: 'OutboundError', code: 'address_not_allowed' });
    expect(server.requests).toHaveLength(before);
  });

  it('reaches a network that was opened', async () => {
    const answer = await client().get(`${server.origin}/hello`);
    expect(answer).toMatchObject({ status: 200, contentType: 'text/plain', url: `${server.origin}/hello` });
    expect(answer.body.toString()).toBe('hello');
    expect(answer.fetchedAt).toBeInstanceOf(Date);
  });

  it('does not follow a redirect to a private address', async () => {
    const call = client().get(`${server.origin}/to-metadata`);
    await expect(call).rejects.toMatchObject({ code: 'address_not_allowed' });
  });

  it('resolves once and dials what was vetted, though the resolver changes its answer', async () => {
    let asked = 0;
    const resolver = () => Promise.resolve(asked++ === 0 ? ['127.0.0.2'] : ['127.0.0.1']);
    const rebinding = client({ allowedNetworks: ['127.0.0.2/32'], resolver });
    const answer = await rebinding.get(`http://rebind.example:${server.port}/headers`).catch((error: unknown) => error);
    // 127.0.0.2 has no listener: reaching the server would mean that the second answer was dialled.
    expect(answer).toMatchObject({ code: 'connect_failed' });
    expect(asked).toBe(1);
    const again = rebinding.get(`http://rebind.example:${server.port}/headers`);
    await expect(again).rejects.toMatchObject({ code: 'address_not_allowed' });
  });

  it('dials only the allowed ones of a mixed answer and keeps the Host header', async () => {
    const resolver = () => Promise.resolve(['10.0.0.1', '::1', '127.0.0.1']);
    const mixed = client({ allowedNetworks: ['127.0.0.1'], resolver });
    const answer = await mixed.get(`http://mixed.example:${server.port}/headers`);
    expect(JSON.parse(answer.body.toString()).host).toBe(`mixed.example:${server.port}`);
  });

  it('goes on to the next address when one is dead', async () => {
    const resolver = () => Promise.resolve(['127.0.0.9', '127.0.0.1']);
    const answer = await client({ resolver }).get(`http://two.example:${server.port}/hello`);
    expect(answer.status).toBe(200);
  });

  it('tells a name that does not exist from one that may not be dialled', async () => {
    const resolver = () => Promise.reject(new Error('ENOTFOUND'));
    await expect(client({ resolver }).get('http://none.example/')).rejects.toMatchObject({ code: 'dns_failed' });
    const empty = client({ resolver: () => Promise.resolve([]) }).get('http://none.example/');
    await expect(empty).rejects.toMatchObject({ code: 'dns_failed' });
  });

  it('dials the operator’s target for a host, whatever the port and the networks', async () => {
    const connectTo = new Map([['Www.Site.example', { address: '127.0.0.1', port: server.port }]]);
    const answer = await client({ allowedNetworks: [], connectTo }).get('http://www.site.example/headers');
    expect(JSON.parse(answer.body.toString()).host).toBe('www.site.example');
  });
});

describe('OutboundClient: URLs, redirects, headers', () => {
  it.each([
    'ftp://a.example/',
    'file:///etc/passwd',
    'http://u:p@a.example/',
    'nonsense',
    `http://a.example/${'a'.repeat(2000)}`,
  ])('refuses %.40s', async (url) => expect(client().get(url)).rejects.toMatchObject({ code: 'unsupported_url' }));

  it('follows redirects and says where it ended', async () => {
    expect((await client().get(`${server.origin}/moved`)).url).toBe(`${server.origin}/hello`);
  });

  it('asks before it follows', async () => {
    const beforeRedirect = async () => Promise.reject(new Error('no'));
    await expect(client().get(`${server.origin}/moved`, { beforeRedirect })).rejects.toThrow();
  });

  it('gives up after five redirects', async () => {
    const before = server.requests.length;
    await expect(client().get(`${server.origin}/loop`)).rejects.toMatchObject({ code: 'too_many_redirects' });
    expect(server.requests.length - before).toBe(6);
  });

  it('does not follow a redirect out of http', async () => {
    await expect(client().get(`${server.origin}/to-file`)).rejects.toMatchObject({ code: 'unsupported_url' });
  });

  it('sends its user agent, keeps no cookies, and lets no header replace its own', async () => {
    const one = client();
    await one.get(`${server.origin}/cookie`);
    const answer = await one.get(`${server.origin}/headers`, { headers: { 'x-key': 'k', 'user-agent': 'other' } });
    const sent = JSON.parse(answer.body.toString());
    expect(sent).toMatchObject({ 'user-agent': 'tester/1.0', 'x-key': 'k' });
    expect(sent.cookie).toBeUndefined();
  });

  it('refuses excessive response headers', async () => {
    await expect(client().get(`${server.origin}/many-headers`)).rejects.toMatchObject({ code: 'bad_response' });
  });
});

describe('OutboundClient: size', () => {
  it.each([
    ['gzip', 'zipped'],
    ['deflate', 'zlib'],
    ['raw-deflate', 'raw'],
    ['br', 'brotli'],
  ])('decodes %s', async (path, text) => {
    expect((await client().get(`${server.origin}/${path}`)).body.toString()).toBe(text);
  });

  it('refuses a 50 MB page in 50 kB at the cap, without holding it', async () => {
    expect(bomb.length).toBeLessThan(60_000);
    global.gc?.();
    const before = process.memoryUsage().arrayBuffers;
    await expect(client().get(`${server.origin}/bomb`)).rejects.toMatchObject({ code: 'too_large' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  it('refuses a large plain body, or cuts it where asked to', async () => {
    await expect(client().get(`${server.origin}/big`)).rejects.toMatchObject({ code: 'too_large' });
    const cut = await client().get(`${server.origin}/big`, { maxBytes: 1000, oversize: 'truncate' });
    expect(cut.body).toHaveLength(1000);
    const cutBomb = await client().get(`${server.origin}/bomb`, { maxBytes: 1000, oversize: 'truncate' });
    expect(cutBomb.body).toHaveLength(1000);
  });

  it.each(['twice', 'not-gzip'])('refuses a coding it cannot undo: %s', async (path) => {
    await expect(client().get(`${server.origin}/${path}`)).rejects.toMatchObject({ code: 'bad_response' });
  });
});

describe('OutboundClient: time and failures', () => {
  it.each(['silent', 'drip'])('cuts a %s server at the total time-out', async (path) => {
    const started = Date.now();
    const call = client({ timeouts: { total: 400 } }).get(`${server.origin}/${path}`);
    await expect(call).rejects.toMatchObject({ code: 'timed_out' });
    expect(Date.now() - started).toBeLessThan(1500);
  });

  it('cuts a resolver and a handshake that hang', async () => {
    const deaf = createServer(() => undefined);
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(deaf.address() as AddressInfo).port}/`;
    await expect(client({ timeouts: { connect: 300 } }).get(url)).rejects.toMatchObject({ code: 'timed_out' });
    const hanging = client({ timeouts: { connect: 300 }, resolver: () => new Promise(() => undefined) });
    await expect(hanging.get('http://slow.example/')).rejects.toMatchObject({ code: 'timed_out' });
    deaf.close();
  });

  it('stops when the caller does', async () => {
    const signal = AbortSignal.timeout(100);
    await expect(client().get(`${server.origin}/drip`, { signal })).rejects.toMatchObject({ code: 'aborted' });
    const ended = AbortSignal.abort();
    await expect(client().get(`${server.origin}/hello`, { signal: ended })).rejects.toMatchObject({ code: 'aborted' });
  });

  it('names a failed handshake, a closed port and an answer that is not HTTP', async () => {
    const https = client().get(`https://127.0.0.1:${server.port}/`);
    await expect(https).rejects.toMatchObject({ code: 'tls_failed' });
    await expect(client().get('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'connect_failed' });
    const odd = createServer((socket) => socket.end('SSH-2.0-example\r\n'));
    await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve));
    const call = client().get(`http://127.0.0.1:${(odd.address() as AddressInfo).port}/`);
    await expect(call).rejects.toMatchObject({ code: 'bad_response' });
    odd.close();
  });

  it('closes while a call is under way', async () => {
    const one = client();
    const call = one.get(`${server.origin}/drip`).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await one.close();
    expect(await call).toMatchObject({ code: 'aborted' });
  });
});
