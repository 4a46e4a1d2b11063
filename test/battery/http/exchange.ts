import { Agent, request as send, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';

/** A request whose path and body go out as they are: `fetch` would tidy up what a hostile client does not. */
export interface HttpRequest {
  readonly method: string;
  /** With the query, encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Of a stream of events: up to the first event, or what came within half a second. */
  readonly text: string;
}

const FIRST_EVENT = /^data: .*\n\n/m;
const TIMEOUT_MS = 20_000;
const STREAM_PATIENCE_MS = 500;
const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** @throws Error if no whole answer comes within 20 s */
export function exchange(baseUrl: string, { method, path, headers, body }: HttpRequest): Promise<HttpAnswer> {
  const { hostname, port } = new URL(baseUrl);
  const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const options = { agent, hostname, port, method, path, headers: { ...length, ...headers }, timeout: TIMEOUT_MS };
    const outgoing = send(options, (response) => void read(response).then(resolve, reject));
    outgoing.on('timeout', () => outgoing.destroy(new Error(`${method} ${path}: no answer in time`)));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Closes the connections that are kept; for `afterAll`. */
export const closeConnections = (): void => agent.destroy();

async function read(response: IncomingMessage): Promise<HttpAnswer> {
  const { statusCode: status = 0, headers } = response;
  const isStream = isEventStream(headers);
  let text = '';
  response.setEncoding('utf8');
  const patience = isStream ? setTimeout(() => response.destroy(), STREAM_PATIENCE_MS) : undefined;
  try {
    for await (const chunk of response) {
      text += chunk as string;
      if (isStream && FIRST_EVENT.test(text)) break;
    }
  } catch (fault) {
    if (!isStream) throw fault;
  } finally {
    clearTimeout(patience);
  }
  return { status, headers, text };
}

export const mediaType = (headers: IncomingHttpHeaders): string =>
  (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();

export const isEventStream = (headers: IncomingHttpHeaders): boolean => mediaType(headers) === 'text/event-stream';

/** A request as a command line that sends it, for whoever is to look into what came of it. */
export function asCurl({ method, path, headers, body }: HttpRequest): string {
  const quoted = (text: string): string => `$'${JSON.stringify(text).slice(1, -1).replaceAll("'", "\\'")}'`;
  const shown = Object.entries(headers)
    .filter(([name]) => name !== 'Authorization')
    .map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  const data = body === undefined ? [] : [`--data-raw ${quoted(body.toString().slice(0, 1000))}`];
  return ['curl', '-X', method, quoted(path), ...shown, ...data].join(' ');
}
