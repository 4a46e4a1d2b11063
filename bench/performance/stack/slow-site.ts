import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A website on loopback that takes its time. */
export interface SlowSite {
  readonly url: string;
  close(): Promise<void>;
}

/** Names the contacts that {@link ../data/subjects.ts} makes. */
const PAGE = `<!doctype html><html lang="en"><head><title>Site</title><script type="application/ld+json">
{"@context":"https://schema.org","@type":"Person","name":"Ada Lovelace","jobTitle":"Head of Engines"}
</script></head><body><h1>Site</h1></body></html>`;

/** Serves the same page at every path, after a while; that it has no robots.txt it says at once. */
export async function serveSlowSite(milliseconds: number): Promise<SlowSite> {
  const server = createServer((request, response) => {
    if (request.url === '/robots.txt') response.writeHead(404).end();
    else void delay(milliseconds).then(() => response.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
