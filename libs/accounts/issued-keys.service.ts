import { Injectable } from '@nestjs/common';
import type { Actor, Role, Scope } from '#platform';
import { DataSource } from 'typeorm';
import { scopesOfRole } from './api-keys.service.ts';

const FIND_LIVE = `
  SELECT k.scopes, u.role FROM api_keys k JOIN users u ON u.organization_id = k.organization_id AND u.id = k.user_id
  WHERE k.organization_id = $1 AND k.id = $2 AND k.revoked_at IS NULL AND k.expires_at > now() AND u.active`;

/** What has become of API keys since they were issued. */
@Injectable()
export class IssuedKeysService {
  constructor(private readonly dataSource: DataSource) {}

  /** Whether a key could be issued as it was: it is neither revoked nor expired, and its user may have all its scopes. */
  async isAsIssued({ organizationId }: Actor, id: string): Promise<boolean> {
    const [key] = await this.dataSource.query<{ scopes: Scope[]; role: Role }[]>(FIND_LIVE, [organizationId, id]);
    return key?.scopes.every((scope) => scopesOfRole(key.role).includes(scope)) ?? false;
  }
}
