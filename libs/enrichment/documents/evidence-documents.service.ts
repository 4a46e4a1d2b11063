import { Injectable } from '@nestjs/common';
import { ContactsService } from '#contacts';
import { DomainError, type Actor } from '#platform';
import { DataSource } from 'typeorm';
import { unpacked } from './packing.ts';
import type { StoredDocument } from './stored-document.entity.ts';

/** What a piece of evidence was read in. */
export interface EvidenceDocument extends Pick<
  StoredDocument,
  'id' | 'provider' | 'kind' | 'url' | 'contentHash' | 'fetchedAt'
> {
  /** As it was kept: of a page its type and markup, of an answer its text and data. Null once it has expired. */
  readonly content: unknown;
}

/** Shows the documents that evidence quotes, as far as the actor may see their contacts. */
@Injectable()
export class EvidenceDocumentsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly contacts: ContactsService,
  ) {}

  /**
   * The document of a piece of evidence for the contact or its company. One that is about another person is not shown.
   * @throws DomainError `contact_not_found`; `document_not_found`, also for what the record itself says
   */
  async get(actor: Actor, contactId: string, evidenceId: string): Promise<EvidenceDocument> {
    const { company } = await this.contacts.get(actor, contactId);
    const [row] = await this.dataSource.query<(EvidenceDocument & { readonly packed: Buffer | null })[]>(
      `SELECT d.id, d.provider, d.kind, d.url, d.content_hash AS "contentHash", d.fetched_at AS "fetchedAt",
         d.content AS packed
       FROM evidence e
       JOIN enriched_values v ON v.organization_id = e.organization_id AND v.id = e.enriched_value_id
       JOIN source_documents d ON d.organization_id = e.organization_id AND d.id = e.document_id
       WHERE e.organization_id = $1 AND e.id = $2 AND (v.contact_id = $3 OR v.company_id = $4)
         AND (d.contact_id IS NULL OR d.contact_id = $3)`,
      [actor.organizationId, evidenceId, contactId, company?.id ?? null],
    );
    if (!row) throw new DomainError('document_not_found', 'No document is kept for this evidence');
    const { packed, ...document } = row;
    return { ...document, content: packed && (await unpacked(packed)) };
  }
}
