import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import { ErrorDto } from './error.dto.ts';

const REASONS = {
  400: 'The request is not valid; `details` names each field',
  403: 'The key lacks the scope, or the user may not do this',
  404: 'There is no such thing, or it is not visible to this key',
  409: 'It conflicts with what is there',
} as const;

const TOO_MANY =
  'Too many requests of this key or organization, or too many refused ones of this address, within a minute';
const LIMIT_HEADERS = {
  'Retry-After': { description: 'Seconds until trying again helps', schema: { type: 'integer' } },
  RateLimit: {
    description:
      'What is left of each limit, and seconds until it is renewed: `"key";r=0;t=12`. On every answer to a key',
    schema: { type: 'string' },
  },
  'RateLimit-Policy': {
    description: 'Each limit, and its window in seconds: `"key";q=3000;w=60`. On every answer to a key',
    schema: { type: 'string' },
  },
} as const;

/** Documents how an operation can refuse; every operation can also answer 401, 429, 500 and 503, 414 and 431 to what is too long, and 413 and 415 to a body. */
export function Refuses(...statuses: readonly (keyof typeof REASONS)[]): MethodDecorator {
  return applyDecorators(
    ...statuses.map((status) => ApiResponse({ status, description: REASONS[status], type: ErrorDto })),
    ApiResponse({ status: 401, description: 'The API key is missing or not valid', type: ErrorDto }),
    ApiResponse({ status: 413, description: 'The body is larger than 100 kB', type: ErrorDto }),
    ApiResponse({ status: 414, description: 'The URL is longer than 4096 characters', type: ErrorDto }),
    ApiResponse({ status: 415, description: 'The body is not JSON', type: ErrorDto }),
    ApiResponse({ status: 429, description: TOO_MANY, type: ErrorDto, headers: LIMIT_HEADERS }),
    ApiResponse({ status: 431, description: 'More than 100 headers, or 16 kB of them', type: ErrorDto }),
    ApiResponse({ status: 500, description: 'A fault of the service', type: ErrorDto }),
    ApiResponse({ status: 503, description: 'The database is not available at the moment', type: ErrorDto }),
  );
}

/** Documents an operation that takes effect once for each `Idempotency-Key`. */
export function Once(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      ...{ name: 'Idempotency-Key', required: false, schema: { type: 'string', minLength: 1, maxLength: 255 } },
      description:
        'Any text of your own that names this request, of printable ASCII. Sent again with it within 24 hours, the ' +
        'request is not carried out again: its first answer is given once more, with `Idempotent-Replayed: true`, as far ' +
        'as you may still see what is in it',
    }),
    ApiResponse({
      ...{ status: 409, type: ErrorDto },
      description:
        'It conflicts with what is there; or, with an Idempotency-Key, its first request is still at work, or was about ' +
        'a contact that has been erased since, or your role has changed since, or the API key that it made is no longer ' +
        'good (`idempotency_answer_withheld`)',
      headers: { 'Retry-After': { description: 'Seconds', schema: { type: 'string' } } },
    }),
    ApiResponse({ status: 422, description: 'The Idempotency-Key was used for another request', type: ErrorDto }),
  );
}

/** Documents a read that need not be answered to a caller who has its answer already. */
export function NotModified(): MethodDecorator {
  return applyDecorators(
    ApiHeader({ name: 'If-None-Match', required: false, description: 'The ETag of what you have' }),
    ApiResponse({ status: 304, description: 'It is as you have it' }),
  );
}

/** Documents a change that is made only to what the caller has seen. */
export function OnlyIfMatch(): MethodDecorator {
  return applyDecorators(
    ApiHeader({ name: 'If-Match', required: false, description: 'The ETag that it must still have, or `*`' }),
    ApiResponse({
      status: 412,
      description: 'It is not as If-Match says any more; nothing was changed',
      type: ErrorDto,
    }),
  );
}
