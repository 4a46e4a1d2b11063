import { byOperator, DomainError, recordAudit, type Role } from '#platform';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ApiKeysService, scopesOfRole, type IssuedKey, type KeyRequest } from './api-keys.service.ts';
import { Organization } from './organization.entity.ts';
import { User } from './user.entity.ts';
import { UsersService } from './users.service.ts';

/** What the operator asks for from the command line; an organization or user that does not exist yet is created. */
export interface AccessRequest {
  readonly organization: string;
  readonly email: string;
  /** For a new user: by default admin for an organization's first, else member. An existing user keeps theirs. */
  readonly role?: Role | undefined;
  /** All that the user's role allows, by default. */
  readonly scopes?: KeyRequest['scopes'] | undefined;
  readonly days: number;
  readonly keyName: string;
}

/** Gives a person access from the operator's side, where there is no key yet to act with. */
export class OrganizationsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly keys: ApiKeysService,
  ) {}

  /** Issues a key, creating its organization and user as needed, all or nothing. */
  async grantAccess(request: AccessRequest): Promise<IssuedKey> {
    return this.dataSource.transaction(async (manager) => {
      const organizationId = await this.ensureOrganization(manager, request.organization);
      const user = await this.ensureUser(manager, organizationId, request);
      const scopes = request.scopes ?? scopesOfRole(user.role);
      const key = { name: request.keyName, scopes, expiresInDays: request.days };
      return this.keys.issueFor(manager, user, key, byOperator(organizationId));
    });
  }

  private async ensureOrganization(manager: EntityManager, name: string): Promise<string> {
    const id = uuidv7();
    await manager.createQueryBuilder().insert().into(Organization).values({ id, name }).orIgnore().execute();
    const found = await manager
      .createQueryBuilder(Organization, 'o')
      .where('o.name_key = fold_name(:name)', { name })
      .getOneOrFail();
    if (found.id === id) {
      const entry = { action: 'organization.created', subjectType: 'organization', subjectId: id } as const;
      await recordAudit(manager, byOperator(id), [entry]);
    }
    return found.id;
  }

  private async ensureUser(manager: EntityManager, organizationId: string, request: AccessRequest): Promise<User> {
    const { email, role } = request;
    const known = await this.users.findByEmail(manager, organizationId, email);
    if (!known) {
      const first = (await manager.countBy(User, { organizationId })) === 0;
      const defaults = { email, firstName: null, lastName: null, role: role ?? (first ? 'admin' : 'member') } as const;
      const created = await this.users.insert(manager, byOperator(organizationId), defaults);
      return created ?? this.ensureUser(manager, organizationId, request);
    }
    if (!known.active)
      throw new DomainError('user_not_found', `${email} is deactivated; an admin can activate the account`);
    if (role !== undefined && role !== known.role) {
      throw new DomainError(
        'scope_not_grantable',
        `${email} already has the role ${known.role}, which this leaves as it is`,
      );
    }
    return known;
  }
}
