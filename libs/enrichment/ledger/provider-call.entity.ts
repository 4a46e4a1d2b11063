import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A call that costs money: a row is there before it is made. */
@Entity('provider_calls')
export class ProviderCall {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId: string;

  /** Null once the job was erased with its contact. */
  @Column('text', { name: 'job_id', nullable: true })
  jobId: string | null;

  @Column('text')
  provider: string;

  @Column('text')
  operation: string;

  /** Gone with the contact. */
  @Column('text', { name: 'input_hash', nullable: true })
  inputHash: string | null;

  @Column('text', { default: 'reserved' })
  status: 'reserved' | 'settled' | 'failed';

  @Column('int', { default: 0 })
  credits: number;

  @Column('int', { name: 'tokens_in', default: 0 })
  tokensIn: number;

  @Column('int', { name: 'tokens_out', default: 0 })
  tokensOut: number;

  /** Millionths of a US dollar, as a decimal: what it may cost at most while reserved, what it did cost after. */
  @Column('bigint', { name: 'cost_micro_usd', default: 0 })
  costMicroUsd: string;

  @Column('text', { nullable: true })
  outcome: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'settled_at', nullable: true })
  settledAt: Date | null;
}
