import {
  AUDIT_ACTIONS,
  AUDIT_ACTOR_TYPES,
  AUDIT_SUBJECT_TYPES,
  invalidField,
  type AuditFilter,
  type AuditPage,
  type AuditRecord,
} from '#platform';
import { ApiProperty } from '@nestjs/swagger';
import { MayBeAbsent, OneOf, OptionalCursor, OptionalTime, OptionalUuid, QueryInteger, Text } from '../http/fields.ts';

export class AuditEventListQuery {
  /** How many to return. */
  @QueryInteger(1, 100, 50)
  limit: number = 50;

  /** The `nextCursor` of the page before, of the same filter. */
  @OptionalCursor()
  cursor?: string;

  /** @example "contact.updated" */
  @MayBeAbsent()
  @OneOf(AUDIT_ACTIONS)
  action?: AuditRecord['action'];

  /** Only what was done to the row with this id. @example "550e8400-e29b-41d4-a716-446655440000" */
  @MayBeAbsent()
  @Text(100)
  subjectId?: string;

  /** Only what was done with the keys of this user. @example "6f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9" */
  @OptionalUuid({})
  userId?: string;

  /** Only from this moment on. @example "2024-01-15T00:00:00Z" */
  @OptionalTime()
  since?: string;

  /** Only before this moment. @example "2024-01-16T00:00:00Z" */
  @OptionalTime()
  until?: string;
}

/** A change, and who made it. It names rows and fields, never what is in them. */
export class AuditEventDto {
  /** @example "019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b" */
  id: string;
  /** `job`: enrichment; `operator`: a command on the server. @example "api_key" */
  @ApiProperty({ enum: AUDIT_ACTOR_TYPES })
  actorType: AuditRecord['actorType'];
  /** The user whose key it was. @example "6f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9" */
  userId: string | null;
  /** @example "0d9c8b7a-6f5e-4d3c-8b2a-190817263544" */
  apiKeyId: string | null;
  /** The enrichment job that made the change. @example null */
  jobId: string | null;
  /** The IP address that the request came from. @example "203.0.113.7" */
  remoteAddress: string | null;
  /** Also in the service's log. @example "0b7e6c0e-5a4d-4a59-9c0e-3f3c7a1d2b11" */
  requestId: string | null;
  /** @example "contact.updated" */
  @ApiProperty({ enum: AUDIT_ACTIONS })
  action: AuditRecord['action'];
  /** @example "contact" */
  @ApiProperty({ enum: AUDIT_SUBJECT_TYPES })
  subjectType: AuditRecord['subjectType'];
  /** @example "550e8400-e29b-41d4-a716-446655440000" */
  subjectId: string;
  /** The suggestion, evidence or job of the subject that the action was about. @example null */
  partId: string | null;
  /** Names of the fields that were changed. @example ["phoneNumber"] */
  fields: string[];
  /** @example "2024-01-15T10:30:00.123456Z" */
  createdAt: string;
}

class AuditEventPageDto {
  auditEvents: AuditEventDto[];
  /** @example 50 */
  limit: number;
  /** Whether more follow after this page. @example false */
  hasMore: boolean;
  /** Gives the next page as `cursor`; null on the last page. */
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class AuditEventListResponse {
  /** @example true */
  success: boolean;
  data: AuditEventPageDto;
}

/** @throws DomainError `invalid_request` where the period ends before it begins */
export function toAuditFilter({ action, subjectId, userId, since, until }: AuditEventListQuery): AuditFilter {
  const [from, to] = [since, until].map((time) => (time === undefined ? undefined : new Date(time)));
  if (from && to && from > to) throw invalidField('until', 'must not be before since');
  return { action, subjectId, userId, since: from, until: to };
}

const toAuditEventDto = (event: AuditRecord): AuditEventDto => ({ ...event, fields: [...event.fields] });

export function toAuditEventPageDto({ items }: AuditPage, limit: number, nextCursor: string | null): AuditEventPageDto {
  return { auditEvents: items.map(toAuditEventDto), limit, hasMore: nextCursor !== null, nextCursor };
}
