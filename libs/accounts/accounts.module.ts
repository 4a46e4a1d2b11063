import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiKey } from './api-key.entity.ts';
import { ApiKeysService } from './api-keys.service.ts';
import { CheckedKeys } from './checked-keys.ts';
import { IssuedKeysService } from './issued-keys.service.ts';
import { Organization } from './organization.entity.ts';
import { User } from './user.entity.ts';
import { UsersService } from './users.service.ts';

/** Organizations, their users, and the keys that act for them. */
@Module({
  imports: [TypeOrmModule.forFeature([Organization, User, ApiKey])],
  providers: [CheckedKeys, UsersService, ApiKeysService, IssuedKeysService],
  exports: [UsersService, ApiKeysService, IssuedKeysService],
})
export class AccountsModule {}
