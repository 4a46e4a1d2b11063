import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A request that was carried out under an idempotency key, with what it was answered. */
@Entity('idempotent_requests')
export class IdempotentRequest {
  @PrimaryColumn('uuid', { name: 'api_key_id' })
  apiKeyId: string;

  /** HMAC-SHA256 of the idempotency key, which may say more than it should, and of whose it is. */
  @PrimaryColumn('bytea', { name: 'key_hash' })
  keyHash: Buffer;

  @Column('uuid', { name: 'organization_id' })
  organizationId: string;

  /** HMAC-SHA256 of what was asked for. */
  @Column('bytea')
  fingerprint: Buffer;

  /** The contact that the answer is about; null where it is about none, or it was erased. */
  @Column('uuid', { name: 'contact_id', nullable: true })
  contactId: string | null;

  /** Sealed; null once the contact was erased. */
  @Column('bytea', { nullable: true })
  answer: Buffer | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
