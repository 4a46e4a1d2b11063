import { Injectable } from '@nestjs/common';
import { CompaniesService, Contact, ContactsService, type ContactDetail } from '#contacts';
import { auditOfSubject, byActor, recordAudit, type Actor, type AuditRecord } from '#platform';
import { bulkhead } from 'cockatiel';
import { DataSource, In, type EntityManager } from 'typeorm';
import { unpacked } from '../documents/packing.ts';
import { StoredDocument } from '../documents/stored-document.entity.ts';
import { readContactRows, type ContactRows } from './export-queries.ts';
import { sharedDocuments } from './person-documents.ts';
import { mentionsOf } from './person-mentions.ts';

/** A document that was read about a person, with its content; null once that has expired. */
export type ExportedDocument = Omit<StoredDocument, 'organizationId' | 'contactId' | 'lookupHash' | 'content'> & {
  readonly content: unknown;
};

/** All that is held on a person. */
export interface ContactExport extends ContactRows {
  readonly exportedAt: Date;
  readonly contact: ContactDetail;
  /** Those of the person, and of those that colleagues share the ones that mention the person. */
  readonly documents: readonly ExportedDocument[];
  /** Oldest first. */
  readonly auditEvents: readonly ExportedAuditEvent[];
}

type PublicPart = 'action' | 'fields' | 'createdAt';

/** What was done and when; by whom and from where only for those who may read the audit trail. */
type ExportedAuditEvent = Pick<AuditRecord, PublicPart> & Partial<Omit<AuditRecord, PublicPart>>;

/** How many exports a process makes at once; each holds a connection all the while, of which others need some too. */
const AT_ONCE = 2;

/** Gives out what is held on a person: what erasing the contact would remove. */
@Injectable()
export class ContactExportService {
  private readonly turns = bulkhead(AT_ONCE, Infinity);

  constructor(
    private readonly dataSource: DataSource,
    private readonly contacts: ContactsService,
    private readonly companies: CompaniesService,
  ) {}

  /**
   * Reads everything as of one moment, and records that it was given out; when it is its turn.
   * @throws DomainError `contact_not_found`
   */
  async export(actor: Actor, contactId: string): Promise<ContactExport> {
    return this.turns.execute(() => this.read(actor, contactId));
  }

  private read(actor: Actor, contactId: string): Promise<ContactExport> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const contact = await this.contacts.get(actor, contactId, manager);
      const exported = { action: 'contact.exported', subjectType: 'contact', subjectId: contactId } as const;
      await recordAudit(manager, byActor(actor), [exported]);
      return {
        ...{ exportedAt: new Date(), contact },
        ...(await readContactRows(manager, actor.organizationId, contactId)),
        documents: await this.documents(manager, actor, contactId),
        auditEvents: shownTo(actor, await auditOfSubject(manager, actor, contactId)),
      };
    });
  }

  private async documents(manager: EntityManager, actor: Actor, id: string): Promise<ExportedDocument[]> {
    const { organizationId } = actor;
    const contact = await manager.findOneByOrFail(Contact, { organizationId, id });
    const company = contact.companyId && (await this.companies.get(actor, contact.companyId, manager));
    const shared = await sharedDocuments(manager, contact, company ? company.website : null, mentionsOf(contact));
    const rows = await manager.find(StoredDocument, {
      where: [
        { organizationId, contactId: id },
        { organizationId, id: In(shared.map((document) => document.id)) },
      ],
      order: { fetchedAt: 'ASC', id: 'ASC' },
    });
    return Promise.all(rows.map(exported));
  }
}

/** The audit trail is for `admin` alone, a scope that a key has only while its user has the role. */
function shownTo({ scopes }: Actor, events: readonly AuditRecord[]): readonly ExportedAuditEvent[] {
  if (scopes.includes('admin')) return events;
  return events.map(({ action, fields, createdAt }) => ({ action, fields, createdAt }));
}

async function exported(row: StoredDocument): Promise<ExportedDocument> {
  const { id, provider, kind, found, url, contentHash, fetchedAt, expiresAt, createdAt } = row;
  const content = row.content && (await unpacked(row.content));
  return { id, provider, kind, found, url, contentHash, fetchedAt, expiresAt, createdAt, content };
}
