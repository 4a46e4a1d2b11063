import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startLoopbackServer, type LoopbackServer } from './loopback-server.ts';
import { OutboundClient } from './outbound-client.ts';
import { RobotsRules } from './robots-rules.ts';

let server: LoopbackServer;
let client: OutboundClient;
let robots: { status: number; body: string; location?: string };
let now = 0;

beforeAll(async () => {
  server = await startLoopbackServer((request, response) => {
    if (request.url === '/elsewhere') return response.end('User-agent: *\nDisallow: /moved');
    const headers = robots.location ? { location: robots.location } : {};
    return response.writeHead(robots.status, headers).end(robots.body);
  });
  client = new OutboundClient({ userAgent: 'Rolodex/2.0 (+https://a.example)', allowedNetworks: ['127.0.0.1'] });
});
beforeEach(() => {
  server.requests.length = 0;
  now = 0;
});
afterAll(async () => {
  await client.close();
  await server.close();
});

const rules = (maxOrigins = 500) => new RobotsRules(client, { now: () => now, maxOrigins });
const check = (path: string, from = rules()) => from.check(server.origin + path);
const disallowed = { code: 'robots_disallowed' };

describe('RobotsRules', () => {
  it('obeys the group of its own product before the general one', async () => {
    robots = {
      status: 200,
      body: 'User-agent: *\nDisallow: /\n\nUser-agent: rolodex\nDisallow: /team\nAllow: /team/open',
    };
    await expect(check('/')).resolves.toBeUndefined();
    await expect(check('/team')).rejects.toMatchObject(disallowed);
    await expect(check('/team/open')).resolves.toBeUndefined();
  });

  it('reads an origin once an hour', async () => {
    robots = { status: 200, body: 'User-agent: *\nDisallow: /private' };
    const cached = rules();
    await Promise.all([check('/a', cached), check('/b', cached)]);
    expect(server.requests).toHaveLength(1);
    now = 3_600_001;
    await check('/c', cached);
    expect(server.requests).toHaveLength(2);
  });

  it('allows all where there is none (4xx), nothing while the server fails (5xx), and asks again', async () => {
    const cached = rules();
    robots = { status: 503, body: '' };
    await expect(check('/', cached)).rejects.toMatchObject(disallowed);
    robots = { status: 404, body: 'User-agent: *\nDisallow: /' };
    await expect(check('/', cached)).resolves.toBeUndefined();
  });

  it('follows redirects, and takes an endless one for absent', async () => {
    robots = { status: 301, body: '', location: '/elsewhere' };
    await expect(check('/moved')).rejects.toMatchObject(disallowed);
    robots = { status: 301, body: '', location: '/robots.txt' };
    await expect(check('/moved')).resolves.toBeUndefined();
  });

  it('reads the first 500 kB of a long file', async () => {
    robots = { status: 200, body: `User-agent: *\nDisallow: /first\n${'# filler\n'.repeat(80_000)}Disallow: /last` };
    const cached = rules();
    await expect(check('/first', cached)).rejects.toMatchObject(disallowed);
    await expect(check('/last', cached)).resolves.toBeUndefined();
  });

  it('forgets the origin that was not used for longest', async () => {
    robots = { status: 404, body: '' };
    const small = rules(1);
    await check('/', small);
    await small.check(`http://127.0.0.1:${server.port + 0}/again`);
    expect(server.requests).toHaveLength(1);
    await small.check('http://127.0.0.1:1/').catch(() => undefined);
    await check('/', small);
    expect(server.requests).toHaveLength(2);
  });

  it('passes on that a site cannot be reached, and leaves with its caller', async () => {
    await expect(rules().check('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'connect_failed' });
    const aborted = rules().check(`${server.origin}/`, AbortSignal.abort());
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
  });
});
