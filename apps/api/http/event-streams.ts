import type { Response } from 'express';
import { once } from 'node:events';

/** One event of a `text/event-stream`; `data` goes out as JSON. */
export interface ServerSentEvent {
  readonly id: string;
  readonly event: string;
  readonly data: object;
}

/** As many streams are open as this process allows. */
export class TooManyStreamsError extends Error {
  constructor(whose = '') {
    super(`As many event streams${whose} are open as this server allows; try again shortly`);
  }
}

/** Who reads a stream. */
export interface Reader {
  /** Whose share of the streams it takes. */
  readonly organizationId: string;
  /** Whether the reader may go on reading; asked time and again. */
  readonly stillAllowed: () => Promise<boolean>;
}

/**
 * How many streams are open at most, of all and of one organization, so that none of them takes all; how long a client
 * waits before it reconnects, how often it hears that the stream lives, how often it is asked whether it may still read,
 * and after what time a stream is ended, so that what it may see is looked up anew as it reconnects.
 */
const LIMITS = {
  ...{ streams: 1000, ofOrganization: 100 },
  ...{ retryMs: 2000, heartbeatMs: 15_000, accessCheckMs: 1000, maxAgeMs: 300_000 },
};

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  // Proxies such as nginx would otherwise hold events back.
  'X-Accel-Buffering': 'no',
};

/** The event streams that this process has open. */
export class EventStreams {
  private readonly open = new Map<AbortController, string>();
  private stopping = false;

  constructor(private readonly limits = LIMITS) {}

  /**
   * Sends events as they come, and ends the response after the last. A client that is gone, or does not read, or may not
   * read any more, ends it as well, and so does {@link stop}: the client resumes with the id of the last event it got.
   * @param follow gives the events, and stops waiting for more on the signal
   * @throws TooManyStreamsError
   */
  async send(
    response: Response,
    { organizationId, stillAllowed }: Reader,
    follow: (signal: AbortSignal) => AsyncIterable<ServerSentEvent>,
  ): Promise<void> {
    if (this.open.size >= this.limits.streams) throw new TooManyStreamsError();
    const own = [...this.open.values()].filter((owner) => owner === organizationId).length;
    if (own >= this.limits.ofOrganization) throw new TooManyStreamsError(' of your organization');
    const stream = new AbortController();
    const end = (): void => {
      stream.abort();
    };
    this.open.set(stream, organizationId);
    response.once('close', end);
    // A write may meet a connection that has just been lost.
    response.on('error', end);
    if (this.stopping || response.destroyed || response.req.method === 'HEAD') end();
    const heartbeat = setInterval(() => beat(response), this.limits.heartbeatMs);
    const access = setInterval(() => void endUnless(stillAllowed, end), this.limits.accessCheckMs);
    const age = setTimeout(end, this.limits.maxAgeMs);
    try {
      response.writeHead(200, HEADERS).write(`retry: ${this.limits.retryMs}\n\n`);
      await pump(response, follow(stream.signal), stream.signal);
    } finally {
      clearInterval(heartbeat);
      clearInterval(access);
      clearTimeout(age);
      this.open.delete(stream);
    }
    if (response.writableNeedDrain) response.destroy();
    else response.end();
  }

  /** Ends all streams, and those that are yet to come, after their first bytes. */
  stop(): void {
    this.stopping = true;
    for (const stream of this.open.keys()) stream.abort();
  }
}

/** A client that has not read what was sent before the last heartbeat is cut off: it would hold the connection for ever. */
function beat(response: Response): void {
  if (response.writableNeedDrain) response.destroy();
  else response.write(':\n\n');
}

/** Where it cannot be told, as while the database is away, there is nothing new to read either, and the next time tells. */
async function endUnless(stillAllowed: Reader['stillAllowed'], end: () => void): Promise<void> {
  if (!(await stillAllowed().catch(() => true))) end();
}

/** Takes the next event only once the client has read enough of the ones before. */
async function pump(response: Response, events: AsyncIterable<ServerSentEvent>, signal: AbortSignal): Promise<void> {
  for await (const { id, event, data } of events) {
    if (signal.aborted) return;
    if (response.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)) continue;
    await once(response, 'drain', { signal }).catch(() => undefined);
  }
}
