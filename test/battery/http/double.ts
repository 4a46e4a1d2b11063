import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exchange, type HttpAnswer, type HttpRequest } from './exchange.ts';

/** A server before the api that passes requests and answers on, and in which a fault can be planted. */
interface Double {
  readonly url: string;
  close(): Promise<void>;
}

export interface Plan {
  /** Changes a request before the api gets it. */
  readonly request?: (request: HttpRequest) => HttpRequest;
  /** Changes an answer before the client gets it, or makes up another. */
  readonly answer?: (answer: HttpAnswer, request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;
}

/** Headers of one connection, which are the double's own to send. */
const OF_CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);

async function doubleOf(baseUrl: string, plan: Plan): Promise<Double> {
  const server = createServer((incoming, response) => {
    void pass(baseUrl, plan, incoming, response).catch((fault: unknown) => response.destroy(fault as Error));
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

/** Runs `use` on a double, which is closed afterwards. */
export async function withDouble<T>(baseUrl: string, plan: Plan, use: (url: string) => Promise<T>): Promise<T> {
  const double = await doubleOf(baseUrl, plan);
  try {
    return await use(double.url);
  } finally {
    await double.close();
  }
}

async function pass(baseUrl: string, plan: Plan, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const given: HttpRequest = {
    ...{ method: incoming.method ?? '', path: incoming.url ?? '', headers: passedOn(incoming) },
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  };
  const request = plan.request?.(given) ?? given;
  const answer = await exchange(baseUrl, request);
  const { status, headers, text } = (await plan.answer?.(answer, request)) ?? answer;
  const kept = Object.entries(headers).filter(([name]) => !OF_CONNECTION.has(name));
  response.writeHead(status, Object.fromEntries(kept) as Record<string, string>).end(text);
}

function passedOn({ headers }: IncomingMessage): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !OF_CONNECTION.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

/** An answer with its JSON changed. */
export function withBody(answer: HttpAnswer, change: (body: any) => unknown): HttpAnswer {
  return answer.text === '' ? answer : { ...answer, text: JSON.stringify(change(JSON.parse(answer.text))) };
}
