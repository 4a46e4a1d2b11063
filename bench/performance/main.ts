// `npm run bench`: whether a list, a search or a job costs the same at a million contacts, and what the product costs
// over bare Node. Arguments are parts of the names of the rows to measure; none means all.
//   --short      50,000 contacts and wider margins   --data DIR   where the data is kept, .data/bench by default
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FULL_SIZE, SHORT_SIZE } from './data/dataset.ts';
import { HEADER, outcomeOf } from './report.ts';
import { enrichmentRows } from './rows/enrichment.ts';
import { latencyRows } from './rows/latency.ts';
import { memoryRows } from './rows/memory.ts';
import { planRows } from './rows/plans.ts';
import type { Bound, Measurement, Row } from './rows/row.ts';
import { THOROUGH } from './rows/sampling.ts';
import { statementRows } from './rows/statements.ts';
import { throughputRows } from './rows/throughput.ts';
import { Bench } from './stack/bench.ts';
import { openDataset } from './stack/kept-dataset.ts';

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean' }, data: { type: 'string', default: '.data/bench' } },
});

/** Reading comes first: what writes leave behind would slow it. */
const ROWS: readonly Row[] = [
  ...latencyRows,
  ...planRows,
  ...statementRows,
  ...throughputRows,
  ...memoryRows,
  ...enrichmentRows,
];

process.exitCode = (await measureAll()) ? 0 : 1;

/** @returns whether every row met its target */
async function measureAll(): Promise<boolean> {
  const rows = ROWS.flatMap((row) => {
    const bound = options.short === true ? row.shortTarget : row.target;
    const isWanted = wanted.length === 0 || wanted.some((part) => row.name.includes(part));
    return bound && isWanted ? [{ row, bound }] : [];
  });
  const size = options.short === true ? SHORT_SIZE : FULL_SIZE;
  const dataset = await openDataset({ dir: options.data, size, say });
  const bench = new Bench({
    ...{ databaseUrl: dataset.url, size, halfMatches: dataset.halfMatches, sampling: THOROUGH },
    logDir: join(options.data, 'logs'),
  });
  try {
    process.stdout.write(`${HEADER}\n`);
    let missed = 0;
    for (const { row, bound } of rows) missed += (await measure(bench, row, bound)) ? 0 : 1;
    process.stdout.write(missed === 0 ? 'All targets met.\n' : `${missed} of ${rows.length} targets missed.\n`);
    return missed === 0;
  } finally {
    await bench.close();
    await dataset.close();
  }
}

async function measure(bench: Bench, row: Row, bound: Bound): Promise<boolean> {
  const measured: Measurement | Error = await row.measure(bench).catch((error: unknown) => error as Error);
  const { text, missed } = outcomeOf(row, bound, measured);
  process.stdout.write(`${text}\n`);
  return !missed;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
