export { AccountsModule } from './accounts.module.ts';
export { ApiKey } from './api-key.entity.ts';
export { ApiKeysService, KEY_DAYS, type IssuedKey } from './api-keys.service.ts';
export { IssuedKeysService } from './issued-keys.service.ts';
export { grantAccess, type Installation } from './operator.ts';
export type { AccessRequest } from './organizations.service.ts';
export { User } from './user.entity.ts';
export { UsersService } from './users.service.ts';
