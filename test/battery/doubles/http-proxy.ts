import { once } from 'node:events';
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy before an api, in which a fault is planted. */
export interface HttpProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** Answers a request itself. @returns false for one that is to be passed on */
export type Intercept = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Starts a proxy on a free port that passes on to `target` what `intercept` does not answer. */
export async function proxyTo(target: string, intercept: Intercept): Promise<HttpProxy> {
  const server = createServer((request, response) => {
    if (intercept(request, response)) {
      request.resume();
      return;
    }
    const { method, headers, url = '/' } = request;
    const onward = send(target + url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Says yes to every third change and does nothing. */
export function forgetful(): Intercept {
  let changes = 0;
  return ({ method }, response) => {
    if (method !== 'PATCH' || (changes += 1) % 3 !== 0) return false;
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"success":true,"data":{}}');
    return true;
  };
}

/** Answers every so many requests with 500. */
export function failing(everySoMany: number): Intercept {
  let requests = 0;
  return (_request, response) => {
    if ((requests += 1) % everySoMany !== 0) return false;
    response.writeHead(500, { 'Content-Type': 'application/json' }).end('{"success":false}');
    return true;
  };
}

/** Says what is right, but late, and to nobody's use. */
export function late(milliseconds: number): Intercept {
  return (_request, response) => {
    setTimeout(() => response.writeHead(503).end('{}'), milliseconds);
    return true;
  };
}
