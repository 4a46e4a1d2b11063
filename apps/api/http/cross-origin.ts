import type { CorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface.js';

/** What web pages of other origins may send and see: what an API key allows, and no cookies. */
export function crossOriginOptions(origins: readonly string[]): CorsOptions {
  return {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: [
      ...['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'If-None-Match', 'Last-Event-ID'],
      ...['X-Request-Id', 'traceparent'],
    ],
    exposedHeaders: [
      ...['ETag', 'Idempotent-Replayed', 'Location', 'RateLimit', 'RateLimit-Policy', 'Retry-After'],
      ...['X-Request-Id', 'WWW-Authenticate'],
    ],
    maxAge: 600,
  };
}
