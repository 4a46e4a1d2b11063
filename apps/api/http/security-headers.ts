import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/** Swagger UI sets styles inline; everything else comes from this server. */
const CONTENT_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    baseUri: ["'none'"],
    connectSrc: ["'self'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    imgSrc: ["'self'", 'data:'],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
  },
};

/** The headers that helmet advises. They are the same for every answer, so helmet is asked once, at the start. */
export const SECURITY_HEADERS: readonly (readonly [name: string, value: string])[] = adviceOfHelmet();

function adviceOfHelmet(): [string, string][] {
  const probe = new ServerResponse(new IncomingMessage(new Socket()));
  helmet({ contentSecurityPolicy: CONTENT_POLICY })(probe.req, probe, (fault) => {
    if (fault !== undefined) throw fault as Error;
  });
  return Object.entries(probe.getHeaders()).map(([name, value]) => [name, String(value)]);
}

/** Sets {@link SECURITY_HEADERS}. */
export function securityHeaders(): RequestHandler {
  return (_request, response, next) => {
    for (const [name, value] of SECURITY_HEADERS) response.setHeader(name, value);
    next();
  };
}
