import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The email of an erased contact that must not be entered again, of which only a keyed hash is kept. */
@Entity('barred_emails')
export class BarredEmail {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId: string;

  /** HMAC-SHA256 of the folded email under a secret of the server. */
  @Column('bytea', { name: 'email_hash', select: false })
  emailHash: Buffer;

  /** The user who erased the contact. */
  @Column('uuid', { name: 'barred_by' })
  barredBy: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
