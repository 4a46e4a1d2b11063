import { startLoadClient } from '../load/load-client.ts';
import type { Bench } from '../stack/bench.ts';
import { cpuSecondsOf } from '../stack/server-process.ts';
import { median } from '../statistics.ts';
import { EnrichmentStack, SOURCE_MS, type EndedJob, type QueueKind } from '../stack/enrichment.ts';
import type { Measurement, Row } from './row.ts';
import { loadOf } from './throughput.ts';

const ROUNDS = 5;
const CONNECTIONS = 16;
/** Jobs that run before any counts: an enricher opens its connections and compiles its code with them. */
const WARM_UP_JOBS = 20;

async function withStack<T>(bench: Bench, queue: QueueKind, work: (stack: EnrichmentStack) => Promise<T>): Promise<T> {
  const stack = await EnrichmentStack.start(bench, queue);
  try {
    return await work(stack);
  } finally {
    await stack.stop();
  }
}

/** Jobs one after another, so that none waits for a processor that another one has. */
function overhead(bench: Bench, queue: QueueKind): Promise<Measurement> {
  return withStack(bench, queue, async (stack) => {
    const enricher = await stack.startEnricher(10);
    const one = async (id: string): Promise<EndedJob[]> => {
      await stack.request([id]);
      return stack.ended([id], 20);
    };
    for (const id of await stack.addSubjects(WARM_UP_JOBS)) await one(id);
    const rounds: number[] = [];
    const inSource: number[] = [];
    while (rounds.length < ROUNDS) {
      const jobs: EndedJob[] = [];
      for (const id of await stack.addSubjects(12)) jobs.push(...(await one(id)));
      rounds.push(median(jobs.map((job) => job.duration - job.inSource)));
      inSource.push(...jobs.map((job) => job.inSource));
    }
    await enricher.stop();
    return { rounds, detail: `besides ${median(inSource).toFixed(0)} ms in the source` };
  });
}

interface Speed {
  /** By segments of the run. */
  readonly perSecond: readonly number[];
  /** Processor time of the enrichers for a job, in milliseconds; NaN where the system does not tell. */
  readonly cpuMs: number;
}

/** All jobs wait in the queue before the enrichers start; how fast they end is read in the middle of the run. */
async function jobsPerSecond(
  stack: EnrichmentStack,
  enrichers: number,
  concurrency: number,
  jobs: number,
  segments: number,
): Promise<Speed> {
  const ids = await stack.addSubjects(jobs);
  await stack.request(ids);
  const running = await Promise.all(Array.from({ length: enrichers }, () => stack.startEnricher(concurrency)));
  const cpuSeconds = (): number => running.reduce((sum, { pid }) => sum + (cpuSecondsOf(pid) ?? NaN), 0);
  const before = cpuSeconds();
  // Seldom, as counting thousands of jobs takes from the processors that are being measured.
  const ended = await stack.ended(ids, 1000);
  const cpuMs = ((cpuSeconds() - before) * 1000) / jobs;
  await Promise.all(running.map((enricher) => enricher.stop()));
  const middle = ended.slice(Math.floor(jobs * 0.15), Math.floor(jobs * 0.9));
  const length = Math.floor(middle.length / segments);
  const perSecond = Array.from({ length: segments }, (_, index) => {
    const segment = middle.slice(index * length, (index + 1) * length + 1);
    const seconds = ((segment.at(-1)?.finishedAt ?? NaN) - (segment[0]?.finishedAt ?? NaN)) / 1000;
    return (segment.length - 1) / seconds;
  });
  return { perSecond, cpuMs };
}

function saturation(bench: Bench, queue: QueueKind): Promise<Measurement> {
  const concurrency = 50;
  return withStack(bench, queue, async (stack) => {
    const { perSecond, cpuMs } = await jobsPerSecond(stack, 1, concurrency, 3000, ROUNDS);
    const ideal = concurrency / (SOURCE_MS / 1000);
    const detail = `${median(perSecond).toFixed(0)} of ${ideal} jobs/s (${cpuMs.toFixed(1)} ms cpu)`;
    return { rounds: perSecond.map((speed) => speed / ideal), detail };
  });
}

function scaling(bench: Bench): Promise<Measurement> {
  const concurrency = 10;
  return withStack(bench, 'Postgres', async (stack) => {
    const rounds: [one: number, two: number][] = [];
    while (rounds.length < ROUNDS) {
      const {
        perSecond: [one = NaN],
      } = await jobsPerSecond(stack, 1, concurrency, 300, 1);
      const {
        perSecond: [two = NaN],
      } = await jobsPerSecond(stack, 2, concurrency, 600, 1);
      rounds.push([one, two]);
    }
    const shown = ([1, 0] as const).map((side) => median(rounds.map((round) => round[side])).toFixed(0));
    return {
      rounds: rounds.map(([one, two]) => two / one),
      detail: `${shown.join(' ÷ ')} jobs/s, ${concurrency} at once`,
    };
  });
}

/** No enricher runs: what is compared is what the api does before it answers. */
async function acceptance(bench: Bench): Promise<Measurement> {
  const [seconds, warmUpSeconds] = [3, 2];
  const server = await bench.api();
  const client = startLoadClient();
  const order = { url: server.url, key: await bench.key('big'), connections: CONNECTIONS };
  const ids = await bench.contactIds('big', 20_000, true);
  const enrich = async (forSeconds: number): Promise<number> => {
    const paths = ids.splice(0, Math.floor((20_000 * forSeconds) / (warmUpSeconds + ROUNDS * seconds)));
    const requests = [{ method: 'POST', paths: paths.map((id) => `/api/contacts/${id}/enrich`), once: true }] as const;
    return client.perSecond({ ...order, seconds: forSeconds, requests });
  };
  const create = async (forSeconds: number): Promise<number> =>
    client.perSecond({ ...order, seconds: forSeconds, requests: [await loadOf(bench, 'create')] });
  try {
    await enrich(warmUpSeconds);
    await create(warmUpSeconds);
    const rounds: [enriched: number, created: number][] = [];
    while (rounds.length < ROUNDS) rounds.push([await enrich(seconds), await create(seconds)]);
    const shown = ([0, 1] as const).map((side) => median(rounds.map((round) => round[side])).toFixed(0));
    return { rounds: rounds.map(([enriched, created]) => enriched / created), detail: `${shown.join('/s ÷ ')}/s` };
  } finally {
    await client.stop();
  }
}

/** The last one leaves jobs behind that nobody has run. */
export const enrichmentRows: readonly Row[] = [
  {
    ...{ name: 'enrichment overhead, queue on Redis', unit: 'ms', target: { max: 15 }, shortTarget: { max: 60 } },
    measure: (bench) => overhead(bench, 'Redis'),
  },
  {
    ...{ name: 'enrichment overhead, queue on Postgres', unit: 'ms', target: { max: 30 }, shortTarget: { max: 120 } },
    measure: (bench) => overhead(bench, 'Postgres'),
  },
  {
    ...{ name: 'enricher jobs/s ÷ (50 ÷ 0.2 s), queue on Redis', target: { min: 0.85 } },
    measure: (bench) => saturation(bench, 'Redis'),
  },
  {
    ...{ name: 'enricher jobs/s ÷ (50 ÷ 0.2 s), queue on Postgres', target: { min: 0.85 } },
    measure: (bench) => saturation(bench, 'Postgres'),
  },
  { name: 'two enrichers ÷ one', target: { min: 1.8 }, measure: scaling },
  {
    ...{ name: 'enrich requests ÷ creates accepted', target: { min: 0.8 }, shortTarget: { min: 0.4 } },
    measure: acceptance,
  },
];
