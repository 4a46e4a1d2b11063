import type { NextFunction, Request, Response } from 'express';
import type { Server, ServerOptions } from 'node:http';
import { counter, type Config } from '#platform';

/** The longest path and query accepted, in characters: no request of this api needs a quarter of it. */
const MAX_URL_LENGTH = 4096;
const MAX_HEADERS = 100;
/** All of a request before its body, URL included; beyond this Node stops reading. */
const MAX_HEAD_BYTES = 16 * 1024;
/** Of the time for a request, the head may take this much. */
const MAX_HEAD_MS = 10_000;
/** Longer than load balancers keep idle connections (60 s, mostly), which else send requests into closed ones. */
const KEEP_ALIVE_MS = 65_000;
/** How often requests that take too long to arrive are looked for. */
const CHECK_MS = 1000;

const droppedConnections = counter({
  name: 'http_connections_dropped_total',
  help: 'Connections that were closed at once because as many were open as the process allows',
});

type Bounds = Pick<Config, 'MAX_CONNECTIONS' | 'REQUEST_TIMEOUT_MS'>;

/** What a request has too much of. */
export class TooLongRequestError extends Error {
  constructor(readonly part: 'url' | 'headers') {
    super(
      part === 'url'
        ? `The URL is longer than ${MAX_URL_LENGTH} characters`
        : `The request has more than ${MAX_HEADERS} headers`,
    );
  }
}

/** Options with which a server waits for a request only so long, and reads a head only so large. */
export function boundedServerOptions({ REQUEST_TIMEOUT_MS }: Bounds): ServerOptions {
  return {
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: Math.min(MAX_HEAD_MS, REQUEST_TIMEOUT_MS),
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: CHECK_MS,
    maxHeaderSize: MAX_HEAD_BYTES,
  };
}

/** Further connections are closed at once; further headers are not read, and {@link requestBounds} refuses the request. */
export function boundConnections(server: Server, { MAX_CONNECTIONS }: Bounds): void {
  server.maxConnections = MAX_CONNECTIONS;
  server.maxHeadersCount = MAX_HEADERS + 1;
  server.on('drop', () => {
    droppedConnections.inc();
  });
}

/** Refuses requests with a long URL or many headers. */
export function requestBounds() {
  return ({ url, rawHeaders }: Request, _response: Response, next: NextFunction): void => {
    if (url.length > MAX_URL_LENGTH) next(new TooLongRequestError('url'));
    // Names and values take turns.
    else if (rawHeaders.length > 2 * MAX_HEADERS) next(new TooLongRequestError('headers'));
    else next();
  };
}
