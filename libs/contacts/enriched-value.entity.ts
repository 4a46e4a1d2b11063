import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * `written`: in the profile. `suggested`: waits for a user. `superseded`: a newer finding took its place. `withdrawn`:
 * what it rested on has changed. `rejected`: a user said no.
 */
export type EnrichedValueStatus = 'written' | 'suggested' | 'superseded' | 'withdrawn' | 'rejected';

/** One value that enrichment found for a field of a contact or of a company. Never without {@link Evidence}. */
@Entity('enriched_values')
export class EnrichedValue {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId: string;

  @Column('uuid', { name: 'contact_id', nullable: true })
  contactId: string | null;

  @Column('uuid', { name: 'company_id', nullable: true })
  companyId: string | null;

  @Column('text')
  field: string;

  @Column('jsonb')
  value: unknown;

  /** From 0 to 0.98. */
  @Column('double precision')
  confidence: number;

  @Column('text')
  status: EnrichedValueStatus;

  /** The parts of the record it rests on; a change of one withdraws it. */
  @Column('text', { array: true })
  inputs: string[];

  @Column('text', { name: 'job_id', nullable: true })
  jobId: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  /** The user who accepted or rejected it. What a user accepted counts as entered by that user. */
  @Column('uuid', { name: 'decided_by', nullable: true })
  decidedBy: string | null;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt: Date | null;
}
