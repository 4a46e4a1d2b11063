import type { Client } from './client.ts';

/** An event as it came. */
export interface StreamedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: any;
}

/** An answer that is a `text/event-stream`. */
export interface EventStream {
  readonly status: number;
  readonly headers: Headers;
  /** Everything that was sent so far. */
  text(): string;
  /** The next events, as many as asked for, or up to the one that fits. */
  take(until: number | ((event: StreamedEvent) => boolean)): Promise<StreamedEvent[]>;
  /** All events up to the end of the stream. */
  rest(): Promise<StreamedEvent[]>;
  /** Hangs up. */
  close(): void;
}

/** Follows a job's events as a user's program would, from after the event with the id that is given. */
export async function followJob(client: Client, jobId: string, lastEventId?: string): Promise<EventStream> {
  const hangUp = new AbortController();
  const response = await fetch(`${client.baseUrl}/api/enrichment-jobs/${jobId}/events`, {
    signal: hangUp.signal,
    headers: {
      Authorization: `Bearer ${client.key}`,
      ...(lastEventId !== undefined && { 'Last-Event-ID': lastEventId }),
    },
  });
  let text = '';
  const events = parse(response, (chunk) => (text += chunk));
  const take: EventStream['take'] = async (until) => {
    const taken: StreamedEvent[] = [];
    const isLast = (event: StreamedEvent) => (typeof until === 'number' ? taken.length === until : until(event));
    while (until !== 0) {
      const { value, done } = await events.next();
      if (done) throw new Error(`the stream ended after ${JSON.stringify(taken)}`);
      taken.push(value);
      if (isLast(value)) break;
    }
    return taken;
  };
  return {
    ...{ status: response.status, headers: response.headers, text: () => text, take },
    rest: async () => {
      const all: StreamedEvent[] = [];
      for await (const event of events) all.push(event);
      return all;
    },
    close: () => hangUp.abort(),
  };
}

async function* parse(response: Response, note: (chunk: string) => void): AsyncGenerator<StreamedEvent, undefined> {
  let unread = '';
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) {
    const chunk = decoder.decode(bytes as Uint8Array, { stream: true });
    note(chunk);
    const blocks = (unread + chunk).split('\n\n');
    unread = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
      if (fields.data !== undefined) yield { id: fields.id, type: fields.event, data: JSON.parse(fields.data) };
    }
  }
  return undefined;
}
