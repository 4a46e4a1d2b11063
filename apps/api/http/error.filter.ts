import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { DomainError, isDatabaseUnavailable, type ErrorCode } from '#platform';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { MissingScopeError, UnauthenticatedError } from '../auth/access.guard.ts';
import { RateLimitedError } from '../auth/rate-limited.error.ts';
import type { ErrorDto } from './error.dto.ts';
import { TooManyStreamsError } from './event-streams.ts';
import { UnreadableBodyError, UnsupportedMediaTypeError } from './json-body.ts';
import { requestIdOf } from './request-context.ts';
import { allowedMethods } from './route-methods.ts';
import { TooLongRequestError } from './server-bounds.ts';

const STATUSES: Readonly<Record<ErrorCode, number>> = {
  api_key_not_found: 404,
  barred_email_not_found: 404,
  company_name_taken: 409,
  company_not_found: 404,
  contact_email_barred: 409,
  contact_email_locked: 400,
  contact_email_required: 400,
  contact_email_taken: 409,
  contact_not_found: 404,
  document_not_found: 404,
  evidence_not_found: 404,
  idempotency_answer_erased: 409,
  idempotency_answer_withheld: 409,
  idempotency_in_progress: 409,
  idempotency_key_reused: 422,
  invalid_request: 400,
  job_already_ended: 409,
  job_not_found: 404,
  last_admin: 409,
  precondition_failed: 412,
  scope_not_grantable: 403,
  suggestion_already_decided: 409,
  suggestion_not_found: 404,
  user_email_taken: 409,
  user_not_found: 404,
  visibility_not_permitted: 403,
};

/** After how many seconds it is worth trying again. */
const RETRY_AFTER: Partial<Record<ErrorCode, string>> = { idempotency_in_progress: '1' };
const TOO_LONG = {
  url: { status: 414, code: 'url_too_long' },
  headers: { status: 431, code: 'headers_too_large' },
} as const;

/** What body-parser's faults, named by the `type` of UnreadableBodyError, are to the caller. */
const BODY_FAULTS: Readonly<Record<string, Omit<Refusal, 'headers'>>> = {
  'entity.parse.failed': bodyProblem(400, 'invalid_json', 'is not valid JSON'),
  'entity.too.large': bodyProblem(413, 'body_too_large', 'is larger than 100 kB'),
  'encoding.unsupported': bodyProblem(415, 'unsupported_media_type', 'has an unsupported content encoding'),
  'charset.invalid': bodyProblem(400, 'invalid_json', 'is not valid UTF-8'),
  'charset.unsupported': bodyProblem(415, 'unsupported_media_type', 'has an unsupported character set; use UTF-8'),
  'request.size.invalid': bodyProblem(400, 'invalid_request', 'does not have the length that Content-Length gives'),
  'request.aborted': bodyProblem(400, 'invalid_request', 'was not sent to its end'),
};

function bodyProblem(status: number, code: string, message: string): Omit<Refusal, 'headers'> {
  return { status, code, error: `The request body ${message}`, details: [{ field: 'body', message }] };
}

interface Refusal extends Pick<ErrorDto, 'code' | 'error' | 'details' | 'existingId'> {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a request is told while the database is away. */
export const UNAVAILABLE = {
  ...{ status: 503, code: 'service_unavailable', headers: { 'Retry-After': '2' } },
  error: 'The service cannot reach its database at the moment; try again shortly',
} as const satisfies Refusal;

/** Turns everything that is thrown into the error envelope. Only what is meant for the caller reaches the caller. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    const requestId = requestIdOf(response);
    const { status, headers = {}, ...refusal } = explain(error, request);
    if (status >= 500) this.logger.error({ err: error, requestId, status }, 'request failed');
    // One that was answered without waiting for this has nothing more to be told.
    if (response.writableEnded) return;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { error: message, code, ...rest } = refusal;
    const body: ErrorDto = { success: false, error: message, code, requestId, ...rest };
    response.status(status).set(headers).json(body);
  }
}

function explain(error: unknown, request: Request): Refusal {
  if (error instanceof DomainError) return explainDomain(error);
  if (error instanceof UnauthenticatedError) {
    const challenge = `Bearer realm="contacts"${error.keyGiven ? ', error="invalid_token"' : ''}`;
    return { status: 401, code: 'unauthenticated', error: error.message, headers: { 'WWW-Authenticate': challenge } };
  }
  if (error instanceof MissingScopeError) return { status: 403, code: 'missing_scope', error: error.message };
  if (error instanceof RateLimitedError) {
    const headers = { 'Retry-After': String(error.retryAfterSeconds) };
    return { status: 429, code: 'rate_limited', error: error.message, headers };
  }
  if (error instanceof TooManyStreamsError) {
    return { status: 503, code: 'too_many_streams', error: error.message, headers: { 'Retry-After': '5' } };
  }
  if (error instanceof TooLongRequestError) return { ...TOO_LONG[error.part], error: error.message };
  if (error instanceof UnsupportedMediaTypeError) {
    return { status: 415, code: 'unsupported_media_type', error: error.message };
  }
  if (error instanceof UnreadableBodyError)
    return BODY_FAULTS[error.type] ?? bodyProblem(400, 'invalid_request', 'could not be read');
  if (isDatabaseUnavailable(error)) return UNAVAILABLE;
  return explainHttp(error, request);
}

function explainDomain(error: DomainError): Refusal {
  const { problems, existingId } = error.details;
  const retryAfter = RETRY_AFTER[error.code];
  return {
    ...{ status: STATUSES[error.code], error: error.message, code: error.code },
    ...(retryAfter !== undefined && { headers: { 'Retry-After': retryAfter } }),
    ...(problems && { details: [...problems] }),
    ...(existingId !== undefined && { existingId }),
  };
}

/** What Nest and Express throw before a route is reached. */
function explainHttp(error: unknown, request: Request): Refusal {
  const { status } = error as { status?: number };
  if (error instanceof HttpException && error.getStatus() === 404) return explainNoRoute(request);
  if (error instanceof URIError || status === 400 || (error instanceof HttpException && error.getStatus() === 400)) {
    return { status: 400, code: 'invalid_request', error: 'The request could not be understood' };
  }
  return { status: 500, code: 'internal_error', error: 'Something went wrong on our side; quote the request id to us' };
}

function explainNoRoute(request: Request): Refusal {
  const allowed = allowedMethods(request);
  if (allowed.length === 0) return { status: 404, code: 'route_not_found', error: 'There is nothing at this address' };
  const allow = allowed.join(', ');
  const error = `${request.method} is not possible here; allowed: ${allow}`;
  return { status: 405, code: 'method_not_allowed', error, headers: { Allow: allow } };
}
