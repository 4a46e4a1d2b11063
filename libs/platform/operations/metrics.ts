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

/** Something that is looked up whenever the metrics are read. What cannot be looked up is left out, the rest is not. */
export function gauge<Label extends string>(
  { name, help, labels = [] }: Named<Label>,
  read: () => Promise<readonly Reading<Label>[]> | readonly Reading<Label>[],
): Gauge<Label> {
  return new Gauge({
    ...{ name, help, labelNames: [...labels], registers: [metrics] },
    async collect() {
      this.reset();
      const readings = await Promise.resolve()
        .then(read)
        .catch(() => undefined);
      // Without labels it would show 0.
      if (!readings && labels.length === 0) this.remove();
      for (const [of, value] of readings ?? []) this.set(of as Record<Label, string>, value);
    },
  });
}

/** Memory, processor time, event loop and garbage collection of this process. */
export function measureProcess(): void {
  collectDefaultMetrics({ register: metrics });
}
