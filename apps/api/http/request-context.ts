import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import { durations, type RequestOrigin } from '#platform';
import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';

const requestDurations = durations({
  name: 'http_request_duration_seconds',
  help: 'Time from a request to the end of its answer, by the pattern of its route',
  labels: ['method', 'route', 'status'],
});

const ACCEPTED_ID = /^[\w.-]{1,64}$/;

/**
 * Gives every request an id (the caller's own `X-Request-Id` where it is harmless), repeats it in the response, and logs
 * one line when the response is out. The line has the route's pattern, never the URL: paths and queries hold personal
 * data. The id is handed on with the response, not by an AsyncLocalStorage: on Node 20 that makes every promise of the
 * process dearer, a third of what a request costs outside the database.
 */
export function requestContext(logger: Logger) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const started = performance.now();
    const given = request.headers['x-request-id'];
    const requestId = typeof given === 'string' && ACCEPTED_ID.test(given) ? given : randomUUID();
    response.locals['requestId'] = requestId;
    response.setHeader('X-Request-Id', requestId);
    response.once('close', () => {
      const durationMs = Math.round((performance.now() - started) * 10) / 10;
      const route = (request.route as { path?: string } | undefined)?.path ?? null;
      const { method } = request;
      const labels = { method, route: route ?? 'none', status: String(response.statusCode) };
      requestDurations.observe(labels, durationMs / 1000);
      logger.info({ requestId, method, route, status: response.statusCode, durationMs }, 'request');
    });
    next();
  };
}

/** The id that {@link requestContext} gave the request of this response. */
export function requestIdOf(response: Response): string {
  return String(response.locals['requestId']);
}

/** Puts the id of an earlier request into the response, whose answer this is. */
export function replaceRequestId(response: Response, requestId: string): void {
  response.locals['requestId'] = requestId;
  response.setHeader('X-Request-Id', requestId);
}

/** What the audit trail says of where a request came from. Its address is what trusted proxies say, if there are any. */
export function originOf(request: Request, response: Response): RequestOrigin {
  // An IPv4 client of a socket that takes both; the zone of a link-local address means nothing elsewhere.
  const address = request.ip?.replace(/^::ffff:(?=[\d.]+$)/i, '').replace(/%.*$/, '') ?? '';
  return { requestId: requestIdOf(response), remoteAddress: isIP(address) === 0 ? null : address };
}
