import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../tenancy.ts';
import type { AuditEvent } from './audit-event.entity.ts';

/** An event as it is shown. */
export type AuditRecord = Readonly<Omit<AuditEvent, 'organizationId' | 'createdAt'>> & {
  /** ISO 8601, to the microsecond. */
  readonly createdAt: string;
};

/** What narrows the list of events. */
export interface AuditFilter {
  readonly action?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly userId?: string | undefined;
  /** From this moment on. */
  readonly since?: Date | undefined;
  /** Before this moment. */
  readonly until?: Date | undefined;
}

/** Where a page of events starts: after this one. */
export type AuditPosition = Pick<AuditRecord, 'id' | 'createdAt'>;

export interface AuditPage {
  readonly items: readonly AuditRecord[];
  /** Where the next page starts; null at the end. */
  readonly next: AuditPosition | null;
}

const COLUMNS = `id, actor_type AS "actorType", user_id AS "userId", api_key_id AS "apiKeyId", job_id AS "jobId",
  remote_address AS "remoteAddress", request_id AS "requestId", action, subject_type AS "subjectType",
  subject_id AS "subjectId", part_id AS "partId", fields,
  to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt"`;

/**
 * Walks audit_events_newest_idx, or audit_events_subject_idx where there is a subject. Parameters: $1 organization,
 * $2 action, $3 subject, $4 user, $5 since, $6 until, $7 and $8 position, $9 limit.
 */
const LIST = `
  SELECT ${COLUMNS} FROM audit_events
  WHERE organization_id = $1 AND ($2::text IS NULL OR action = $2) AND ($3::text IS NULL OR subject_id = $3)
    AND ($4::uuid IS NULL OR user_id = $4) AND created_at >= coalesce($5::timestamptz, '-infinity')
    AND created_at < coalesce($6::timestamptz, 'infinity')
    AND ($7::timestamptz IS NULL OR (created_at, id) < ($7::timestamptz, $8::uuid))
  ORDER BY created_at DESC, id DESC LIMIT $9`;

/** Reads the audit trail of an organization. It is written by `recordAudit`, with what it tells. */
@Injectable()
export class AuditTrail {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. */
  async list(
    { organizationId }: Actor,
    filter: AuditFilter,
    { limit, after }: { readonly limit: number; readonly after?: AuditPosition | undefined },
  ): Promise<AuditPage> {
    const { action, subjectId, userId, since, until } = filter;
    const rows = await this.dataSource.query<AuditRecord[]>(LIST, [
      ...[organizationId, action, subjectId, userId, since, until].map((value) => value ?? null),
      // One more than asked for: whether there is a next page.
      ...[after?.createdAt ?? null, after?.id ?? null, limit + 1],
    ]);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, next: rows.length > limit && last ? { id: last.id, createdAt: last.createdAt } : null };
  }
}

/** All events about one subject, oldest first, as a transaction sees them. */
export function auditOfSubject(
  manager: EntityManager,
  { organizationId }: Actor,
  subjectId: string,
): Promise<AuditRecord[]> {
  return manager.query<AuditRecord[]>(
    `SELECT ${COLUMNS} FROM audit_events WHERE organization_id = $1 AND subject_id = $2 ORDER BY created_at, id`,
    [organizationId, subjectId],
  );
}

/**
 * Request ids that a caller chose: the api makes UUIDs. Twice literally as in audit_events_chosen_idx, which serves only
 * conditions that repeat its own.
 */
const SCRUB = `
  UPDATE audit_events SET request_id = NULL
  WHERE id IN (
    SELECT id FROM audit_events
    WHERE organization_id = $1 AND request_id !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
      AND request_id = ANY (ARRAY(
        SELECT request_id FROM audit_events
        WHERE organization_id = $1 AND subject_id = $2 AND request_id !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'))
    ORDER BY id FOR UPDATE)`;

/**
 * Takes from the events of a subject what its callers may have put there, request ids of their own choosing, and the same
 * ids from all other events, as one request makes events of several subjects. For when the subject is erased; nothing else
 * of an event can be changed.
 */
export async function scrubAudit(manager: EntityManager, { organizationId }: Actor, subjectId: string): Promise<void> {
  await manager.query(SCRUB, [organizationId, subjectId]);
}
