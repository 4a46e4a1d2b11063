import { Injectable } from '@nestjs/common';
import {
  byActor,
  DomainError,
  recordAudit,
  type Actor,
  type AuditAction,
  type AuditEntry,
  type Page,
  type Paging,
} from '#platform';
import { DataSource, type EntityManager } from 'typeorm';
import { BarredMatch } from './barred-match.entity.ts';
import { visibleContacts } from './conditions.ts';
import { Company } from './company.entity.ts';
import { findContact, type ContactDetail } from './contact-queries.ts';
import { EnrichedValue } from './enriched-value.entity.ts';
import { Evidence } from './evidence.entity.ts';
import { ProfileService } from './profile.service.ts';
import { listSuggestions, type Suggestion } from './suggestion-queries.ts';

/** What users decide about findings: accept, reject, or say that they are about somebody else. */
@Injectable()
export class SuggestionsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly profiles: ProfileService,
  ) {}

  /** Open suggestions for the contact and its company, newest first. @throws DomainError `contact_not_found` */
  async list(actor: Actor, contactId: string, paging: Paging): Promise<Page<Suggestion>> {
    const { manager } = this.dataSource;
    const contact = await this.get(manager, actor, contactId);
    const of = { contactId, companyId: contact.company?.id ?? null };
    return listSuggestions(manager, actor.organizationId, of, paging);
  }

  /**
   * Puts a suggestion into the profile, as if the user had entered it.
   * @param source where to do it: in a transaction of its own, or within that of a manager
   * @throws DomainError `contact_not_found`, `suggestion_not_found`, `suggestion_already_decided`
   */
  async accept(actor: Actor, contactId: string, id: string, source = this.dataSource.manager): Promise<ContactDetail> {
    return this.decide(source, actor, contactId, id, 'accept');
  }

  /** Turns a suggestion down for good. @throws as {@link accept} */
  async reject(actor: Actor, contactId: string, id: string, source = this.dataSource.manager): Promise<ContactDetail> {
    return this.decide(source, actor, contactId, id, 'reject');
  }

  /**
   * Bars the document that a piece of the contact's evidence was read in, because it is about another person: what
   * stands on it alone leaves the profile, and nothing is taken from it again.
   * @throws DomainError `contact_not_found`, `evidence_not_found`; `invalid_request` for the contact's own record
   */
  async barWrongPerson(
    actor: Actor,
    contactId: string,
    evidenceId: string,
    source = this.dataSource.manager,
  ): Promise<ContactDetail> {
    return source.transaction(async (manager) => {
      await this.lock(manager, actor, contactId);
      const evidence = await this.findEvidence(manager, actor, contactId, evidenceId);
      const { source, url } = evidence;
      if (url === null) {
        const message = "This evidence is the contact's own record: change the record instead";
        throw new DomainError('invalid_request', message, { problems: [{ field: 'evidenceId', message }], contactId });
      }
      const { organizationId, userId: barredBy } = actor;
      const barred = { contactId, source, url, organizationId, barredBy };
      await manager.createQueryBuilder().insert().into(BarredMatch).values(barred).orIgnore().execute();
      await this.profiles.withdrawDocument(manager, organizationId, contactId, url);
      await recordAudit(manager, byActor(actor), [
        { action: 'evidence.wrong_person', subjectType: 'contact', subjectId: contactId, partId: evidenceId },
      ]);
      return this.get(manager, actor, contactId);
    });
  }

  private async decide(
    source: EntityManager,
    actor: Actor,
    contactId: string,
    id: string,
    decision: 'accept' | 'reject',
  ): Promise<ContactDetail> {
    return source.transaction(async (manager) => {
      await this.lock(manager, actor, contactId);
      const contact = await this.get(manager, actor, contactId);
      const { organizationId } = actor;
      const owners = [{ contactId }, ...(contact.company ? [{ companyId: contact.company.id }] : [])];
      if (contact.company) {
        const where = { organizationId, id: contact.company.id };
        await manager.findOne(Company, { where, lock: { mode: 'for_no_key_update' } });
      }
      const suggestion = await manager.findOneBy(
        EnrichedValue,
        owners.map((owner) => ({ organizationId, id, ...owner })),
      );
      if (!suggestion) throw new DomainError('suggestion_not_found', 'Suggestion not found');
      if (suggestion.status !== 'suggested') {
        throw new DomainError(
          'suggestion_already_decided',
          `This is no open suggestion any more: ${suggestion.status}`,
          { contactId },
        );
      }
      await this.profiles[decision](manager, suggestion, actor.userId);
      await recordAudit(manager, byActor(actor), [auditOf(suggestion, DECIDED[decision])]);
      return this.get(manager, actor, contactId);
    });
  }

  private async get(manager: EntityManager, actor: Actor, contactId: string): Promise<ContactDetail> {
    const contact = await findContact(manager, actor, contactId);
    if (!contact) throw new DomainError('contact_not_found', 'Contact not found');
    return contact;
  }

  private async lock(manager: EntityManager, actor: Actor, contactId: string): Promise<void> {
    const visible = visibleContacts(actor).where('c.id = ?', contactId);
    await manager.query(`SELECT FROM contacts c WHERE ${visible.sql} FOR NO KEY UPDATE`, visible.parameters);
    await this.get(manager, actor, contactId);
  }

  private async findEvidence(
    manager: EntityManager,
    { organizationId }: Actor,
    contactId: string,
    id: string,
  ): Promise<Evidence> {
    const evidence = await manager.findOneBy(Evidence, { organizationId, id });
    const value = evidence && { organizationId, contactId, id: evidence.enrichedValueId };
    if (!evidence || !value || !(await manager.existsBy(EnrichedValue, value))) {
      throw new DomainError('evidence_not_found', 'Evidence not found for this contact');
    }
    return evidence;
  }
}

const DECIDED = { accept: 'suggestion.accepted', reject: 'suggestion.rejected' } as const;

/** The row that a decision changes is the contact's, or its company's. */
function auditOf({ id, contactId, companyId, field }: EnrichedValue, action: AuditAction): AuditEntry {
  const subject =
    contactId === null
      ? ({ subjectType: 'company', subjectId: companyId ?? '' } as const)
      : ({ subjectType: 'contact', subjectId: contactId } as const);
  return { action, ...subject, partId: id, fields: [field] };
}
