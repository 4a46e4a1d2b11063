import { afterEach, describe, expect, it } from '@jest/globals';
import type { Response } from 'express';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { EventStreams, TooManyStreamsError, type ServerSentEvent } from './event-streams.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const LIMITS = {
  ...{ streams: 10, ofOrganization: 10, retryMs: 2000 },
  ...{ heartbeatMs: 60_000, accessCheckMs: 60_000, maxAgeMs: 60_000 },
};
type Follow = Parameters<EventStreams['send']>[2];

/** Serves one stream of events to whoever asks; the path names the organization. `ended` resolves when a response has been dealt with. */
async function serve(limits: Partial<typeof LIMITS>, follow: Follow, stillAllowed = () => Promise.resolve(true)) {
  const streams = new EventStreams({ ...LIMITS, ...limits });
  let settle: (error?: unknown) => void;
  const ended = new Promise((resolve) => (settle = resolve));
  const server = createServer((request, response) => {
    const reader = { organizationId: request.url ?? '', stillAllowed };
    streams.send(response as Response, reader, follow).then(settle, (error: unknown) => {
      response.writeHead(503).end();
      settle(error);
    });
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { streams, ended, port, url: `http://127.0.0.1:${port}/` };
}

/** Nothing ever happens. */
const silence: Follow = async function* (signal) {
  if (!signal.aborted) await once(signal, 'abort');
};

const event = (id: number, data: object = {}): ServerSentEvent => ({ id: String(id), event: 'status', data });

describe('an event stream', () => {
  it('sends each event with id, type and JSON, and ends after the last', async () => {
    const { url } = await serve({}, async function* () {
      yield await Promise.resolve(event(1, { text: 'two\nlines' }));
      yield event(2);
    });
    const lines = ['retry: 2000', '', 'id: 1', 'event: status', 'data: {"text":"two\\nlines"}', ''];
    const expected = [...lines, 'id: 2', 'event: status', 'data: {}', '', ''].join('\n');
    expect(await (await fetch(url)).text()).toBe(expected);
  });

  it('begins before anything happens, and beats', async () => {
    const { url, streams } = await serve({ heartbeatMs: 10 }, silence);
    const reader = (await fetch(url)).body!.getReader();
    let text = '';
    while (!text.includes(':\n\n:\n\n')) text += new TextDecoder().decode((await reader.read()).value);
    expect(text).toMatch(/^retry: 2000\n\n(:\n\n)+$/);
    streams.stop();
    for (let done = false; !done;) ({ done } = await reader.read());
  });

  it('is ended when it is old, when all are stopped, and at once where they have been', async () => {
    const old = await serve({ maxAgeMs: 20 }, silence);
    expect(await (await fetch(old.url)).text()).toBe('retry: 2000\n\n');
    const { url, streams } = await serve({}, silence);
    const open = await fetch(url);
    streams.stop();
    expect(await open.text()).toBe('retry: 2000\n\n');
    expect(await (await fetch(url)).text()).toBe('retry: 2000\n\n');
  });

  it('is ended when its reader may not read any more, and goes on while that cannot be told', async () => {
    let asked = 0;
    const stillAllowed = () => ((asked += 1) < 3 ? Promise.reject(new Error('away')) : Promise.resolve(asked < 5));
    const { url } = await serve({ accessCheckMs: 10 }, silence, stillAllowed);
    expect(await (await fetch(url)).text()).toBe('retry: 2000\n\n');
    expect(asked).toBe(5);
  });

  it('is only its headers to HEAD', async () => {
    const { url } = await serve({}, silence);
    const answer = await fetch(url, { method: 'HEAD' });
    expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['text/event-stream; charset=utf-8', '']);
  });

  it('is let go when its client hangs up, which makes room for another', async () => {
    const { url, ended } = await serve({ streams: 1 }, silence);
    const hangUp = new AbortController();
    await fetch(url, { signal: hangUp.signal });
    expect((await fetch(url)).status).toBe(503);
    expect(await ended).toBeInstanceOf(TooManyStreamsError);
    hangUp.abort();
    let status = 503;
    for (const until = Date.now() + 5000; status === 503 && Date.now() < until;) ({ status } = await fetch(url));
    expect(status).toBe(200);
  });

  it('is refused to an organization that has its share, and open to another', async () => {
    const { url, ended, streams } = await serve({ streams: 3, ofOrganization: 2 }, silence);
    const statusOf = async (organization: string) => (await fetch(url + organization)).status;
    expect([await statusOf('a'), await statusOf('a'), await statusOf('a')]).toEqual([200, 200, 503]);
    expect(await ended).toBeInstanceOf(TooManyStreamsError);
    expect([await statusOf('b'), await statusOf('b')]).toEqual([200, 503]);
    streams.stop();
  });

  it('takes no more events than its client reads, and is cut off where it reads none', async () => {
    let taken = 0;
    const { port, ended } = await serve({ heartbeatMs: 500 }, async function* () {
      for (;;) yield await Promise.resolve(event((taken += 1), { text: 'x'.repeat(10_000) }));
    });
    const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
    socket.on('error', () => undefined);
    socket.pause();
    await ended;
    // What fits into the buffers of the two sockets, some megabytes, went out; the rest was never asked for.
    expect(taken).toBeLessThan(5000);
    socket.destroy();
  });
});
