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
/** A round is so many turns of each server. Short ones: what a neighbour does for some seconds falls on both. */
const TURNS = 5;
const TURN_SECONDS = 1;
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

/** What one server did under load. */
interface Work {
  readonly perSecond: number;
  /** Processor time of a request, in milliseconds; NaN where the system does not tell. */
  readonly cpuMs: number;
}

async function measure(bench: Bench, request: BareRequest): Promise<Measurement> {
  const [product, bare] = [await bench.api(), await bareOf(bench)];
  const client = startLoadClient();
  const key = await bench.key('big');
  const turn = async (server: ServerProcess, seconds: number): Promise<Work> => {
    const requests = [await loadOf(bench, request)];
    const before = cpuSecondsOf(server.pid) ?? NaN;
    const perSecond = await client.perSecond({ url: server.url, key, connections: CONNECTIONS, seconds, requests });
    return { perSecond, cpuMs: (((cpuSecondsOf(server.pid) ?? NaN) - before) * 1000) / (perSecond * seconds) };
  };
  try {
    for (const server of [product, bare]) await turn(server, WARM_UP_SECONDS);
    const turns: (readonly [product: Work, bare: Work])[] = [];
    while (turns.length < ROUNDS * TURNS) {
      turns.push([await turn(product, TURN_SECONDS), await turn(bare, TURN_SECONDS)]);
    }
    return summaryOf(turns);
  } finally {
    await client.stop();
  }
}

/** The ratio of a round is that of all requests that were answered in it. */
function summaryOf(turns: readonly (readonly [product: Work, bare: Work])[]): Measurement {
  const rounds = Array.from({ length: ROUNDS }, (_, round) => {
    const own = turns.slice(round * TURNS, (round + 1) * TURNS);
    const [product, bare] = ([0, 1] as const).map((side) => own.reduce((sum, turn) => sum + turn[side].perSecond, 0));
    return (product ?? NaN) / (bare ?? NaN);
  });
  const shown = ([0, 1] as const).map((side) => {
    const [perSecond, cpuMs] = (['perSecond', 'cpuMs'] as const).map((of) =>
      median(turns.map((turn) => turn[side][of])),
    );
    return `${perSecond?.toFixed(0) ?? ''}/s (${cpuMs?.toFixed(2) ?? ''} ms cpu)`;
  });
  return { rounds, detail: shown.join(' ÷ ') };
}

const row = (request: BareRequest, min: number, shortMin: number): Row => ({
  ...{ name: `throughput ÷ bare: ${request}`, target: { min }, shortTarget: { min: shortMin } },
  measure: (bench) => measure(bench, request),
});

export const throughputRows: readonly Row[] = [row('get', 0.75, 0.5), row('list', 0.85, 0.6), row('create', 0.75, 0.5)];
