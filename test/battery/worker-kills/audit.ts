import type { JsonApi } from '../../support/json-api.ts';
import type { TestDatabase } from '../../support/database.ts';

/** What there may be once at most, by its name: the groups of rows that are more. */
const TWICE: Readonly<Record<string, string>> = {
  'a value of a profile': `SELECT FROM enriched_values GROUP BY contact_id, company_id, field HAVING count(*) > 1`,
  'a piece of evidence': `SELECT FROM evidence GROUP BY enriched_value_id, source, url, pointer, quote HAVING count(*) > 1`,
  "a job's end": `SELECT FROM enrichment_job_events
    WHERE type = 'status' AND data ->> 'status' NOT IN ('queued', 'running') GROUP BY job_id HAVING count(*) > 1`,
  "a job's result of a source": `SELECT FROM enrichment_source_results GROUP BY job_id, source HAVING count(*) > 1`,
};

/** @returns a sentence for each kind of effect that some job has had twice */
export async function effectsTwice(database: TestDatabase): Promise<string[]> {
  const faults: string[] = [];
  for (const [name, groups] of Object.entries(TWICE)) {
    const { length } = await database.query(groups);
    if (length > 0) faults.push(`${name} is there more than once, ${length} times`);
  }
  return faults;
}

/** Calls that cost money, counted at the provider and in the ledger. */
export interface PaidCalls {
  readonly questions: number;
  /** Those that a kill cut off before the answer was kept: asked again, and counted in full (ADR 7). */
  readonly cut: number;
  readonly faults: readonly string[];
}

/**
 * Compares what the provider was asked with what the ledger knows: an answer that was kept is never asked for again, and
 * nothing is asked that is not in the ledger.
 */
export async function paidTwice(database: TestDatabase, provider: JsonApi): Promise<PaidCalls> {
  const asked = new Map<string, number>();
  for (const { path } of provider.requests) asked.set(path, (asked.get(path) ?? 0) + 1);
  const repeated = [...asked.values()].reduce((sum, count) => sum + count - 1, 0);
  const [ledger] = await database.query<{ rows: number; cut: number; settledTwice: number }>(
    `SELECT coalesce(sum(rows), 0)::int AS rows, coalesce(sum(cut), 0)::int AS cut,
       count(*) FILTER (WHERE settled > 1)::int AS "settledTwice"
     FROM (SELECT count(*) AS rows, count(*) FILTER (WHERE outcome = 'worker_lost') AS cut,
             count(*) FILTER (WHERE status = 'settled') AS settled
           FROM provider_calls GROUP BY organization_id, provider, operation, input_hash) question`,
  );
  const { rows, cut, settledTwice } = ledger!;
  const faults = [
    ...(settledTwice > 0 ? [`${settledTwice} questions were answered and paid for twice`] : []),
    ...(repeated > cut ? [`${repeated} calls were repeated, where ${cut} had been cut off by a kill`] : []),
    ...(provider.requests.length > rows ? [`${provider.requests.length} calls were made, ${rows} are recorded`] : []),
  ];
  return { questions: asked.size, cut, faults };
}
