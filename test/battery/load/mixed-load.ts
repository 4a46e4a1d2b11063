import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** One request. Anything but `expected` counts as a failure. */
export interface LoadRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly expected?: number;
}

/** Makes the next request of a client; `contactId` is one of a contact that this client has created. */
export type RequestKind = (contactId: string) => LoadRequest;

export interface LoadOptions {
  readonly url: string;
  readonly key: string;
  readonly clients: number;
  readonly kinds: readonly RequestKind[];
  /** Each client pauses for up to so long now and then, so that connections are idle, too. */
  readonly pauseMs?: number;
}

interface LoadAnswer {
  readonly status: number;
  readonly body: string;
}

const createContact = (): LoadRequest => ({
  ...{ method: 'POST', path: '/api/contacts', expected: 201 },
  body: { email: `load-${Math.random().toString(36).slice(2)}@people.example`, firstName: 'Ada', lastName: 'Byron' },
});

/** Reads and writes of contacts, as many of each. */
export const readsAndWrites: readonly RequestKind[] = [
  () => ({ method: 'GET', path: '/api/contacts?limit=10' }),
  (id) => ({ method: 'GET', path: `/api/contacts/${id}` }),
  (id) => ({ method: 'PATCH', path: `/api/contacts/${id}`, body: { address: 'Main Street 1' } }),
  createContact,
];

/** Clients with a keep-alive connection each, which send one request after another and never the same one again. */
export class MixedLoad {
  readonly failures: string[] = [];
  /** How long each answer took, failures included, in milliseconds. */
  readonly durations: number[] = [];
  private running = true;
  private readonly lanes: Promise<unknown>;

  constructor(private readonly options: LoadOptions) {
    this.lanes = Promise.all(Array.from({ length: options.clients }, (_, lane) => this.run(lane)));
  }

  /** Resolves when what is under way has been answered. */
  async stop(): Promise<void> {
    this.running = false;
    await this.lanes;
  }

  private async run(lane: number): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const { kinds, pauseMs = 0 } = this.options;
    let contactId: string | undefined;
    for (let round = lane; this.running; round += 1) {
      const kind = contactId === undefined ? createContact : kinds[round % kinds.length]!;
      const answer = await this.ask(agent, kind(contactId ?? ''));
      if (contactId === undefined && answer) contactId = JSON.parse(answer.body).data.id;
      if (pauseMs > 0 && round % 5 === 0) await delay(Math.random() * pauseMs);
    }
    agent.destroy();
  }

  /** @returns undefined where it failed */
  private async ask(agent: Agent, sent: LoadRequest): Promise<LoadAnswer | undefined> {
    const started = performance.now();
    const answer = await this.send(agent, sent).catch((error: unknown) => String(error));
    this.durations.push(performance.now() - started);
    if (typeof answer === 'object' && answer.status === (sent.expected ?? 200)) return answer;
    const fault = typeof answer === 'string' ? answer : `${answer.status} ${answer.body.slice(0, 200)}`;
    this.failures.push(`${sent.method} ${sent.path}: ${fault}`);
    await delay(10);
    return undefined;
  }

  private send(agent: Agent, { method, path, body }: LoadRequest): Promise<LoadAnswer> {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      Authorization: `Bearer ${this.options.key}`,
      ...(payload !== undefined && {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(payload),
      }),
    };
    return new Promise((resolve, reject) => {
      const sent = request(this.options.url + path, { agent, method, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      });
      sent.on('error', reject);
      sent.end(payload);
    });
  }
}

/** The middle one of some numbers. */
export function medianOf(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
