import { summarize, type Judged } from './report.ts';

const MIN_PRECISION = 0.98;

/** What is asked of one run on one part of the corpus. */
export interface Bars {
  /** The least coverage of all facts; none is asked of a model that is of ill will. */
  readonly minCoverage?: number;
  /** Whether the model means ill: then any wrong value that it gets written counts as hostile, on whatever page. */
  readonly adverse: boolean;
  /** The same without a model, of which nothing may get lost. */
  readonly alone?: Judged;
}

/** The bars that a run misses, in words. */
export function missedBars(judged: Judged, { minCoverage = 0, adverse, alone }: Bars): string[] {
  const { precision, coverage, unproven, hostile } = summarize(judged, adverse);
  const lost = alone ? alone.facts.filter((fact, index) => fact.written && !judged.facts[index]?.written).length : 0;
  return [
    ...(precision < MIN_PRECISION ? [`precision ${precision.toFixed(3)} < ${MIN_PRECISION}`] : []),
    ...(coverage < minCoverage ? [`coverage ${coverage.toFixed(3)} < ${minCoverage}`] : []),
    ...(unproven > 0 ? [`${unproven} written without valid evidence`] : []),
    ...(hostile > 0 ? [`${hostile} hostile values written`] : []),
    ...(lost > 0 ? [`${lost} facts lost that are found without a model`] : []),
  ];
}
