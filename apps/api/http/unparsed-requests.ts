import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import type { ErrorDto } from './error.dto.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

interface Fault {
  readonly status: number;
  readonly code: string;
  readonly error: string;
}

/** What Node's parser and timers complain of, by their code. */
const FAULTS: Readonly<Record<string, Fault>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'headers_too_large', error: 'URL and headers are larger than 16 kB' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, code: 'body_too_large', error: 'The body has too many extensions' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'request_timeout', error: 'The request took too long to arrive' },
};
const NO_HTTP: Fault = { status: 400, code: 'invalid_request', error: 'The request could not be understood' };

/** A socket as Node marks it while a response is being sent on it. */
type HttpSocket = Socket & { readonly _httpMessage?: { readonly headersSent: boolean } | null };

/**
 * Answers what never became a request (a head that is too large, that is no HTTP, or that takes too long) as any other
 * refusal, and closes the connection. Node's own answers have neither body nor security headers.
 */
export function refuseUnparsed(server: Server, logger: Logger): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: HttpSocket) => {
    // As Node does: nothing may follow on what is being sent, or to who is gone.
    const canAnswer = socket.writable && error.code !== 'ECONNRESET' && socket._httpMessage?.headersSent !== true;
    if (!canAnswer) {
      socket.destroy();
      return;
    }
    const fault = FAULTS[error.code ?? ''] ?? NO_HTTP;
    const requestId = randomUUID();
    logger.info({ requestId, method: null, route: null, status: fault.status }, 'request');
    socket.end(answer(fault, requestId), () => socket.destroy());
  });
}

function answer({ status, code, error }: Fault, requestId: string): string {
  const body = JSON.stringify({ success: false, error, code, requestId } satisfies ErrorDto);
  const headers = [
    ...SECURITY_HEADERS,
    ['X-Request-Id', requestId],
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Content-Length', String(Buffer.byteLength(body))],
    ['Connection', 'close'],
  ];
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n');
}
