import { OutboundError, type OutboundErrorCode } from './outbound-error.ts';

const codes: Readonly<Record<string, OutboundErrorCode>> = {
  UND_ERR_CONNECT_TIMEOUT: 'timed_out',
  UND_ERR_HEADERS_TIMEOUT: 'timed_out',
  UND_ERR_BODY_TIMEOUT: 'timed_out',
  UND_ERR_ABORTED: 'aborted',
  UND_ERR_DESTROYED: 'aborted',
  UND_ERR_CLOSED: 'aborted',
  UND_ERR_INVALID_ARG: 'unsupported_url',
};

/**
 * Maps what undici throws (its error codes are documented in undici's docs/api/Errors.md) to an OutboundError. Whatever
 * breaks after the connection stands, broken HTTP and a connection cut short included, is the answer's fault.
 */
export function outboundErrorFrom(error: unknown): OutboundError {
  if (error instanceof OutboundError) return error;
  const code = (error as { code?: unknown } | null)?.code;
  const known = typeof code === 'string' ? codes[code] : undefined;
  return new OutboundError(known ?? 'bad_response', { cause: error });
}
