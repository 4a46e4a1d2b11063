import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A document that a user has said is about somebody else: nothing more is taken from it for this contact. */
@Entity('barred_matches')
export class BarredMatch {
  @PrimaryColumn('uuid', { name: 'contact_id' })
  contactId: string;

  @PrimaryColumn('text')
  url: string;

  /** The source whose match it was; the document is barred for all of them. */
  @Column('text')
  source: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId: string;

  @Column('uuid', { name: 'barred_by' })
  barredBy: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
