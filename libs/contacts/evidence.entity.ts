import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A place where an enriched value was read: the quote that it stands on. */
@Entity('evidence')
export class Evidence {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId: string;

  @Column('uuid', { name: 'enriched_value_id' })
  enrichedValueId: string;

  @Column('text')
  source: string;

  /** The stored document that it was read in; null for what the contact's own record says. */
  @Column('uuid', { name: 'document_id', nullable: true })
  documentId: string | null;

  /** Null for what the contact's own record says. */
  @Column('text', { nullable: true })
  url: string | null;

  /** RFC 6901 JSON pointer into the document's structured data; null for a passage of its text. */
  @Column('text', { nullable: true })
  pointer: string | null;

  @Column('text')
  quote: string;

  @Column('timestamptz', { name: 'fetched_at' })
  fetchedAt: Date;

  @Column('double precision')
  confidence: number;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
