import type { User } from '#accounts';
import { ROLES } from '#platform';
import { Email, Flag, MayBeAbsent, OneOf, OptionalText } from '../http/fields.ts';
import { PageDto } from '../http/paging.dto.ts';

class UserNames {
  /** @example "Jane" */
  @OptionalText(100)
  firstName?: string | null;

  /** @example "Smith" */
  @OptionalText(100)
  lastName?: string | null;

  /** @example "member" */
  @MayBeAbsent()
  @OneOf(ROLES)
  role?: 'admin' | 'member';
}

export class CreateUserBody extends UserNames {
  /** @example "jane@acme.com" */
  @Email()
  email: string;
}

/** What is absent stays as it is; null clears a name. */
export class UpdateUserBody extends UserNames {
  /** The keys of an inactive user do not work, and a contact with their email is no full user. @example true */
  @MayBeAbsent()
  @Flag()
  active?: boolean;
}

export class UserDto {
  /** @example "6f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9" */
  id: string;
  /** @example "jane@acme.com" */
  email: string;
  /** @example "Jane" */
  firstName: string | null;
  /** @example "Smith" */
  lastName: string | null;
  /** @example "member" */
  role: 'admin' | 'member';
  /** @example true */
  active: boolean;
  /** @example "2024-01-15T10:00:00.000Z" */
  createdAt: string;
  /** @example "2024-01-15T10:30:00.000Z" */
  updatedAt: string;
}

class UserPageDto extends PageDto {
  users: UserDto[];
}

export class UserListResponse {
  /** @example true */
  success: boolean;
  data: UserPageDto;
}

export class UserChangedResponse {
  /** @example true */
  success: boolean;
  data: UserDto;
  /** @example "User created successfully" */
  message: string;
}

export function toUserDto(user: User): UserDto {
  const { id, email, firstName, lastName, role, active } = user;
  const times = { createdAt: user.createdAt.toISOString(), updatedAt: user.updatedAt.toISOString() };
  return { id, email, firstName, lastName, role, active, ...times };
}
