import type { Bench } from '../stack/bench.ts';
import { create, get } from './hot-requests.ts';
import { sideOf } from './reading.ts';
import type { Row } from './row.ts';

/** A request's cost in statements, each of which the api waits for unless there are fewer round trips. */
export interface StatementCount {
  readonly statements: number;
  readonly roundTrips: number;
}

const WARM_UP = 3;
const TIMES = 7;

/**
 * Counts what one request sends to the database, key check included. Now and then there is one more, as when a key's
 * last use is noted, so the least of several requests counts.
 */
export async function countStatements(bench: Bench, run: () => Promise<unknown>): Promise<StatementCount> {
  const { recorder } = await bench.observed();
  for (let time = 0; time < WARM_UP; time++) await run();
  const counts: StatementCount[] = [];
  for (let time = 0; time < TIMES; time++) {
    const { statements, roundTrips } = await recorder.record(run);
    counts.push({ statements: statements.length, roundTrips });
  }
  const least = (of: keyof StatementCount): number => Math.min(...counts.map((each) => each[of]));
  return { statements: least('statements'), roundTrips: least('roundTrips') };
}

async function list(bench: Bench): Promise<() => Promise<unknown>> {
  return (await sideOf(bench, { of: 'big' }, (await bench.observed()).server)).run;
}

/** Requests and how many statements each may take. */
export const STATEMENT_LIMITS = [
  { name: 'get', max: 1, prepare: get },
  { name: 'list', max: 2, prepare: list },
  { name: 'create', max: 3, prepare: create },
] as const;

export const statementRows: readonly Row[] = STATEMENT_LIMITS.map(({ name, max, prepare }) => ({
  ...{ name: `statements: ${name}`, target: { max }, shortTarget: { max } },
  measure: async (bench) => {
    const { statements, roundTrips } = await countStatements(bench, await prepare(bench));
    return { rounds: [statements], detail: `${roundTrips} round trips` };
  },
}));
