import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { EnrichmentOptions } from './planning/options.ts';

export type JobStatus = 'queued' | 'running' | 'succeeded' | 'no_match' | 'failed' | 'cancelled';

/** A request to enrich one contact: the truth about it, of which the queue only carries the id. */
@Entity('enrichment_jobs')
export class EnrichmentJob {
  /** `job_` and 32 hexadecimal digits. */
  @PrimaryColumn('text')
  id: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId: string;

  @Column('uuid', { name: 'contact_id' })
  contactId: string;

  @Column('uuid', { name: 'requested_by' })
  requestedBy: string;

  @Column('text', { default: 'queued' })
  status: JobStatus;

  @Column('jsonb', { default: {} })
  options: EnrichmentOptions;

  /** How many times a worker has started on it. */
  @Column('int', { default: 0 })
  attempts: number;

  @Column('text', { name: 'error_code', nullable: true })
  errorCode: string | null;

  /** Why it failed, for the user. */
  @Column('text', { nullable: true })
  error: string | null;

  /** W3C trace context of the request for it, while requests are traced. */
  @Column('text', { nullable: true })
  traceparent: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  /** When its id was last handed to the queue. */
  @Column('timestamptz', { name: 'enqueued_at', nullable: true })
  enqueuedAt: Date | null;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt: Date | null;

  /** Held by the one worker that may finish the job. */
  @Column('uuid', { name: 'lease_token', nullable: true })
  leaseToken: string | null;

  @Column('timestamptz', { name: 'lease_expires_at', nullable: true })
  leaseExpiresAt: Date | null;
}
