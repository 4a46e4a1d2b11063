import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JobStatus } from '../enrichment-job.entity.ts';
import type { SourceResult } from '../source-result.entity.ts';

/** The job's state at that moment. */
export interface JobStatusData {
  readonly status: JobStatus;
  readonly attempts: number;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** What a source gave in the attempt that is running. */
export type SourceFinishedData = Pick<SourceResult, 'source' | 'outcome' | 'reason' | 'durationMs'>;

/** One thing that happened to a job. It holds ids and outcomes, nothing personal. */
@Entity('enrichment_job_events')
export class JobEvent {
  /** Grows with each event of a job, in the order in which they came about; a string, as it may exceed 2^53. */
  @PrimaryColumn('bigint', { generated: 'identity' })
  id: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId: string;

  @Column('text', { name: 'job_id' })
  jobId: string;

  /** `status` is written by a trigger on the job's row, `source` by the worker that holds the lease. */
  @Column('text')
  type: 'status' | 'source';

  @Column('jsonb')
  data: JobStatusData | SourceFinishedData;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt: Date;
}
