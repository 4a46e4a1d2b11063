import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OutboundClient, RobotsRules } from '#platform';
import { decodeText } from './charset.ts';
import { WebPageFetcher } from './web-page-fetcher.ts';

const { signal } = new AbortController();
let server: Server;
let client: OutboundClient;
let fetcher: WebPageFetcher;

function answer({ headers, url }: IncomingMessage, response: ServerResponse): unknown {
  const host = headers.host!.split(':')[0];
  if (url === '/robots.txt') return response.end(host === 'closed.example' ? 'User-agent: *\nDisallow: /' : '');
  if (url === '/away') return response.writeHead(302, { location: 'http://closed.example/x' }).end();
  if (url === '/pdf') return response.setHeader('content-type', 'application/pdf').end('%PDF');
  if (url === '/missing') return response.writeHead(404, { 'content-type': 'text/html' }).end('none');
  return response.setHeader('content-type', 'Text/HTML; charset=iso-8859-1').end(Buffer.from('Zürich', 'latin1'));
}

beforeAll(async () => {
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const target = { address: '127.0.0.1', port: (server.address() as AddressInfo).port };
  const connectTo = new Map(['open.example', 'closed.example'].map((host) => [host, target]));
  client = new OutboundClient({ userAgent: 'tester/1.0', connectTo });
  fetcher = new WebPageFetcher(client, new RobotsRules(client));
});
afterAll(async () => {
  await client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('WebPageFetcher', () => {
  it('gives the decoded page', async () => {
    const page = await fetcher.fetch('http://open.example/', signal);
    expect(page).toMatchObject({ status: 200, contentType: 'text/html', body: 'Zürich', url: 'http://open.example/' });
  });

  it('asks robots.txt of every site, also of one that a redirect leads to', async () => {
    const disallowed = { code: 'robots_disallowed' };
    await expect(fetcher.fetch('http://closed.example/', signal)).rejects.toMatchObject(disallowed);
    await expect(fetcher.fetch('http://open.example/away', signal)).rejects.toMatchObject(disallowed);
  });

  it('passes any status on, and refuses what is not text', async () => {
    expect((await fetcher.fetch('http://open.example/missing', signal)).status).toBe(404);
    await expect(fetcher.fetch('http://open.example/pdf', signal)).rejects.toMatchObject({ code: 'bad_response' });
    await expect(fetcher.fetch('nonsense', signal)).rejects.toMatchObject({ code: 'unsupported_url' });
  });
});

describe('decodeText', () => {
  it.each([
    ['header', Buffer.from('é', 'latin1'), 'text/html; charset="ISO-8859-1"', 'é'],
    ['byte order mark before header', Buffer.from('\ufeffé'), 'text/html; charset=iso-8859-1', 'é'],
    ['UTF-16 mark', Buffer.from('\ufeffé', 'utf16le'), 'text/html', 'é'],
    ['page', Buffer.from('<meta charset=windows-1251>\xcf', 'latin1'), 'text/html', '<meta charset=windows-1251>П'],
    ['unknown label', Buffer.from('é'), 'text/html; charset=klingon', 'é'],
    ['nothing, UTF-8', Buffer.from('é'), 'text/html', 'é'],
    ['nothing, not UTF-8', Buffer.from('é', 'latin1'), 'text/html', 'é'],
  ])('decodes by %s', (_, body, contentType, text) => {
    expect(decodeText(body, contentType)).toBe(text);
  });
});
