import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OutboundClient, RobotsRules } from '#platform';
import { WebPageFetcher } from '../../libs/enrichment/web/web-page-fetcher.ts';
import type { QualityCase } from './corpus/case.ts';

/** The corpus's websites on loopback, and the product's own fetcher, which can reach nothing else. */
export interface ServedCorpus {
  readonly pages: WebPageFetcher;
  close(): Promise<void>;
}

/** Serves every host of the corpus by one real HTTP server. */
export async function serveCorpus(cases: readonly QualityCase[]): Promise<ServedCorpus> {
  const sites = Object.assign({}, ...cases.map((one) => one.sites)) as QualityCase['sites'];
  const server = createServer(({ headers, url }, response) => {
    const page = sites[(headers.host ?? '').replace(/:\d+$/, '')]?.[decodeURI(url ?? '/')];
    if (!page) response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found');
    else response.writeHead(200, { 'Content-Type': page.contentType }).end(page.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const target = { address: '127.0.0.1', port: (server.address() as AddressInfo).port };
  const client = new OutboundClient({
    userAgent: 'quality-bench/1.0',
    connectTo: new Map(Object.keys(sites).map((host) => [host, target])),
    resolver: () => Promise.resolve([]),
  });
  const close = async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  };
  return { pages: new WebPageFetcher(client, new RobotsRules(client)), close };
}
