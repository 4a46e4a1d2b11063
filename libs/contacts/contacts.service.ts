import { Injectable } from '@nestjs/common';
import {
  attempt,
  byActor,
  inRepeatableTransaction,
  invalidField,
  recordAudit,
  scrubAudit,
  type Actor,
  type Page,
  type Paging,
} from '#platform';
import { DataSource, type EntityManager } from 'typeorm';
import { BarredEmailsService } from './barred-emails.service.ts';
import { CompaniesService } from './companies.service.ts';
import { Company } from './company.entity.ts';
import { visibleContacts } from './conditions.ts';
import { emailToStore, explainEmailRefused } from './contact-email.ts';
import { insertContact, type NewContact } from './contact-insert.ts';
import {
  findContact,
  listContacts,
  type ContactDetail,
  type ContactFilter,
  type ContactSummary,
} from './contact-queries.ts';
import { assertMayChangeVisibility, contactNotFound, unknownCompany } from './contact-refusals.ts';
import { Contact } from './contact.entity.ts';
import { assertExpected, type Expectation } from './expectation.ts';
import type { ListPage, ListPaging } from './listing.ts';
import { listEvidence, type EvidenceRecord } from './profile-queries.ts';
import { ProfileService } from './profile.service.ts';
import { SearchTotals } from './search-totals.ts';

/** Absent is unchanged, null clears. */
export type ContactChanges = Partial<Omit<NewContact, 'email'>> & { readonly email?: string | null | undefined };

/** What findings may rest on. */
const RESTS_ON: readonly string[] = ['email', 'firstName', 'lastName', 'phoneNumber', 'address', 'company'];

/** An organization's contacts, as far as the actor may see them. */
@Injectable()
export class ContactsService {
  private readonly searchTotals = new SearchTotals();

  constructor(
    private readonly dataSource: DataSource,
    private readonly companies: CompaniesService,
    private readonly profiles: ProfileService,
    private readonly bars: BarredEmailsService,
  ) {}

  /** Newest first; `total` is exact. */
  list(actor: Actor, filter: ContactFilter, paging: ListPaging): Promise<ListPage<ContactSummary>> {
    return listContacts(this.dataSource.manager, actor, filter, paging, this.searchTotals);
  }

  /** @throws DomainError `contact_not_found`, also for one that the actor may not see */
  async get(actor: Actor, id: string, manager = this.dataSource.manager): Promise<ContactDetail> {
    const found = await findContact(manager, actor, id);
    if (!found) throw contactNotFound();
    return found;
  }

  /**
   * @throws DomainError `contact_email_taken`, `contact_email_barred`; `invalid_request` for a company that is not the
   *   organization's
   */
  async create(actor: Actor, input: NewContact, manager = this.dataSource.manager): Promise<ContactDetail> {
    const emailHash = this.bars.hashOf(input.email);
    try {
      const created = await attempt(manager, (within) => insertContact(within, actor, input, emailHash));
      if (created) return created;
    } catch (error) {
      throw await explainEmailRefused(manager, error, this.bars, actor, input.email);
    }
    throw unknownCompany();
  }

  /**
   * Changes what is given. What enrichment found on the strength of a changed part is withdrawn from the profile.
   * @param expected asked under the contact's lock, before anything is changed
   * @throws DomainError `contact_not_found`, `contact_email_taken`, `contact_email_barred`, `contact_email_locked`,
   *   `visibility_not_permitted`; `precondition_failed` where the contact is not as expected
   */
  async update(
    actor: Actor,
    id: string,
    changes: ContactChanges,
    expected?: Expectation<ContactDetail>,
  ): Promise<ContactDetail> {
    try {
      return await inRepeatableTransaction(this.dataSource, (manager) =>
        this.change(manager, actor, id, changes, expected),
      );
    } catch (error) {
      throw await explainEmailRefused(this.dataSource.manager, error, this.bars, actor, changes.email);
    }
  }

  /**
   * Locks a contact that is about to be erased against everything that refers to it.
   * @param expected as for {@link update}
   * @throws DomainError `contact_not_found`, `precondition_failed`
   */
  async lockForErasure(
    manager: EntityManager,
    actor: Actor,
    id: string,
    expected?: Expectation<ContactDetail>,
  ): Promise<Contact> {
    const contact = await this.lock(manager, actor, id, 'UPDATE');
    await assertExpected(expected, () => this.get(actor, id, manager));
    return contact;
  }

  /**
   * Erases a locked contact with all that belongs to it in the database.
   * @param bar whether its email is barred from being entered again
   * @throws DomainError `invalid_request` where an email is to be barred that it does not have
   */
  async erase(manager: EntityManager, actor: Actor, contact: Contact, bar: boolean): Promise<void> {
    const { organizationId, id, email } = contact;
    if (bar && email === null) throw invalidField('bar', 'cannot be given: the contact has no email');
    if (bar && email !== null) await this.bars.bar(manager, actor, email);
    await manager.delete(Contact, { organizationId, id });
    await recordAudit(manager, byActor(actor), [{ action: 'contact.erased', subjectType: 'contact', subjectId: id }]);
    await scrubAudit(manager, actor, id);
  }

  /** The evidence for the contact's profile and for its company's. @throws DomainError `contact_not_found` */
  async evidence(actor: Actor, id: string, paging: Paging): Promise<Page<EvidenceRecord>> {
    const contact = await this.get(actor, id);
    const of = { contactId: id, companyId: contact.company?.id ?? null };
    return listEvidence(this.dataSource.manager, actor.organizationId, of, paging);
  }

  private async change(
    manager: EntityManager,
    actor: Actor,
    id: string,
    changes: ContactChanges,
    expected: Expectation<ContactDetail> | undefined,
  ): Promise<ContactDetail> {
    const contact = await this.lock(manager, actor, id);
    await assertExpected(expected, () => this.get(actor, id, manager));
    assertMayChangeVisibility(actor, contact, changes);
    const companyId = await this.resolveCompany(manager, actor, changes);
    const email = await emailToStore(manager, contact, changes.email);
    const { firstName, lastName, phoneNumber, address, isConnector, isSolutionProvider, visibility } = changes;
    const own = { firstName, lastName, phoneNumber, address, isConnector, isSolutionProvider, visibility };
    const set = definedOf({ ...own, email, companyId });
    await manager.update(Contact, { id }, { ...set, updatedAt: () => 'clock_timestamp()' });
    if (email != null) await this.bars.refuse(manager, actor, email);
    const fields = changedFields(contact, set);
    const entry = { action: 'contact.updated', subjectType: 'contact', subjectId: id, fields } as const;
    await recordAudit(manager, byActor(actor), [entry]);
    const changed = fields.filter((field) => RESTS_ON.includes(field));
    await this.profiles.withdraw(manager, actor.organizationId, { contactId: id }, changed);
    return this.get(actor, id, manager);
  }

  private async lock(
    manager: EntityManager,
    actor: Actor,
    id: string,
    strength: 'NO KEY UPDATE' | 'UPDATE' = 'NO KEY UPDATE',
  ): Promise<Contact> {
    const visible = visibleContacts(actor).where('c.id = ?', id);
    const rows = await manager.query<unknown[]>(
      `SELECT FROM contacts c WHERE ${visible.sql} FOR ${strength}`,
      visible.parameters,
    );
    if (rows.length === 0) throw contactNotFound();
    return manager.findOneByOrFail(Contact, { organizationId: actor.organizationId, id });
  }

  /** The company to link: undefined leaves it as it is, null unlinks. */
  private async resolveCompany(
    manager: EntityManager,
    actor: Actor,
    input: Pick<NewContact, 'companyId' | 'companyName'>,
  ): Promise<string | null | undefined> {
    const { organizationId } = actor;
    if (input.companyName != null) return this.companies.ensure(manager, actor, input.companyName);
    if (input.companyId == null) return input.companyId === null || input.companyName === null ? null : undefined;
    const known = await manager.existsBy(Company, { organizationId, id: input.companyId });
    if (!known) throw unknownCompany();
    return input.companyId;
  }
}

/** The names of the fields that a change really changes, as users know them. */
function changedFields(contact: Contact, set: Partial<Contact>): string[] {
  const names = Object.keys(set) as (keyof Contact)[];
  return names.filter((name) => set[name] !== contact[name]).map((name) => (name === 'companyId' ? 'company' : name));
}

/** Without the undefined properties, which TypeORM would take for null in some places. */
function definedOf<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
