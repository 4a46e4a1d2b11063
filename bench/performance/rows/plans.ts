import type { Bench } from '../stack/bench.ts';
import { nodesOf, type ExecutedPlan, type PlanNode } from '../wire/plan.ts';
import { BIG_TABLES, HOT_REQUESTS, KEY_INDEXES, type HotRequest } from './hot-requests.ts';
import type { Row } from './row.ts';

/** Times each request is made before its plans are read: prepared statements keep a generic plan from the sixth on. */
const WARM_UP = 6;
/** A table of so few pages is read through as fast as one row is found by an index. */
const FEW_PAGES = 10;

/**
 * Makes a hot request through the api and looks at the plans that its statements were run with, triggers included.
 * @returns a line for each sequential scan of a big table, and for each index that the request is not meant to use
 */
export async function planFaults(bench: Bench, request: HotRequest): Promise<string[]> {
  const { recorder } = await bench.observed();
  const run = await request.prepare(bench);
  const plans: ExecutedPlan[] = [];
  for (let time = 0; time <= WARM_UP; time++) plans.push(...(await recorder.record(run)).plans);
  if (plans.length === 0) return ['no plan was seen'];
  const big = await bigTables(bench);
  return [...new Set(plans.flatMap(({ root }) => nodesOf(root).flatMap((node) => faultOf(node, request, big))))];
}

async function bigTables(bench: Bench): Promise<Set<string>> {
  const rows = await bench.query<{ name: string }>(
    'SELECT relname AS name FROM pg_class WHERE oid = ANY ($1::regclass[]) AND relpages > $2',
    [BIG_TABLES, FEW_PAGES],
  );
  return new Set(rows.map(({ name }) => name));
}

function faultOf(node: PlanNode, { indexes }: HotRequest, big: ReadonlySet<string>): string[] {
  const { 'Node Type': type, 'Relation Name': relation = '', 'Index Name': index } = node;
  if (type === 'Seq Scan') return big.has(relation) ? [`sequential scan of ${relation}`] : [];
  const isAllowed = index === undefined || KEY_INDEXES.includes(index) || indexes.includes(index);
  return isAllowed || !isOfBigTable(index) ? [] : [`index ${index}`];
}

/** Other tables have indexes of their own, which are none of this table's business. */
const isOfBigTable = (index: string): boolean => BIG_TABLES.some((table) => index.startsWith(`${table}_`));

export const planRows: readonly Row[] = HOT_REQUESTS.map((request) => ({
  name: `plans: ${request.name}`,
  ...{ target: { max: 0 }, shortTarget: { max: 0 } },
  measure: async (bench) => {
    const faults = await planFaults(bench, request);
    return { rounds: [faults.length], detail: faults.join('; ') };
  },
}));
