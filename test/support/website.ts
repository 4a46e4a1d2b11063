import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export type Page = string | ((request: IncomingMessage, response: ServerResponse) => void);

/** Websites of made-up hosts, served by one real HTTP server on loopback. */
export interface Websites {
  /** The value of OUTBOUND_CONNECT_TO that sends the hosts here. */
  readonly connectTo: string;
  readonly port: number;
  /** `host/path` of every request, in order. */
  readonly requests: string[];
  /** Pages by host and path; what is not there is a 404. May be changed while tests run. */
  readonly pages: Record<string, Record<string, Page>>;
  close(): Promise<void>;
}

/** Serves pages for hosts such as `acme.example` over plain HTTP. */
export async function serveWebsites(pages: Record<string, Record<string, Page>>): Promise<Websites> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    const path = request.url ?? '/';
    requests.push(host + path);
    const page = pages[host]?.[path];
    if (page === undefined) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found');
    } else if (typeof page === 'string') {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page);
    } else {
      page(request, response);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    ...{ port, requests, pages },
    connectTo: Object.keys(pages)
      .flatMap((host) => [host, `www.${host}`])
      .map((host) => `${host}=127.0.0.1:${port}`)
      .join(','),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A page that answers only when the test says so. */
export interface HeldPage {
  readonly page: Page;
  /** Resolves when the page has been asked for. */
  readonly requested: Promise<void>;
  /** Answers those who have asked, and all who will. */
  release(): void;
}

/** Makes a page that keeps whoever asks for it waiting. */
export function holdPage(html: string): HeldPage {
  let markRequested = (): void => undefined;
  let release = (): void => undefined;
  const requested = new Promise<void>((resolve) => (markRequested = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  const page: Page = (_request, response) => {
    markRequested();
    void released.then(() => response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(html));
  };
  return { page, requested, release };
}
