import { Body, Controller, Delete, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { ApiKeysService, IssuedKeysService, KEY_DAYS } from '#accounts';
import type { Actor } from '#platform';
import { CurrentActor, RequireScope, type AuthenticatedRequest } from '../auth/access.decorators.ts';
import { Once, Refuses } from '../http/documented.ts';
import { Idempotency } from '../http/idempotency.ts';
import { IdParams, PagingQuery, toPageDto } from '../http/paging.dto.ts';
import {
  ApiKeyIssuedResponse,
  ApiKeyListResponse,
  ApiKeyRevokedResponse,
  CREATE_API_KEY_EXAMPLE,
  CreateApiKeyBody,
  toApiKeyDto,
  toIssuedApiKeyDto,
} from './api-key.dto.ts';

@Controller('api/api-keys')
export class ApiKeysController {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly issuedKeys: IssuedKeysService,
    private readonly idempotency: Idempotency,
  ) {}

  /** List your API keys, or the organization's with the scope admin */
  @Get()
  @RequireScope()
  @Refuses(400)
  async listApiKeys(@CurrentActor() actor: Actor, @Query() paging: PagingQuery): Promise<ApiKeyListResponse> {
    const page = await this.keys.list(actor, paging);
    return { success: true, data: { apiKeys: page.items.map(toApiKeyDto), ...toPageDto(page, paging) } };
  }

  /** Create an API key */
  @Post()
  @RequireScope()
  @Once()
  @Refuses(400, 403)
  @ApiBody({ type: CreateApiKeyBody, examples: { key: { value: CREATE_API_KEY_EXAMPLE } } })
  async createApiKey(
    @Req() request: AuthenticatedRequest,
    @CurrentActor() actor: Actor,
    @Body() body: CreateApiKeyBody,
  ): Promise<ApiKeyIssuedResponse> {
    const { name, scopes, expiresInDays = KEY_DAYS.default, userId } = body;
    const issued = await this.idempotency.once(
      request,
      async (manager) =>
        toIssuedApiKeyDto(await this.keys.issue(actor, { name, scopes, expiresInDays }, userId, manager)),
      { mayRepeat: ({ id }) => this.issuedKeys.isAsIssued(actor, id) },
    );
    return { success: true, data: issued, message: 'API key created successfully' };
  }

  /** Revoke an API key, at once and for good */
  @Delete(':id')
  @RequireScope()
  @Refuses(400, 404)
  async revokeApiKey(@CurrentActor() actor: Actor, @Param() { id }: IdParams): Promise<ApiKeyRevokedResponse> {
    return { success: true, data: toApiKeyDto(await this.keys.revoke(actor, id)), message: 'API key revoked' };
  }
}
