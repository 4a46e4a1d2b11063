import { startBare } from '../bare/bare.ts';
import type { BareRequest } from '../bare/bare-config.ts';
import { startLoadClient } from '../load/load-client.ts';
import type { LoadRequest } from '../load/load-order.ts';
import type { Bench } from '../stack/bench.ts';
import { median } from '../statistics.ts';
import { cpuSecondsOf, type ServerProcess } from '../stack/server-process.ts';
import { newContact } from './hot-requests.ts';
import type { Measurement, Row } from './row.ts';

const CONNECTIONS = 16;
const ROUNDS = 5;
const SECONDS = 4;
const WARM_UP_SECONDS = 3;
/** Contacts that are read in turn. */
const CONTACTS = 1000;

const bareServers = new WeakMap<Bench, Promise<ServerProcess>>();

/** The one bare server of a run. */
function bareOf(bench: Bench): Promise<ServerProcess> {
  const known = bareServers.get(bench) ?? startBare(bench);
  bareServers.set(bench, known);
  return known;
}

let loads = 0;

/** What the load is made of; each call makes other contacts. */
export async function loadOf(bench: Bench, request: BareRequest): Promise<LoadRequest> {
  if (request === 'list') return { method: 'GET', paths: ['/api/contacts'] };
  if (request === 'create') {
    const mark = `load-${(loads += 1)}-`;
    return { method: 'POST', paths: ['/api/contacts'], body: newContact('{n}'), mark };
  }
  const ids = await bench.contactIds('big', CONTACTS);
  return { method: 'GET', paths: ids.map((id) => `/api/contacts/${id}`) };
}

/** What one server came to under load. */
interface Speed {
  readonly perSecond: number;
  /** NaN where the system does not tell. */
  readonly cpuSeconds: number;
}

async function measure(bench: Bench, request: BareRequest): Promise<Measurement> {
  const servers = [await bench.api(), await bareOf(bench)] as const;
  const client = startLoadClient();
  const key = await bench.key('big');
  const run = async (server: ServerProcess, seconds: number): Promise<Speed> => {
    const requests = [await loadOf(bench, request)];
    const before = cpuSecondsOf(server.pid) ?? NaN;
    const perSecond = await client.perSecond({ url: server.url, key, connections: CONNECTIONS, seconds, requests });
    return { perSecond, cpuSeconds: (cpuSecondsOf(server.pid) ?? NaN) - before };
  };
  try {
    for (const server of servers) await run(server, WARM_UP_SECONDS);
    const rounds: [product: Speed, bare: Speed][] = [];
    while (rounds.length < ROUNDS) rounds.push([await run(servers[0], SECONDS), await run(servers[1], SECONDS)]);
    return summaryOf(rounds);
  } finally {
    await client.stop();
  }
}

function summaryOf(rounds: readonly (readonly [product: Speed, bare: Speed])[]): Measurement {
  const shown = ([0, 1] as const).map((side) => {
    const perSecond = median(rounds.map((round) => round[side].perSecond));
    const cpuSeconds = rounds.reduce((sum, round) => sum + round[side].cpuSeconds, 0);
    const requests = rounds.reduce((sum, round) => sum + round[side].perSecond * SECONDS, 0);
    return `${perSecond.toFixed(0)}/s (${((cpuSeconds / requests) * 1000).toFixed(2)} ms cpu)`;
  });
  return { rounds: rounds.map(([product, bare]) => product.perSecond / bare.perSecond), detail: shown.join(' ÷ ') };
}

const row = (request: BareRequest, min: number, shortMin: number): Row => ({
  ...{ name: `throughput ÷ bare: ${request}`, target: { min }, shortTarget: { min: shortMin } },
  measure: (bench) => measure(bench, request),
});

export const throughputRows: readonly Row[] = [row('get', 0.75, 0.5), row('list', 0.85, 0.6), row('create', 0.75, 0.5)];
