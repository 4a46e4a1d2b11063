import { Injectable } from '@nestjs/common';
import { hotQuery } from '#platform';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { packed, unpacked } from './packing.ts';
import type { DocumentKind } from './stored-document.entity.ts';

/** For how many days a document is good: people change jobs sooner than companies change places. */
const GOOD_FOR_DAYS: Readonly<Record<DocumentKind, number>> = { page: 90, person: 30, company: 90, place: 365 };
const NO_MATCH_GOOD_FOR_DAYS = 7;

/** A question of an organization, as the store knows it. */
export interface DocumentKey {
  readonly organizationId: string;
  readonly lookupHash: string;
}

/** A document to be kept, or that the provider does not know the subject. */
export interface NewDocument extends DocumentKey {
  readonly kind: DocumentKind;
  readonly provider: string;
  /** For whom it was read, and whose it is; pages and companies are nobody's. */
  readonly contactId: string;
  readonly found: { readonly url: string | null; readonly fetchedAt: Date; readonly content: unknown } | null;
  /** Instead of the days that are usual for its kind. */
  readonly goodForDays?: number | undefined;
}

/** What is kept for a question. */
export interface KeptAnswer {
  /** Null where the provider does not know the subject. */
  readonly found: {
    readonly id: string;
    readonly url: string | null;
    readonly fetchedAt: Date;
    readonly content: unknown;
  } | null;
}

interface Row {
  readonly id: string;
  readonly found: boolean;
  readonly url: string | null;
  readonly fetched_at: Date;
  readonly content: Buffer | null;
}

/** When it was kept tells its age: that is the database's clock, as is that of jobs. */
const GOOD = `organization_id = $1 AND lookup_hash = $2 AND created_at >= coalesce($3::timestamptz, '-infinity')
  AND expires_at > now() AND (content IS NOT NULL OR NOT found)`;

/** Goes by source_documents_lookup_idx. */
const FIND = `
  SELECT id, found, url, fetched_at, content FROM source_documents
  WHERE ${GOOD} ORDER BY created_at DESC LIMIT 1`;

const KEEP = `
  INSERT INTO source_documents (id, organization_id, contact_id, provider, kind, lookup_hash, found, url, content,
    content_hash, fetched_at, expires_at)
  SELECT $1, $2, $3::uuid, $4, $5, $6, $7, $8, $9, $10, $11, $11::timestamptz + $12::float8 * interval '1 day'
  WHERE $5 = 'company' OR EXISTS (SELECT FROM contacts WHERE organization_id = $2 AND id = $13 FOR KEY SHARE)
  RETURNING id`;

/** Keeps what sources read: for the evidence that quotes it, and so that nothing is asked twice while it is good. */
@Injectable()
export class DocumentStore {
  constructor(private readonly dataSource: DataSource) {}

  /** The newest good answer. @param since how old it may be at most @returns null where there is none */
  async find({ organizationId, lookupHash }: DocumentKey, since: Date | null): Promise<KeptAnswer | null> {
    const [row] = await hotQuery<Row>(this.dataSource, FIND, [organizationId, lookupHash, since]);
    if (!row) return null;
    if (!row.found || !row.content) return { found: null };
    const { id, url, fetched_at: fetchedAt } = row;
    return { found: { id, url, fetchedAt, content: await unpacked(row.content) } };
  }

  /** Whether there is a good answer, as a transaction sees it. @param since as for {@link find} */
  async has({ organizationId, lookupHash }: DocumentKey, since: Date | null, manager: EntityManager): Promise<boolean> {
    const sql = `SELECT FROM source_documents WHERE ${GOOD} LIMIT 1`;
    return (await manager.query<unknown[]>(sql, [organizationId, lookupHash, since])).length > 0;
  }

  /**
   * Keeps an answer. Of what was read for a contact that was erased in the meantime, only what is about its company is kept.
   * @returns the id; null if not kept
   */
  async keep(document: NewDocument, manager: EntityManager = this.dataSource.manager): Promise<string | null> {
    const { organizationId, provider, kind, lookupHash, found } = document;
    const { content, contentHash } = found ? await packed(found.content) : { content: null, contentHash: null };
    const days = document.goodForDays ?? (found ? GOOD_FOR_DAYS[kind] : NO_MATCH_GOOD_FOR_DAYS);
    const [row] = await hotQuery<{ id: string }>(manager, KEEP, [
      ...[uuidv7(), organizationId, ownerOf(document), provider, kind, lookupHash, found !== null],
      ...[found?.url ?? null, content, contentHash, found?.fetchedAt ?? new Date(), days, document.contactId],
    ]);
    return row?.id ?? null;
  }

  /** Drops what has expired, some at a time: whole where no evidence quotes it, else its content alone. */
  async purge(limit: number): Promise<void> {
    const some = (condition: string): string => `SELECT id FROM source_documents d
      WHERE (content IS NOT NULL OR NOT found) AND expires_at < now() - interval '1 day' AND ${condition}
      ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED`;
    const quoted = 'EXISTS (SELECT FROM evidence e WHERE e.document_id = d.id)';
    await this.dataSource.query(`DELETE FROM source_documents WHERE id IN (${some(`NOT ${quoted}`)})`, [limit]);
    await this.dataSource.query(`UPDATE source_documents SET content = NULL WHERE id IN (${some(quoted)})`, [limit]);
  }
}

/** The contact that a document goes with; null for one that is nobody's. */
function ownerOf({ kind, contactId }: NewDocument): string | null {
  return kind === 'person' || kind === 'place' ? contactId : null;
}
