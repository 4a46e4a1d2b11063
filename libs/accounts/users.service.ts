import { Injectable } from '@nestjs/common';
import {
  byActor,
  DomainError,
  inRepeatableTransaction,
  recordAudit,
  type Actor,
  type AuditAuthor,
  type Page,
  type Paging,
  type Role,
} from '#platform';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { CheckedKeys } from './checked-keys.ts';
import { User } from './user.entity.ts';

export interface NewUser {
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly role: Role;
}

/** Absent is unchanged, null clears. */
export interface UserChanges {
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  readonly role?: Role | undefined;
  readonly active?: boolean | undefined;
}

/** The people with an account in an organization. */
@Injectable()
export class UsersService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly checkedKeys: CheckedKeys,
  ) {}

  /** @throws DomainError `user_email_taken` */
  async create(actor: Actor, input: NewUser, source = this.dataSource.manager): Promise<User> {
    const user = await source.transaction((manager) => this.insert(manager, byActor(actor), input));
    if (!user) throw new DomainError('user_email_taken', 'User with this email already exists in your organization');
    return user;
  }

  /** Adds a user; undefined if the email, in any letter case, is taken in the organization. */
  async insert(manager: EntityManager, author: AuditAuthor, input: NewUser): Promise<User | undefined> {
    const id = uuidv7();
    const { organizationId } = author;
    await manager
      .createQueryBuilder()
      .insert()
      .into(User)
      .values({ id, organizationId, ...input, active: true })
      .orIgnore()
      .execute();
    const user = await manager.findOneBy(User, { id });
    if (!user) return undefined;
    await recordAudit(manager, author, [{ action: 'user.created', subjectType: 'user', subjectId: id }]);
    return user;
  }

  /** The organization's user with this email, in any letter case. */
  async findByEmail(manager: EntityManager, organizationId: string, email: string): Promise<User | null> {
    return manager
      .createQueryBuilder(User, 'u')
      .where('u.organization_id = :organizationId AND u.email_key = fold_email(:email)', { organizationId, email })
      .getOne();
  }

  /** Newest first. */
  async list(actor: Actor, paging: Paging): Promise<Page<User>> {
    const [items, total] = await this.dataSource.manager.findAndCount(User, {
      where: { organizationId: actor.organizationId },
      order: { createdAt: 'DESC', id: 'DESC' },
      take: paging.limit,
      skip: paging.offset,
    });
    return { items, total };
  }

  /**
   * What a user may no longer do ends here with the next request, and in other processes within a second.
   * @throws DomainError `user_not_found`; `last_admin` if the organization would be left without an active admin
   */
  async update(actor: Actor, id: string, changes: UserChanges): Promise<User> {
    try {
      return await inRepeatableTransaction(this.dataSource, (manager) => this.change(manager, actor, id, changes));
    } finally {
      this.checkedKeys.forgetUser(id);
    }
  }

  private async change(manager: EntityManager, actor: Actor, id: string, changes: UserChanges): Promise<User> {
    // Admins are locked together, in one order, so that two of them cannot demote each other at the same moment.
    const admins = await manager.find(User, {
      where: { organizationId: actor.organizationId, role: 'admin', active: true },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    const user = await manager.findOneBy(User, { organizationId: actor.organizationId, id });
    if (!user) throw new DomainError('user_not_found', 'User not found');
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const fields = Object.keys(given).filter((name) => given[name] !== user[name as keyof UserChanges]);
    const changed = manager.merge(User, user, given);
    const remains = changed.role === 'admin' && changed.active;
    if (!remains && admins.length === 1 && admins[0]?.id === id) {
      throw new DomainError('last_admin', 'An organization needs at least one active admin');
    }
    const entry = { action: 'user.updated', subjectType: 'user', subjectId: id, fields } as const;
    await recordAudit(manager, byActor(actor), [entry]);
    return manager.save(changed);
  }
}
