import { isUtf8 } from 'node:buffer';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';

/** The largest body accepted, decompressed. */
const LIMIT_BYTES = 100 * 1024;
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/** The request has a body of a media type that is not JSON. */
export class UnsupportedMediaTypeError extends Error {
  constructor() {
    super('The request body must be JSON: send "Content-Type: application/json"');
  }
}

/** The body could not be read; `type` is body-parser's name for the fault, or one of ours. */
export class UnreadableBodyError extends Error {
  constructor(readonly type: string) {
    super(`unreadable body: ${type}`);
  }
}

/** An announced empty body is read as well: it counts as an empty object, where a body is expected. */
const announcesBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined;

const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Bytes that are no UTF-8 would be read as replacement characters, and kept. */
function requireUtf8(_request: unknown, _response: unknown, bytes: Buffer, charset: string): void {
  if (charset === 'utf-8' && !isUtf8(bytes)) throw new UnreadableBodyError('charset.invalid');
}

/** Reads JSON bodies, and refuses every other kind of body. A request without a body needs no content type. */
export function jsonBody(): RequestHandler {
  const parse = express.json({ limit: LIMIT_BYTES, type: () => true, strict: false, verify: requireUtf8 });
  return (request: Request, response: Response, next: NextFunction): void => {
    if (!announcesBody(request)) {
      next();
      return;
    }
    if (hasBody(request) && !JSON_TYPE.test(request.headers['content-type'] ?? '')) {
      next(new UnsupportedMediaTypeError());
      return;
    }
    parse(request, response, (fault?: unknown) => {
      // Wrapped, as Nest would turn a SyntaxError into its own exception and lose what was wrong.
      const { type = 'unknown', status = 500 } = (fault ?? {}) as { type?: string; status?: number };
      next(status >= 500 ? fault : new UnreadableBodyError(type));
    });
  };
}
