import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';

const SLOW_CONNECTIONS = 300;
const REQUEST_TIMEOUT_MS = 8000;
const MAX_CONNECTIONS = 400;
/** Connections are looked at once a second. */
const LATE_MS = 3000;
const SAMPLES = 400;
/** What is slow because a neighbour was busy is not slow each time. */
const ATTEMPTS = 3;

jest.setTimeout(120_000);

let stack: Stack;
let key: string;
beforeAll(async () => {
  stack = await startStack({
    env: { REQUEST_TIMEOUT_MS: String(REQUEST_TIMEOUT_MS), MAX_CONNECTIONS: String(MAX_CONNECTIONS) },
  });
  key = (await stack.client()).key ?? '';
});
afterAll(() => stack.stop());

/** Connections that send a byte of a request every half second, without an end. */
interface SlowConnections {
  /** What each was answered before the server closed it; null while it has not. */
  readonly answers: readonly (string | null)[];
  close(): void;
}

async function openSlow(url: string, count: number): Promise<SlowConnections> {
  const { hostname, port } = new URL(url);
  const answers: (string | null)[] = Array.from({ length: count }, () => null);
  const sockets: Socket[] = answers.map((_answer, at) => {
    const socket = connect(Number(port), hostname);
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => (answers[at] = received));
    socket.write('GET /api/contacts HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    return socket;
  });
  await Promise.all(sockets.filter((socket) => socket.connecting).map((socket) => once(socket, 'connect')));
  const dribble = setInterval(() => sockets.forEach((socket) => socket.writable && socket.write('x')), 500);
  return {
    answers,
    close: () => {
      clearInterval(dribble);
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** The 99th percentile of the times of requests after each other, in milliseconds. */
async function tailLatency(url: string): Promise<number> {
  const times: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const started = performance.now();
    const response = await fetch(`${url}/api/contacts?limit=1`, { headers: { Authorization: `Bearer ${key}` } });
    await response.arrayBuffer();
    times.push(performance.now() - started);
  }
  return times.sort((one, other) => one - other)[Math.floor(SAMPLES * 0.99)]!;
}

/** What slow connections do to a server that they should not. */
async function slowConnectionFaults(url: string): Promise<string[]> {
  await tailLatency(url);
  const alone = await tailLatency(url);
  const opened = performance.now();
  const slow = await openSlow(url, SLOW_CONNECTIONS);
  const beside = await tailLatency(url);
  await delay(REQUEST_TIMEOUT_MS + LATE_MS - (performance.now() - opened));
  const open = slow.answers.filter((answer) => answer === null).length;
  const untold = slow.answers.filter((answer) => answer !== null && !answer.startsWith('HTTP/1.1 408 ')).length;
  slow.close();
  return [
    ...(beside > 2 * alone ? [`others waited ${beside.toFixed(1)} ms instead of ${alone.toFixed(1)}`] : []),
    ...(open > 0 ? [`${open} were left open`] : []),
    ...(untold > 0 ? [`${untold} were not told why`] : []),
  ];
}

describe('300 slow connections', () => {
  it('cost others little, and are ended in time', async () => {
    const attempts: string[][] = [];
    while (attempts.length < ATTEMPTS && attempts.at(-1)?.length !== 0) {
      attempts.push(await slowConnectionFaults(stack.api.url));
    }
    expect({ attempts, last: attempts.at(-1) }).toMatchObject({ last: [] });
  });

  it('are found to hurt a server that waits for them', async () => {
    let connections = 0;
    let requests = 0;
    const patient = createServer({ requestTimeout: 0, headersTimeout: 0 }, (_request, response) => {
      // Few enough to be soon done, and more than the hundredth part that the percentile leaves out.
      const mustWait = connections >= SLOW_CONNECTIONS && (requests += 1) % 40 === 0;
      setTimeout(() => response.end(), mustWait ? 1000 : 0);
    });
    patient.on('connection', (socket) => {
      connections += 1;
      socket.on('close', () => (connections -= 1));
    });
    patient.listen(0, '127.0.0.1');
    await once(patient, 'listening');
    const faults = await slowConnectionFaults(`http://127.0.0.1:${(patient.address() as AddressInfo).port}`);
    patient.close();
    patient.closeAllConnections();
    expect(faults).toEqual([
      expect.stringMatching(/^others waited \d+\.\d ms instead of /),
      `${SLOW_CONNECTIONS} were left open`,
    ]);
  });
});

it('connections beyond the limit of a process are closed, and those within it served', async () => {
  const slow = await openSlow(stack.api.url, MAX_CONNECTIONS - 50);
  const served = await fetch(`${stack.api.url}/health/live`);
  expect(served.status).toBe(200);
  const beyond = await openSlow(stack.api.url, 200);
  await delay(500);
  const closed = beyond.answers.filter((answer) => answer === '').length;
  expect(closed).toBeGreaterThanOrEqual(150);
  expect(slow.answers.filter((answer) => answer !== null)).toEqual([]);
  slow.close();
  beyond.close();
  await delay(200);
  expect((await fetch(`${stack.api.url}/health/live`, { headers: { Connection: 'close' } })).status).toBe(200);
});
