import type { Bench } from '../stack/bench.ts';
import { median } from '../statistics.ts';

/** What a row may come to at most, or must come to at least. */
export type Bound = { readonly max: number } | { readonly min: number };

export interface Measurement {
  /** A value for each round, of which the median counts. */
  readonly rounds: readonly number[];
  /** The figures behind it, for people. */
  readonly detail?: string;
}

/** A target and how it is measured. */
export interface Row {
  readonly name: string;
  readonly target: Bound;
  /** With `--short`; a row without is left out then. */
  readonly shortTarget?: Bound;
  /** Of a value that is no ratio. */
  readonly unit?: 'ms' | 'MB';
  /** Where no round may miss the target; else the median counts. */
  readonly everyRound?: boolean;
  /** @throws Skipped where this machine lacks what it takes; any other error counts as a miss */
  measure(bench: Bench): Promise<Measurement>;
}

/** A row that cannot be measured here; the message says why. */
export class Skipped extends Error {}

/** The value that is compared with the row's bound. */
export function judgedValue({ target, everyRound }: Row, { rounds }: Measurement): number {
  if (everyRound !== true) return median(rounds);
  return 'max' in target ? Math.max(...rounds) : Math.min(...rounds);
}

export function meets(value: number, bound: Bound): boolean {
  return 'max' in bound ? value <= bound.max : value >= bound.min;
}
