import { Column, Entity, PrimaryColumn } from 'typeorm';

export const SOURCE_OUTCOMES = ['matched', 'no_match', 'skipped', 'error'] as const;

/** What one source gave in one job. */
@Entity('enrichment_source_results')
export class SourceResult {
  @PrimaryColumn('text', { name: 'job_id' })
  jobId: string;

  @PrimaryColumn('text')
  source: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId: string;

  @Column('text')
  outcome: (typeof SOURCE_OUTCOMES)[number];

  /** Why there is no match, or what went wrong, for the user. */
  @Column('text', { nullable: true })
  reason: string | null;

  @Column('int', { name: 'values_written', default: 0 })
  valuesWritten: number;

  @Column('int', { name: 'values_suggested', default: 0 })
  valuesSuggested: number;

  @Column('timestamptz', { name: 'started_at' })
  startedAt: Date;

  @Column('int', { name: 'duration_ms' })
  durationMs: number;
}
