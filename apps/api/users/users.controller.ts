import { Body, Controller, Get, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { UsersService } from '#accounts';
import type { Actor } from '#platform';
import { CurrentActor, RequireScope, type AuthenticatedRequest } from '../auth/access.decorators.ts';
import { assertNotEmpty } from '../contacts/contact.dto.ts';
import { Once, Refuses } from '../http/documented.ts';
import { Idempotency } from '../http/idempotency.ts';
import { IdParams, PagingQuery, toPageDto } from '../http/paging.dto.ts';
import { CreateUserBody, toUserDto, UpdateUserBody, UserChangedResponse, UserListResponse } from './user.dto.ts';

@Controller('api/users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly idempotency: Idempotency,
  ) {}

  /** List the organization's users, newest first */
  @Get()
  @RequireScope('admin')
  @Refuses(400, 403)
  async listUsers(@CurrentActor() actor: Actor, @Query() paging: PagingQuery): Promise<UserListResponse> {
    const page = await this.users.list(actor, paging);
    return { success: true, data: { users: page.items.map(toUserDto), ...toPageDto(page, paging) } };
  }

  /** Create a user */
  @Post()
  @RequireScope('admin')
  @Once()
  @Refuses(400, 403)
  async createUser(
    @Req() request: AuthenticatedRequest,
    @CurrentActor() actor: Actor,
    @Body() body: CreateUserBody,
  ): Promise<UserChangedResponse> {
    const { email, firstName = null, lastName = null, role = 'member' } = body;
    const user = await this.idempotency.once(request, async (manager) =>
      toUserDto(await this.users.create(actor, { email, firstName, lastName, role }, manager)),
    );
    return { success: true, data: user, message: 'User created successfully' };
  }

  /** Change a user's names or role, or activate and deactivate the account */
  @Patch(':id')
  @RequireScope('admin')
  @Refuses(400, 403, 404, 409)
  async updateUser(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Body() body: UpdateUserBody,
  ): Promise<UserChangedResponse> {
    assertNotEmpty(body);
    const user = await this.users.update(actor, id, body);
    return { success: true, data: toUserDto(user), message: 'User updated successfully' };
  }
}
