import { Injectable } from '@nestjs/common';
import { DomainError, invalidField, type Actor, type Page, type Paging } from '#platform';
import { DataSource, type EntityManager } from 'typeorm';
import { CompaniesService } from './companies.service.ts';
import { Company } from './company.entity.ts';
import { visibleContacts } from './conditions.ts';
import { isDeadlock, violates } from './constraints.ts';
import { insertContact, type NewContact } from './contact-insert.ts';
import {
  findContact,
  listContacts,
  type ContactDetail,
  type ContactFilter,
  type ContactSummary,
} from './contact-queries.ts';
import { Contact } from './contact.entity.ts';
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
  async create(actor: Actor, input: NewContact): Promise<ContactDetail> {
    try {
      const created = await insertContact(this.dataSource.manager, actor, input);
      if (created) return created;
    } catch (error) {
      throw await this.explain(error, actor, input.email);
    }
    throw unknownCompany();
  }

  /**
   * Changes what is given. What enrichment found on the strength of a changed part is withdrawn from the profile.
   * @throws DomainError `contact_not_found`, `contact_email_taken`, `contact_email_locked`, `visibility_not_permitted`
   */
  async update(actor: Actor, id: string, changes: ContactChanges): Promise<ContactDetail> {
    const change = (): Promise<ContactDetail> =>
      this.dataSource.transaction((manager) => this.change(manager, actor, id, changes));
    try {
      return await change().catch((error: unknown) => {
        if (isDeadlock(error)) return change();
        throw error;
      });
    } catch (error) {
      throw await this.explain(error, actor, changes.email);
    }
  }

  /** Erases a contact with its profile, evidence and jobs. @throws DomainError `contact_not_found` */
  async erase(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await this.lock(manager, actor, id);
      await manager.delete(Contact, { organizationId: actor.organizationId, id });
    });
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
  ): Promise<ContactDetail> {
    const contact = await this.lock(manager, actor, id);
    assertMayChangeVisibility(actor, contact, changes);
    const companyId = await this.resolveCompany(manager, actor, changes);
    const email = await this.resolveEmail(manager, contact, changes.email);
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

  /** The email to store: undefined leaves it as it is, as does the same email again. */
  private async resolveEmail(
    manager: EntityManager,
    contact: Contact,
    email: string | null | undefined,
  ): Promise<string | null | undefined> {
    if (email === undefined || email === contact.email) return undefined;
    const [row] = await manager.query<[{ same: boolean; locked: boolean }]>(
      `SELECT coalesce(fold_email($3) = fold_email($2), false) AS same,
         EXISTS (SELECT FROM users WHERE organization_id = $1 AND email_key = fold_email($2) AND active) AS locked`,
      [contact.organizationId, contact.email, email],
    );
    if (!row.locked) return email;
    if (row.same) return undefined;
    throw new DomainError('contact_email_locked', 'Email cannot be changed for contacts with active user accounts', {
      problems: [{ field: 'email', message: 'belongs to an active user account' }],
    });
  }

  /** Turns the database's refusal of a second contact with the same email into the domain's. */
  private async explain(error: unknown, actor: Actor, email: string | null | undefined): Promise<unknown> {
    if (!violates(error, 'contacts_email_key')) return error;
    const visible = visibleContacts(actor).where('c.email_key = fold_email(?)', email);
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT c.id FROM contacts c WHERE ${visible.sql}`,
      visible.parameters,
    );
    const existing = rows[0] ? { existingId: rows[0].id } : {};
    return new DomainError(
      'contact_email_taken',
      'Contact with this email already exists in your organization',
      existing,
    );
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
