import { KEY_DAYS, type ApiKey, type IssuedKey } from '#accounts';
import { SCOPES, type Scope } from '#platform';
import { ApiProperty } from '@nestjs/swagger';
import { Integer, MayBeAbsent, SomeOf, Text, Uuid } from '../http/fields.ts';
import { PageDto } from '../http/paging.dto.ts';

export class CreateApiKeyBody {
  /** What the key is for. @example "CRM sync" */
  @Text(100)
  name: string;

  /** What the key may do: nothing that the key that makes it may not. @example ["contacts:read"] */
  @SomeOf(SCOPES)
  scopes: Scope[];

  /** Days until the key expires. @example 90 */
  @MayBeAbsent()
  @Integer(KEY_DAYS.min, KEY_DAYS.max)
  expiresInDays?: number;

  /** Whom the key acts for: yourself, or, with the scope admin, another user. @example "6f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9" */
  @MayBeAbsent()
  @Uuid({ required: false })
  userId?: string;
}

/** Filled in by Swagger UI, which would else make up a user. */
export const CREATE_API_KEY_EXAMPLE: CreateApiKeyBody = {
  name: 'CRM sync',
  scopes: ['contacts:read'],
  expiresInDays: 90,
};

export class ApiKeyDto {
  /** @example "7a6b5c4d-3e2f-4a1b-9c8d-7e6f5a4b3c2d" */
  id: string;
  /** @example "CRM sync" */
  name: string;
  /** @example "6f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9" */
  userId: string;
  /** The key's first characters. @example "introzy_3f9c…" */
  preview: string;
  @ApiProperty({ enum: SCOPES, isArray: true, example: ['contacts:read'] })
  scopes: Scope[];
  /** @example "2024-04-14T10:00:00.000Z" */
  expiresAt: string;
  /** To the minute. @example "2024-01-15T10:30:00.000Z" */
  lastUsedAt: string | null;
  /** @example null */
  revokedAt: string | null;
  /** @example "2024-01-15T10:00:00.000Z" */
  createdAt: string;
}

class IssuedApiKeyDto extends ApiKeyDto {
  /** The key itself. This is the only time that it is shown, but for the same request under its Idempotency-Key within 24 hours. */
  @ApiProperty({ pattern: '^introzy_[0-9a-f]{64}$' })
  key: string;
}

class ApiKeyPageDto extends PageDto {
  apiKeys: ApiKeyDto[];
}

export class ApiKeyListResponse {
  /** @example true */
  success: boolean;
  data: ApiKeyPageDto;
}

export class ApiKeyIssuedResponse {
  /** @example true */
  success: boolean;
  data: IssuedApiKeyDto;
  /** @example "API key created successfully" */
  message: string;
}

export class ApiKeyRevokedResponse {
  /** @example true */
  success: boolean;
  data: ApiKeyDto;
  /** @example "API key revoked" */
  message: string;
}

export function toApiKeyDto(key: ApiKey): ApiKeyDto {
  const { id, name, userId, preview, scopes } = key;
  return {
    ...{ id, name, userId, preview, scopes },
    expiresAt: key.expiresAt.toISOString(),
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    createdAt: key.createdAt.toISOString(),
  };
}

export function toIssuedApiKeyDto({ key, record }: IssuedKey): IssuedApiKeyDto {
  return { ...toApiKeyDto(record), key };
}
