import { DataSource } from 'typeorm';
import { ApiKey } from './api-key.entity.ts';
import { ApiKeysService, type IssuedKey } from './api-keys.service.ts';
import { CheckedKeys } from './checked-keys.ts';
import { Organization } from './organization.entity.ts';
import { OrganizationsService, type AccessRequest } from './organizations.service.ts';
import { User } from './user.entity.ts';
import { UsersService } from './users.service.ts';

/** The installation that an operator's tool works on. */
export interface Installation {
  readonly databaseUrl: string;
  readonly apiKeySecret: string;
}

/**
 * Issues a key from outside the api, as the operator, with a connection of its own.
 * @throws DomainError if the user exists and is inactive or has another role, or the role does not allow a scope
 */
export async function grantAccess(installation: Installation, request: AccessRequest): Promise<IssuedKey> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: installation.databaseUrl,
    applicationName: 'operator',
    entities: [Organization, User, ApiKey],
  });
  await dataSource.initialize();
  try {
    const checkedKeys = new CheckedKeys();
    const keys = new ApiKeysService(dataSource, checkedKeys, { API_KEY_SECRET: installation.apiKeySecret });
    const users = new UsersService(dataSource, checkedKeys);
    return await new OrganizationsService(dataSource, users, keys).grantAccess(request);
  } finally {
    await dataSource.destroy();
  }
}
