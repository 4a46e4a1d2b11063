import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Websites on loopback that take their time. */
export interface SlowSites {
  /** One for each site: the product opens few connections to one, so as not to press it. */
  readonly origins: readonly string[];
  close(): Promise<void>;
}

/** Names the contacts that the jobs are about. */
const PAGE = `<!doctype html><html lang="en"><head><title>Site</title><script type="application/ld+json">
{"@context":"https://schema.org","@type":"Person","name":"Ada Lovelace","jobTitle":"Head of Engines"}
</script></head><body><h1>Site</h1></body></html>`;

/** Serves the same page at every path, after a while; that there is no robots.txt is said at once. */
export async function serveSlowSites(count: number, milliseconds: number): Promise<SlowSites> {
  const answer: RequestListener = (request, response) => {
    if (request.url === '/robots.txt') response.writeHead(404).end();
    else void delay(milliseconds).then(() => response.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE));
  };
  const servers = await Promise.all(Array.from({ length: count }, () => listen(answer)));
  return {
    origins: servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    close: async () => {
      await Promise.all(servers.map(end));
    },
  };
}

async function listen(answer: RequestListener): Promise<Server> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function end(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
