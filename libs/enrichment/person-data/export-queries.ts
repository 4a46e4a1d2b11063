import type { EntityManager } from 'typeorm';
import type { EnrichmentJob } from '../enrichment-job.entity.ts';
import type { JobEvent } from '../progress/job-event.entity.ts';
import type { SourceResult } from '../source-result.entity.ts';
import type { ProviderCall } from '../ledger/provider-call.entity.ts';

/** A row of the database as JSON has it: times are ISO 8601 text. */
type Exported<Row, Left extends keyof Row = never> = {
  readonly [Name in keyof Omit<Row, Left>]: Omit<Row, Left>[Name] extends Date
    ? string
    : Omit<Row, Left>[Name] extends Date | null
      ? string | null
      : Omit<Row, Left>[Name];
};

/** A piece of evidence for a value. */
interface ExportedEvidence {
  readonly id: string;
  readonly source: string;
  readonly documentId: string | null;
  readonly url: string | null;
  readonly pointer: string | null;
  readonly quote: string;
  readonly fetchedAt: string;
  readonly confidence: number;
  readonly createdAt: string;
}

/** A value that was found, whatever became of it, with its evidence. */
interface ExportedValue {
  readonly id: string;
  readonly field: string;
  readonly value: unknown;
  readonly confidence: number;
  readonly status: 'written' | 'suggested' | 'superseded' | 'withdrawn' | 'rejected';
  readonly inputs: readonly string[];
  readonly jobId: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly evidence: readonly ExportedEvidence[];
}

/** A document that a user has said is about somebody else. */
interface ExportedBarredMatch {
  readonly url: string;
  readonly source: string;
  readonly barredBy: string;
  readonly createdAt: string;
}

/** A job with what its sources gave, what happened to it, and the paid calls that it made. */
type ExportedJob = Exported<EnrichmentJob, 'organizationId' | 'contactId' | 'leaseToken' | 'leaseExpiresAt'> & {
  readonly sources: readonly Exported<SourceResult, 'organizationId' | 'jobId'>[];
  readonly events: readonly Exported<JobEvent, 'organizationId' | 'jobId'>[];
  readonly calls: readonly Exported<ProviderCall, 'organizationId' | 'jobId' | 'inputHash'>[];
};

/** Times as the api writes them. */
const time = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** SQL of all rows as one JSON list. */
const listOf = (rows: string): string => `coalesce((SELECT json_agg(item) FROM (${rows}) item), '[]'::json)`;

const EVIDENCE = listOf(`
  SELECT e.id, e.source, e.document_id AS "documentId", e.url, e.pointer, e.quote, ${time('e.fetched_at')} AS "fetchedAt",
    e.confidence, ${time('e.created_at')} AS "createdAt"
  FROM evidence e WHERE e.organization_id = v.organization_id AND e.enriched_value_id = v.id ORDER BY e.id`);

const VALUES = `
  SELECT v.id, v.field, v.value, v.confidence, v.status, v.inputs, v.job_id AS "jobId",
    ${time('v.created_at')} AS "createdAt", ${time('v.ended_at')} AS "endedAt", v.decided_by AS "decidedBy",
    ${time('v.decided_at')} AS "decidedAt", ${EVIDENCE} AS evidence
  FROM enriched_values v WHERE v.organization_id = $1 AND v.contact_id = $2 ORDER BY v.field, v.created_at, v.id`;

const BARRED_MATCHES = `
  SELECT url, source, barred_by AS "barredBy", ${time('created_at')} AS "createdAt"
  FROM barred_matches WHERE organization_id = $1 AND contact_id = $2 ORDER BY created_at, url`;

const SOURCES = listOf(`
  SELECT r.source, r.outcome, r.reason, r.values_written AS "valuesWritten", r.values_suggested AS "valuesSuggested",
    ${time('r.started_at')} AS "startedAt", r.duration_ms AS "durationMs"
  FROM enrichment_source_results r WHERE r.organization_id = j.organization_id AND r.job_id = j.id
  ORDER BY r.started_at, r.source`);

const EVENTS = listOf(`
  SELECT e.id::text, e.type, e.data, ${time('e.created_at')} AS "createdAt"
  FROM enrichment_job_events e WHERE e.organization_id = j.organization_id AND e.job_id = j.id ORDER BY e.id`);

const CALLS = listOf(`
  SELECT c.id, c.provider, c.operation, c.status, c.outcome, c.credits, c.tokens_in AS "tokensIn",
    c.tokens_out AS "tokensOut", c.cost_micro_usd::text AS "costMicroUsd", ${time('c.created_at')} AS "createdAt",
    ${time('c.settled_at')} AS "settledAt"
  FROM provider_calls c WHERE c.organization_id = j.organization_id AND c.job_id = j.id ORDER BY c.created_at, c.id`);

const JOBS = `
  SELECT j.id, j.requested_by AS "requestedBy", j.status, j.options, j.attempts, j.error_code AS "errorCode", j.error,
    ${time('j.created_at')} AS "createdAt", ${time('j.enqueued_at')} AS "enqueuedAt",
    ${time('j.started_at')} AS "startedAt", ${time('j.finished_at')} AS "finishedAt", ${SOURCES} AS sources,
    ${EVENTS} AS events, ${CALLS} AS calls
  FROM enrichment_jobs j WHERE j.organization_id = $1 AND j.contact_id = $2 ORDER BY j.created_at, j.id`;

/** What the tables hold that belong to a contact alone. */
export interface ContactRows {
  readonly values: readonly ExportedValue[];
  readonly barredMatches: readonly ExportedBarredMatch[];
  readonly jobs: readonly ExportedJob[];
}

export async function readContactRows(
  manager: EntityManager,
  organizationId: string,
  contactId: string,
): Promise<ContactRows> {
  const of = [organizationId, contactId];
  return {
    values: await manager.query<ExportedValue[]>(VALUES, of),
    barredMatches: await manager.query<ExportedBarredMatch[]>(BARRED_MATCHES, of),
    jobs: await manager.query<ExportedJob[]>(JOBS, of),
  };
}
