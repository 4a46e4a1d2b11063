import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { hotQuery } from '../hot-query.ts';
import type { Actor } from '../tenancy.ts';
import type { AuditEvent } from './audit-event.entity.ts';

/** Who is to be named as the author of changes: see {@link byActor}, {@link byJob} and {@link byOperator}. */
export type AuditAuthor = Readonly<
  Pick<AuditEvent, 'organizationId' | 'actorType' | 'userId' | 'apiKeyId' | 'jobId' | 'remoteAddress' | 'requestId'>
>;

/** What was done. Ids and names of fields only: no value, no name, no email. */
export type AuditEntry = Readonly<Pick<AuditEvent, 'action' | 'subjectType' | 'subjectId'>> & {
  readonly partId?: string;
  readonly fields?: readonly string[];
};

const NOBODY = { userId: null, apiKeyId: null, jobId: null, remoteAddress: null, requestId: null } as const;

/** A request with an API key. */
export function byActor({ organizationId, userId, apiKeyId, origin }: Actor): AuditAuthor {
  return { ...origin, organizationId, actorType: 'api_key', userId, apiKeyId, jobId: null };
}

/** An enrichment job. */
export function byJob({ organizationId, jobId }: { organizationId: string; jobId: string }): AuditAuthor {
  return { ...NOBODY, organizationId, actorType: 'job', jobId };
}

/** The operator of the installation, with a tool of theirs. */
export function byOperator(organizationId: string): AuditAuthor {
  return { ...NOBODY, organizationId, actorType: 'operator' };
}

/** The author as the parameters of {@link auditSql}. */
export function authorParameters(author: AuditAuthor): unknown[] {
  const { organizationId, actorType, userId, apiKeyId, jobId, remoteAddress, requestId } = author;
  return [organizationId, actorType, userId, apiKeyId, jobId, remoteAddress, requestId];
}

/**
 * SQL that records events, to be a statement or a part of one (`WITH … AS (…)`), so that the event is written with the
 * change or not at all.
 * @param entries SQL of rows of id (UUID version 7), action, subject_type, subject_id, part_id and fields
 * @param first number of the first of the {@link authorParameters}
 */
export function auditSql(entries: string, first: number): string {
  const author = ['uuid', 'text', 'uuid', 'uuid', 'text', 'text', 'text'].map((type, at) => `$${first + at}::${type}`);
  return `
    INSERT INTO audit_events (organization_id, actor_type, user_id, api_key_id, job_id, remote_address, request_id,
      id, action, subject_type, subject_id, part_id, fields)
    SELECT ${author.join(', ')}, entry.*
    FROM (${entries}) AS entry (id, action, subject_type, subject_id, part_id, fields)`;
}

/** SQL of entries that are given as one parameter, which {@link entriesParameter} makes. */
export function entriesSql(parameter: string): string {
  return `SELECT id, action, "subjectType", "subjectId", "partId", fields
    FROM jsonb_to_recordset(${parameter}::jsonb) AS given (id uuid, action text, "subjectType" text, "subjectId" text,
      "partId" text, fields text[])`;
}

export function entriesParameter(entries: readonly AuditEntry[]): string {
  return JSON.stringify(entries.map((entry) => ({ fields: [], ...entry, id: uuidv7() })));
}

const RECORD = auditSql(entriesSql('$1'), 2);

/** Records events in the transaction of what they tell. */
export async function recordAudit(
  manager: EntityManager,
  author: AuditAuthor,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await hotQuery(manager, RECORD, [entriesParameter(entries), ...authorParameters(author)]);
}
