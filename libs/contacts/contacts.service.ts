import { Injectable } from '@nestjs/common';
import { attempt, DomainError, invalidField, repeatAfterDeadlock, type Actor, type Page, type Paging } from '#platform';
import { DataSource, type EntityManager } from 'typeorm';
import { CompaniesService } from './companies.service.ts';
import { Company } from './company.entity.ts';
import { visibleContacts } from './conditions.ts';
import { emailToStore, explainEmailTaken } from './contact-email.ts';
import { insertContact, type NewContact } from './contact-insert.ts';
import {
  findContact,
  listContacts,
  type ContactDetail,
  type ContactFilter,
  type ContactSummary,
} from './contact-queries.ts';
import { Contact } from './contact.entity.ts';
import { assertExpected, type Expectation } from './expectation.ts';
import type { ListPage, ListPaging } from './listing.ts';
import { listEvidence, type EvidenceRecord } from './profile-queries.ts';
import { ProfileService } from './profile.service.ts';
import { SearchTotals } from './search-totals.ts';

/** Absent is unchanged, null clears. */
export type ContactChanges = Partial<Omit<NewContact, 'email'>> & { readonly email?: string | null | undefined };

const RESTS_ON = ['email', 'firstName', 'lastName', 'phoneNumber', 'address'] as const;

/** An organization's contacts, as far as the actor may see them. */
@Injectable()
export class ContactsService {
  private readonly searchTotals = new SearchTotals();

  constructor(
    private readonly dataSource: DataSource,
    private readonly companies: CompaniesService,
    private readonly profiles: ProfileService,
  ) {}

  /** Newest first; `total` is exact. */
  list(actor: Actor, filter: ContactFilter, paging: ListPaging): Promise<ListPage<ContactSummary>> {
    return listContacts(this.dataSource.manager, actor, filter, paging, this.searchTotals);
  }

  /** @throws DomainError `contact_not_found`, also for one that the actor may not see */
  async get(actor: Actor, id: string, manager = this.dataSource.manager): Promise<ContactDetail> {
    const found = await findContact(manager, actor, id);
    if (!found) throw notFound();
    return found;
  }

  /** @throws DomainError `contact_email_taken`; `invalid_request` for a company that is not the organization's */
  async create(actor: Actor, input: NewContact, manager = this.dataSource.manager): Promise<ContactDetail> {
    try {
      const created = await attempt(manager, (within) => insertContact(within, actor, input));
      if (created) return created;
    } catch (error) {
      throw await explainEmailTaken(manager, error, actor, input.email);
    }
    throw unknownCompany();
  }

  /**
   * Changes what is given. What enrichment found on the strength of a changed part is withdrawn from the profile.
   * @param expected asked under the contact's lock, before anything is changed
   * @throws DomainError `contact_not_found`, `contact_email_taken`, `contact_email_locked`, `visibility_not_permitted`;
   *   `precondition_failed` where the contact is not as expected
   */
  async update(
    actor: Actor,
    id: string,
    changes: ContactChanges,
    expected?: Expectation<ContactDetail>,
  ): Promise<ContactDetail> {
    try {
      return await repeatAfterDeadlock(() =>
        this.dataSource.transaction((manager) => this.change(manager, actor, id, changes, expected)),
      );
    } catch (error) {
      throw await explainEmailTaken(this.dataSource.manager, error, actor, changes.email);
    }
  }

  /**
   * Erases a contact with its profile, evidence and jobs.
   * @param expected as for {@link update}
   * @throws DomainError `contact_not_found`, `precondition_failed`
   */
  async erase(actor: Actor, id: string, expected?: Expectation<ContactDetail>): Promise<void> {
    const transaction = (): Promise<void> =>
      this.dataSource.transaction(async (manager) => {
        await this.lock(manager, actor, id);
        await assertExpected(expected, () => this.get(actor, id, manager));
        await manager.delete(Contact, { organizationId: actor.organizationId, id });
      });
    // One that cancels a job of the contact, and keeps its answer, locks the two the other way round.
    await repeatAfterDeadlock(transaction);
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
    const changed: string[] = RESTS_ON.filter((field) => field in set && set[field] !== contact[field]);
    if (companyId !== undefined && companyId !== contact.companyId) changed.push('company');
    await this.profiles.withdraw(manager, actor.organizationId, { contactId: id }, changed);
    return this.get(actor, id, manager);
  }

  private async lock(manager: EntityManager, actor: Actor, id: string): Promise<Contact> {
    const visible = visibleContacts(actor).where('c.id = ?', id);
    const rows = await manager.query<unknown[]>(
      `SELECT FROM contacts c WHERE ${visible.sql} FOR NO KEY UPDATE`,
      visible.parameters,
    );
    if (rows.length === 0) throw notFound();
    return manager.findOneByOrFail(Contact, { organizationId: actor.organizationId, id });
  }

  /** The company to link: undefined leaves it as it is, null unlinks. */
  private async resolveCompany(
    manager: EntityManager,
    actor: Actor,
    input: Pick<NewContact, 'companyId' | 'companyName'>,
  ): Promise<string | null | undefined> {
    const { organizationId } = actor;
    if (input.companyName != null) return this.companies.ensure(manager, organizationId, input.companyName);
    if (input.companyId == null) return input.companyId === null || input.companyName === null ? null : undefined;
    const known = await manager.existsBy(Company, { organizationId, id: input.companyId });
    if (!known) throw unknownCompany();
    return input.companyId;
  }
}

function assertMayChangeVisibility(actor: Actor, contact: Contact, changes: ContactChanges): void {
  if (changes.visibility === undefined || changes.visibility === contact.visibility) return;
  if (actor.role === 'admin' || actor.userId === contact.ownerId) return;
  throw new DomainError(
    'visibility_not_permitted',
    'Only the owner of a contact or an admin can change its visibility',
  );
}

function unknownCompany(): DomainError {
  return invalidField('companyId', 'is not a company of your organization');
}

function notFound(): DomainError {
  return new DomainError('contact_not_found', 'Contact not found');
}

/** Without the undefined properties, which TypeORM would take for null in some places. */
function definedOf<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
