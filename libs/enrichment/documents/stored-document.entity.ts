import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LookupKind } from '../source.ts';

/** A page, or what a lookup of this kind was answered with. */
export type DocumentKind = 'page' | LookupKind;

/** Something that a source read, as it was read. Never changed; what keeps it from being asked for again. */
@Entity('source_documents')
export class StoredDocument {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId: string;

  /** Whose it is, and with whom it is erased; null for pages and companies. */
  @Column('uuid', { name: 'contact_id', nullable: true })
  contactId: string | null;

  /** Who was asked; `web` for pages. */
  @Column('text')
  provider: string;

  @Column('text')
  kind: DocumentKind;

  @Column('text', { name: 'lookup_hash' })
  lookupHash: string;

  /** False where the provider does not know the subject. */
  @Column('boolean')
  found: boolean;

  @Column('text', { nullable: true })
  url: string | null;

  /** JSON, gzipped; gone once it has expired, while evidence keeps the row. */
  @Column('bytea', { nullable: true })
  content: Buffer | null;

  /** SHA-256 of the JSON, hexadecimal. */
  @Column('text', { name: 'content_hash', nullable: true })
  contentHash: string | null;

  @Column('timestamptz', { name: 'fetched_at' })
  fetchedAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt: Date;
}
