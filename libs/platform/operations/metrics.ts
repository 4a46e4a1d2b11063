import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** All metrics of this process. Names and labels hold nothing of a tenant: ids, names and addresses never become labels. */
export const metrics = new Registry();

interface Named<Label extends string> {
  /** With its unit: `…_seconds`, `…_total`. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly Label[];
}

/** Upper bounds in seconds, from what the cache answers to what times out. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** A histogram of durations in seconds. */
export function durations<Label extends string>({ name, help, labels = [] }: Named<Label>): Histogram<Label> {
  return new Histogram({ name, help, labelNames: [...labels], buckets: SECONDS, registers: [metrics] });
}

/** Something that is counted as it happens. */
export function counter<Label extends string>({ name, help, labels = [] }: Named<Label>): Counter<Label> {
  return new Counter({ name, help, labelNames: [...labels], registers: [metrics] });
}

/** What a gauge shows: a value for each of its labels, such as `[{ state: 'idle' }, 3]`. */
export type Reading<Label extends string> = readonly [labels: Readonly<Partial<Record<Label, string>>>, value: number];

/** Something that this process knows of itself, read whenever the metrics are: before anything is asked for them. */
export function gauge<Label extends string>(
  { name, help, labels = [] }: Named<Label>,
  read: () => readonly Reading<Label>[],
): Gauge<Label> {
  return new Gauge({
    ...{ name, help, labelNames: [...labels], registers: [metrics] },
    collect() {
      this.reset();
      for (const [of, value] of read()) this.set(of as Record<Label, string>, value);
    },
  });
}

/** How long another may take to answer; Prometheus gives up the whole scrape after ten seconds. */
const LOOKUP_LIMIT_MS = 1500;

const faults = counter({
  name: 'contacts_scrape_faults_total',
  help: 'How often something had to be left out of the metrics, because the database or the queue did not tell it',
});

/** Something that another is asked whenever the metrics are read. What it does not tell in time is left out, the rest is not. */
export function askedGauge<Label extends string>(
  { name, help, labels = [] }: Named<Label>,
  ask: () => Promise<readonly Reading<Label>[]>,
): Gauge<Label> {
  return new Gauge({
    ...{ name, help, labelNames: [...labels], registers: [metrics] },
    async collect() {
      // What the process knows of itself is read first: to ask is to use its pool.
      await new Promise(setImmediate);
      const readings = await inTime(ask).catch(() => undefined);
      if (!readings) faults.inc();
      this.reset();
      // Without labels it would show 0.
      if (!readings && labels.length === 0) this.remove();
      for (const [of, value] of readings ?? []) this.set(of as Record<Label, string>, value);
    },
  });
}

async function inTime<T>(ask: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('no answer in time'));
    }, LOOKUP_LIMIT_MS);
  });
  return Promise.race([ask(), limit]).finally(() => {
    clearTimeout(timer);
  });
}

/** Memory, processor time, event loop and garbage collection of this process. */
export function measureProcess(): void {
  collectDefaultMetrics({ register: metrics });
}
