import { auditSql, authorParameters, byJob, entriesParameter, entriesSql, hotQuery, type AuditEntry } from '#platform';
import type { EntityManager } from 'typeorm';
import type { CollectedResult } from './collect.ts';
import type { JobStatus } from './enrichment-job.entity.ts';
import type { Lease } from './job-leases.ts';

/** What one source gave, and what became of it. */
export type SourceTally = Omit<CollectedResult, 'claims' | 'documents' | 'fault'> & {
  readonly valuesWritten: number;
  readonly valuesSuggested: number;
};

/** How a job ends. */
export interface JobEnd {
  readonly status: JobStatus;
  readonly sources: readonly SourceTally[];
  /** What the job has changed. */
  readonly changes: readonly AuditEntry[];
}

/**
 * Contact before company before job: the order in which every transaction takes these locks. Each is reached through the
 * one before; contact and company are locked also where the job is not this lease's any more.
 */
const LOCK = `
  WITH contact AS MATERIALIZED (
    SELECT company_id FROM contacts WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE),
  company AS MATERIALIZED (
    SELECT id FROM companies WHERE organization_id = $1 AND id = (SELECT company_id FROM contact) FOR NO KEY UPDATE)
  SELECT FROM enrichment_jobs
  WHERE id = $3 AND status = 'running' AND lease_token = $4 AND (SELECT count(*) FROM company) >= 0
  FOR NO KEY UPDATE`;

const END = `
  WITH source AS (
    INSERT INTO enrichment_source_results (job_id, organization_id, source, outcome, reason, started_at, duration_ms,
      values_written, values_suggested)
    SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::int[], $8::int[], $9::int[])),
  audited AS (${auditSql(entriesSql('$13'), 14)})
  UPDATE enrichment_jobs SET status = $10, finished_at = now(), lease_token = NULL, lease_expires_at = NULL,
    error_code = $11, error = $12
  WHERE id = $1`;

/** As the parameters from $3 on have them. */
const SOURCE_COLUMNS = [
  'source',
  'outcome',
  'reason',
  'startedAt',
  'durationMs',
  'valuesWritten',
  'valuesSuggested',
] as const;

/** Locks what a result is written to. @returns false, with nothing to be written, if the job is no longer this lease's */
export async function lockForResult(manager: EntityManager, lease: Lease): Promise<boolean> {
  const { organizationId, contactId, jobId, token } = lease;
  return (await hotQuery(manager, LOCK, [organizationId, contactId, jobId, token])).length > 0;
}

/** Ends a job that is locked, and records what its sources gave. */
export async function endJob(
  manager: EntityManager,
  lease: Lease,
  { status, sources, changes }: JobEnd,
): Promise<void> {
  const failed = status === 'failed';
  await hotQuery(manager, END, [
    ...[lease.jobId, lease.organizationId],
    ...SOURCE_COLUMNS.map((column) => sources.map((source) => source[column])),
    ...[status, failed ? 'sources_failed' : null, failed ? 'None of the sources could be asked' : null],
    ...[entriesParameter(changes), ...authorParameters(byJob(lease))],
  ]);
}
