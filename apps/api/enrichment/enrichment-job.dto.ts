import type { JobReport } from '#enrichment';
import { Matches } from 'class-validator';
import { toOptions, EnrichmentOptionsDto } from './enrich-contact.dto.ts';
import { PageDto } from '../http/paging.dto.ts';

export class JobIdParams {
  /** @example "job_019a2b3c4d5e7f608a9b0c1d2e3f4a5b" */
  @Matches(/^job_[0-9A-Za-z_-]{1,64}$/, { message: 'must be a job id such as job_abc123' })
  jobId: string;
}

export class SourceResultDto {
  /** @example "company_website" */
  source: string;
  /** @example "matched" */
  outcome: 'matched' | 'no_match' | 'skipped' | 'error';
  /** Why there is no match, or what went wrong. @example null */
  reason: string | null;
  /** Values that it put into the profile. @example 4 */
  valuesWritten: number;
  /** Values that it suggests, for a user to decide. @example 0 */
  valuesSuggested: number;
  /** @example "2024-01-15T10:30:00.000Z" */
  startedAt: string;
  /** Milliseconds. @example 412 */
  durationMs: number;
}

export class JobErrorDto {
  /** @example "worker_lost" */
  code: string;
  /** @example "The worker was lost while running this job, as often as it may be tried" */
  message: string;
}

export class EnrichmentJobDto {
  /** @example "job_019a2b3c4d5e7f608a9b0c1d2e3f4a5b" */
  jobId: string;
  /** @example "550e8400-e29b-41d4-a716-446655440000" */
  contactId: string;
  /** @example "succeeded" */
  status: 'queued' | 'running' | 'succeeded' | 'no_match' | 'failed' | 'cancelled';
  /** How the request wanted it done; empty where it did not say. */
  options: EnrichmentOptionsDto;
  /** How many times a worker has started on it. @example 1 */
  attempts: number;
  /** Why it failed, or why its last attempt did. */
  error: JobErrorDto | null;
  /** What each source gave; empty until the job has ended. */
  sources: SourceResultDto[];
  /** @example "2024-01-15T10:29:58.000Z" */
  createdAt: string;
  /** @example "2024-01-15T10:30:00.000Z" */
  startedAt: string | null;
  /** @example "2024-01-15T10:30:01.000Z" */
  finishedAt: string | null;
}

export class EnrichmentJobResponse {
  /** @example true */
  success: boolean;
  data: EnrichmentJobDto;
}

export class EnrichmentJobCancelledResponse extends EnrichmentJobResponse {
  /** @example "Enrichment job cancelled" */
  message: string;
}

class EnrichmentJobPageDto extends PageDto {
  enrichmentJobs: EnrichmentJobDto[];
}

export class EnrichmentJobListResponse {
  /** @example true */
  success: boolean;
  data: EnrichmentJobPageDto;
}

export function toEnrichmentJobDto({ job, sources }: JobReport): EnrichmentJobDto {
  return {
    ...{ jobId: job.id, contactId: job.contactId, status: job.status, attempts: job.attempts },
    options: toOptions(job.options),
    error: job.errorCode === null ? null : { code: job.errorCode, message: job.error ?? '' },
    sources: sources.map((result) => ({
      ...{ source: result.source, outcome: result.outcome, reason: result.reason },
      ...{ valuesWritten: result.valuesWritten, valuesSuggested: result.valuesSuggested },
      ...{ startedAt: result.startedAt.toISOString(), durationMs: result.durationMs },
    })),
    createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
  };
}
