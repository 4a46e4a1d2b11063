import type { NextFunction, Request, Response } from 'express';
import type { Tracing } from '#platform';

/**
 * A span for each request, as a part of the caller's trace where there is a `traceparent`. To be used after the body was
 * read, by which the context would be lost. It has the route's pattern, never the URL, which holds personal data.
 */
export function requestTracing(tracing: Tracing) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const { method } = request;
    const { traceparent = null } = request.headers as { traceparent?: string };
    const attributes = { 'http.request.method': method };
    const span = tracing.begin(method, { kind: 'server', traceparent, attributes });
    response.once('close', () => {
      const route = (request.route as { path?: string } | undefined)?.path;
      if (route !== undefined) span.rename(`${method} ${route}`);
      span.set({
        'http.response.status_code': response.statusCode,
        ...(route !== undefined && { 'http.route': route }),
      });
      span.end(response.statusCode >= 500 ? new Error(String(response.statusCode)) : undefined);
    });
    span.run(next);
  };
}
