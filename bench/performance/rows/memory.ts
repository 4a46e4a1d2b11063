import { setTimeout as delay } from 'node:timers/promises';
import { startLoadClient } from '../load/load-client.ts';
import type { Bench } from '../stack/bench.ts';
import { median } from '../statistics.ts';
import { residentBytesOf } from '../stack/server-process.ts';
import { queries } from './reading.ts';
import type { Row } from './row.ts';
import { loadOf } from './throughput.ts';

const SECONDS = 60;
const EVERY_MS = 500;
const CONNECTIONS = 16;
const MEGABYTE = 1_000_000;

const samples = new WeakMap<Bench, Promise<number[]>>();

/** Resident memory of a fresh api in MB, twice a second, while it reads, lists, searches and creates for a minute. */
function residentUnderLoad(bench: Bench): Promise<number[]> {
  const known = samples.get(bench) ?? sampleLoad(bench);
  samples.set(bench, known);
  return known;
}

async function sampleLoad(bench: Bench): Promise<number[]> {
  const server = await bench.start('api');
  const client = startLoadClient();
  const [get, list, create] = [await loadOf(bench, 'get'), await loadOf(bench, 'list'), await loadOf(bench, 'create')];
  const search = { method: 'GET', paths: [`/api/contacts?${queries.rareWord()}`] } as const;
  const order = { url: server.url, key: await bench.key('big'), connections: CONNECTIONS, seconds: SECONDS };
  const load = client.perSecond({ ...order, requests: [get, get, get, list, list, search, create] });
  const resident = await sampleUntil(load, () => residentBytesOf(server.pid) / MEGABYTE);
  await client.stop();
  await server.stop();
  return resident;
}

/** Takes a value every half second. @throws what the work throws */
async function sampleUntil(work: Promise<unknown>, value: () => number): Promise<number[]> {
  const ended = work.then(() => true);
  const values: number[] = [];
  do values.push(value());
  while (!(await Promise.race([ended, delay(EVERY_MS, false)])));
  return values;
}

const third = (values: readonly number[], index: number): number[] =>
  values.slice(Math.floor((values.length * index) / 3), Math.floor((values.length * (index + 1)) / 3));

export const memoryRows: readonly Row[] = [
  {
    ...{ name: 'memory under load, last third ÷ second third', target: { max: 1.05 } },
    measure: async (bench) => {
      const resident = await residentUnderLoad(bench);
      const thirds = [0, 1, 2].map((index) => median(third(resident, index)));
      const [, second = NaN, last = NaN] = thirds;
      return { rounds: [last / second], detail: `${thirds.map((value) => value.toFixed(0)).join(', ')} MB by thirds` };
    },
  },
  {
    ...{ name: 'memory under load', unit: 'MB', everyRound: true, target: { max: 250 } },
    measure: async (bench) => ({ rounds: [Math.max(...(await residentUnderLoad(bench)))], detail: 'peak' }),
  },
];
