import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express, Response } from 'express';
import { createServer } from 'node:http';
import { entityTag, hasAlready, hasEntityTag } from './entity-tags.ts';
import type { Logger } from 'pino';
import type { Config } from '#platform';
import { expressMessages } from './express-messages.ts';
import { boundConnections, boundedServerOptions } from './server-bounds.ts';
import { refuseUnparsed } from './unparsed-requests.ts';

/** Nest's Express, less what costs on every request and is of no use to this api. */
export class HttpAdapter extends ExpressAdapter {
  constructor(
    private readonly config: Config,
    private readonly processLogger: Logger,
  ) {
    super();
  }

  /** The server, of which Nest's own options are not used. */
  override initHttpServer(): void {
    const app = this.getInstance<Express>();
    const server = createServer({ ...boundedServerOptions(this.config), ...expressMessages(app) }, app);
    boundConnections(server, this.config);
    refuseUnparsed(server, this.processLogger);
    this.httpServer = server;
  }

  /**
   * Sends what a controller gave. Nearly always that is JSON, for which `response.json()` would go through settings that
   * this api does not have. What has an entity tag goes out with it, or, where a GET says that it has it already, not at all.
   * @param statusCode the one that the response has, where it is not given
   */
  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    // The request was given up on before its controller was done.
    if (response.writableEnded) return response;
    if (!isPlain(body)) return super.reply(response, body, statusCode);
    // Encoded once: of a string, Node would count the bytes first, and then encode it into three times the space.
    const bytes = Buffer.from(JSON.stringify(body));
    if (statusCode !== undefined) response.statusCode = statusCode;
    if (hasEntityTag(body)) {
      const { method, headers } = response.req;
      const isRead = method === 'GET' || method === 'HEAD';
      const tag = entityTag(body, isRead ? bytes : undefined);
      response.setHeader('ETag', tag);
      if (isRead && hasAlready(headers['if-none-match'], tag)) return response.status(304).end();
    }
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Content-Length', bytes.length);
    return response.end(bytes);
  }
}

/** An object such as controllers give, as opposed to a stream or a buffer. */
function isPlain(body: unknown): body is object {
  return typeof body === 'object' && body !== null && Object.getPrototypeOf(body) === Object.prototype;
}
