import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { invalidField } from '#platform';
import type { Request } from 'express';

/** Every number of 18 digits is a bigint. */
const EVENT_ID = /^\d{1,18}$/;

/** The `Last-Event-ID` of a client that resumes a stream, or null. */
export const LastEventId = createParamDecorator((_data: unknown, context: ExecutionContext): string | null => {
  const header = context.switchToHttp().getRequest<Request>().headers['last-event-id'];
  if (header === undefined) return null;
  if (typeof header !== 'string' || !EVENT_ID.test(header)) {
    throw invalidField('Last-Event-ID', 'must be a whole number, the id of an event');
  }
  return header;
});
