import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { SHORT_SIZE } from '../../bench/performance/data/dataset.ts';
import { generate } from '../../bench/performance/data/generate.ts';
import { HOT_REQUESTS } from '../../bench/performance/rows/hot-requests.ts';
import { latencyRows } from '../../bench/performance/rows/latency.ts';
import { planFaults } from '../../bench/performance/rows/plans.ts';
import { judgedValue, meets, type Row } from '../../bench/performance/rows/row.ts';
import type { Sampling } from '../../bench/performance/rows/sampling.ts';
import { countStatements, STATEMENT_LIMITS } from '../../bench/performance/rows/statements.ts';
import { Bench } from '../../bench/performance/stack/bench.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

// The short form of `npm run bench`, for a machine that does other things at the same time. Nothing here is compared with
// a clock: two requests are, that take turns.

/** Less than the benchmark takes: a slow moment is made up for by another attempt. */
const QUICK: Sampling = { rounds: 5, least: 5, most: 9, millisecondsPerRound: 300 };
/**
 * What is slow because of how it is written is slow each time; what is slow because a neighbour was busy is not.
 */
const ATTEMPTS = 3;

jest.setTimeout(120_000);

let database: TestDatabase;
let bench: Bench;
const logDir = mkdtempSync(join(tmpdir(), 'contacts-bench-'));

beforeAll(async () => {
  database = await createTestDatabase();
  const halfMatches = await generate(database.url, SHORT_SIZE, () => undefined);
  bench = new Bench({ databaseUrl: database.url, size: SHORT_SIZE, halfMatches, logDir, sampling: QUICK });
});

afterAll(async () => {
  await bench.close();
  await database.drop();
  rmSync(logDir, { recursive: true });
});

describe('a hot request', () => {
  test.each(HOT_REQUESTS.map((request) => [request.name, request] as const))(
    'is planned with its indexes: %s',
    async (_name, request) => {
      expect(await planFaults(bench, request)).toEqual([]);
    },
  );

  test.each(STATEMENT_LIMITS.map((limit) => [limit.name, limit] as const))(
    'takes few statements, key check included: %s',
    async (_name, { max, prepare }) => {
      const { statements } = await countStatements(bench, await prepare(bench));
      expect(statements).toBeLessThanOrEqual(max);
    },
  );
});

describe('with 25,000 contacts', () => {
  const rows = latencyRows.filter((row) => row.shortTarget !== undefined);

  test.each(rows.map((row) => [row.name, row] as const))('a list costs little more: %s', async (_name, row) => {
    const values = await attempt(row);
    expect({ target: row.shortTarget, values, met: isMet(row, values.at(-1)) }).toMatchObject({ met: true });
  });
});

const isMet = ({ shortTarget }: Row, value: number | undefined): boolean =>
  value !== undefined && shortTarget !== undefined && meets(value, shortTarget);

/** Measures until the target is met, a few times at most. @returns what each attempt came to */
async function attempt(row: Row): Promise<number[]> {
  const values: number[] = [];
  while (values.length < ATTEMPTS && !isMet(row, values.at(-1))) {
    values.push(judgedValue(row, await row.measure(bench)));
  }
  return values;
}
