import { Inject, Injectable } from '@nestjs/common';
import {
  byActor,
  CONFIG,
  DomainError,
  hotQuery,
  invalidField,
  recordAudit,
  SCOPES,
  type Actor,
  type AuditAuthor,
  type Config,
  type KeyHolder,
  type Page,
  type Paging,
  type Role,
  type Scope,
} from '#platform';
import { timingSafeEqual } from 'node:crypto';
import { DataSource, IsNull, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ApiKey } from './api-key.entity.ts';
import { CheckedKeys, type GoodKey } from './checked-keys.ts';
import { generateKey, hashKey, looksLikeKey, previewKey } from './key-format.ts';
import { User } from './user.entity.ts';

const DAY_MS = 86_400_000;

/** How long a key lives, in days. */
export const KEY_DAYS = { min: 30, max: 365, default: 90 } as const;

/** A key as it is issued: the only moment at which `key` is known. */
export interface IssuedKey {
  readonly key: string;
  readonly record: ApiKey;
}

export interface KeyRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresInDays: number;
}

interface StoredKey {
  readonly id: string;
  readonly organization_id: string;
  readonly user_id: string;
  readonly hash: Buffer;
  readonly scopes: Scope[];
  readonly role: Role;
  readonly expires_in_ms: number;
}

/** Notes the use as well, at most once a minute a key, so that reading stays reading. */
const CHECK_KEY = `
  WITH used AS (
    UPDATE api_keys SET last_used_at = now()
    WHERE hash = $1 AND revoked_at IS NULL AND expires_at > now()
      AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute'))
  SELECT k.id, k.organization_id, k.user_id, k.hash, k.scopes, u.role,
    (extract(epoch FROM k.expires_at - now()) * 1000)::float8 AS expires_in_ms
  FROM api_keys k JOIN users u ON u.organization_id = k.organization_id AND u.id = k.user_id
  WHERE k.hash = $1 AND k.revoked_at IS NULL AND k.expires_at > now() AND u.active`;

/** The scopes that a role can hold: only admins hold `admin`. */
export function scopesOfRole(role: Role): readonly Scope[] {
  return role === 'admin' ? SCOPES : SCOPES.filter((scope) => scope !== 'admin');
}

/** Issues, checks, lists and revokes API keys. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly checkedKeys: CheckedKeys,
    @Inject(CONFIG) private readonly config: Pick<Config, 'API_KEY_SECRET'>,
  ) {}

  /**
   * Whom a key acts for; undefined if it is malformed, unknown, expired, revoked or its user inactive. Mostly answered
   * without a query, from what was found less than a second ago; what this process itself has changed counts at once.
   */
  async authenticate(key: string): Promise<KeyHolder | undefined> {
    if (!looksLikeKey(key)) return undefined;
    const hash = hashKey(key, this.config.API_KEY_SECRET);
    return this.checkedKeys.holderOf(hash.toString('latin1'), () => this.check(hash));
  }

  /** Whether the key was good when this process last looked, however long ago, as far as it remembers. */
  wasGood(key: string): boolean {
    return looksLikeKey(key) && this.checkedKeys.has(hashKey(key, this.config.API_KEY_SECRET).toString('latin1'));
  }

  private async check(hash: Buffer): Promise<GoodKey | undefined> {
    const [found] = await hotQuery<StoredKey>(this.dataSource, CHECK_KEY, [hash]);
    if (!found || !timingSafeEqual(found.hash, hash)) return undefined;
    const allowed = scopesOfRole(found.role);
    const holder: KeyHolder = {
      organizationId: found.organization_id,
      userId: found.user_id,
      role: found.role,
      apiKeyId: found.id,
      scopes: found.scopes.filter((scope) => allowed.includes(scope)),
    };
    return { holder, expiresInMs: found.expires_in_ms };
  }

  /**
   * Issues a key for the actor, or, by an admin, for another user of the organization.
   * @throws DomainError `scope_not_grantable` for a scope that the actor's key or the user's role lacks
   */
  async issue(
    actor: Actor,
    request: KeyRequest,
    userId = actor.userId,
    source = this.dataSource.manager,
  ): Promise<IssuedKey> {
    const missing = request.scopes.filter((scope) => !actor.scopes.includes(scope));
    if (missing.length > 0) throw notGrantable(missing, 'this key does not have it itself');
    if (userId !== actor.userId && !actor.scopes.includes('admin')) {
      throw new DomainError('scope_not_grantable', 'Only a key with the scope admin can issue keys for another user');
    }
    return source.transaction(async (manager) => {
      const user = await manager.findOneBy(User, { organizationId: actor.organizationId, id: userId, active: true });
      if (!user) throw invalidField('userId', 'is not an active user of your organization');
      return this.issueFor(manager, user, request, byActor(actor));
    });
  }

  /** Issues a key without asking whether its author may: for the operator's own tools. */
  async issueFor(manager: EntityManager, user: User, request: KeyRequest, author: AuditAuthor): Promise<IssuedKey> {
    const excess = request.scopes.filter((scope) => !scopesOfRole(user.role).includes(scope));
    if (excess.length > 0) throw notGrantable(excess, `the user's role ${user.role} does not include it`);
    const key = generateKey();
    const record = manager.create(ApiKey, {
      id: uuidv7(),
      organizationId: user.organizationId,
      userId: user.id,
      name: request.name,
      hash: hashKey(key, this.config.API_KEY_SECRET),
      preview: previewKey(key),
      scopes: SCOPES.filter((scope) => request.scopes.includes(scope)),
      expiresAt: new Date(Date.now() + request.expiresInDays * DAY_MS),
      lastUsedAt: null,
      revokedAt: null,
    });
    await manager.insert(ApiKey, record);
    await recordAudit(manager, author, [{ action: 'api_key.created', subjectType: 'api_key', subjectId: record.id }]);
    const stored = await manager.findOneByOrFail(ApiKey, { id: record.id });
    return { key, record: stored };
  }

  /** The actor's keys, or all of the organization's for an admin, newest first; revoked and expired ones included. */
  async list(actor: Actor, paging: Paging): Promise<Page<ApiKey>> {
    const [items, total] = await this.dataSource.manager.findAndCount(ApiKey, {
      where: this.withinSight(actor),
      order: { createdAt: 'DESC', id: 'DESC' },
      take: paging.limit,
      skip: paging.offset,
    });
    return { items, total };
  }

  /**
   * Revokes a key for good: here from the next request on, in other processes within a second. Twice is no fault.
   * @throws DomainError `api_key_not_found`, also for a key that is not the actor's to see
   */
  async revoke(actor: Actor, id: string): Promise<ApiKey> {
    const where = { ...this.withinSight(actor), id };
    try {
      await this.dataSource.transaction(async (manager) => {
        const live = { ...where, revokedAt: IsNull() };
        const { affected } = await manager.update(ApiKey, live, { revokedAt: () => 'now()' });
        if (affected === 0) return;
        await recordAudit(manager, byActor(actor), [
          { action: 'api_key.revoked', subjectType: 'api_key', subjectId: id },
        ]);
      });
    } finally {
      this.checkedKeys.forgetKey(id);
    }
    const record = await this.dataSource.manager.findOneBy(ApiKey, where);
    if (!record) throw new DomainError('api_key_not_found', 'API key not found');
    return record;
  }

  private withinSight(actor: Actor): { organizationId: string; userId?: string } {
    const all = actor.scopes.includes('admin');
    return { organizationId: actor.organizationId, ...(all ? {} : { userId: actor.userId }) };
  }
}

function notGrantable(scopes: readonly Scope[], why: string): DomainError {
  return new DomainError('scope_not_grantable', `The key cannot be given ${scopes.join(', ')}: ${why}`);
}
