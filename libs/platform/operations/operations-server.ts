import express, { type Express, type RequestHandler } from 'express';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { measureProcess, metrics } from './metrics.ts';

/** Makes what answers under a path; called only where the server is started. */
export type PageFactory = () => Promise<RequestHandler> | RequestHandler;

/**
 * What operators watch, on a port of its own that is off unless it is configured: `GET /metrics` for Prometheus, and what
 * else is added. It asks for no key, so it only reads, and listens on loopback unless told otherwise.
 */
export class OperationsServer {
  private readonly pages = new Map<string, PageFactory>();
  private server: Server | undefined;

  /** Adds what answers under a path such as `/queue`. To be called before {@link start}. */
  add(path: string, page: PageFactory): void {
    this.pages.set(path, page);
  }

  /** @returns its URL @throws if the port cannot be opened */
  async start(host: string, port: number): Promise<string> {
    measureProcess();
    const server = createServer(await this.createApp());
    this.server = server;
    server.listen(port, host);
    await once(server, 'listening');
    const { address, family, port: own } = server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${own}`;
  }

  stop(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  private async createApp(): Promise<Express> {
    const app = express().disable('x-powered-by');
    app.use((request, response, next) => {
      if (request.method === 'GET' || request.method === 'HEAD') next();
      else response.status(405).set('Allow', 'GET, HEAD').end();
    });
    app.get('/metrics', async (_request, response) => {
      const text = await metrics.metrics();
      response.set('Content-Type', metrics.contentType).send(text);
    });
    for (const [path, page] of this.pages) app.use(path, await page());
    return app;
  }
}
