import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { ErrorDto } from './error.dto.ts';

const REASONS = {
  400: 'The request is not valid; `details` names each field',
  403: 'The key lacks the scope, or the user may not do this',
  404: 'There is no such thing, or it is not visible to this key',
  409: 'It conflicts with what is there',
} as const;

/** Documents how an operation can refuse; every operation can also answer 401, 500 and 503, and 413 and 415 to a body. */
export function Refuses(...statuses: readonly (keyof typeof REASONS)[]): MethodDecorator {
  return applyDecorators(
    ...statuses.map((status) => ApiResponse({ status, description: REASONS[status], type: ErrorDto })),
    ApiResponse({ status: 401, description: 'The API key is missing or not valid', type: ErrorDto }),
    ApiResponse({ status: 413, description: 'The body is larger than 100 kB', type: ErrorDto }),
    ApiResponse({ status: 415, description: 'The body is not JSON', type: ErrorDto }),
    ApiResponse({ status: 500, description: 'A fault of the service', type: ErrorDto }),
    ApiResponse({ status: 503, description: 'The database is not available at the moment', type: ErrorDto }),
  );
}
