import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** An answer of a made-up API: a string goes out as it is, anything else as JSON; 'never' keeps the caller waiting. */
export type ApiAnswer =
  { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown } | 'never';

export interface ApiRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A data provider's API, as a real HTTP server on loopback. */
export interface JsonApi {
  readonly url: string;
  readonly requests: ApiRequest[];
  /** May be changed while tests run. */
  answer: (request: ApiRequest) => ApiAnswer | Promise<ApiAnswer>;
  close(): Promise<void>;
}

export async function serveJsonApi(answer: JsonApi['answer'] = () => ({ status: 404 })): Promise<JsonApi> {
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url: path = '', headers } = incoming;
      const request = { method, path, headers, body: Buffer.concat(chunks).toString() };
      api.requests.push(request);
      void Promise.resolve(api.answer(request)).then((given) => send(response, given));
    });
  });
  // A connection that is closed just as the next question is sent would be a fault that no test has asked for.
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const api: JsonApi = {
    ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests: [], answer },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return api;
}

function send(response: ServerResponse, given: ApiAnswer): void {
  if (given === 'never') return;
  const { status = 200, body = {}, headers } = given;
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
