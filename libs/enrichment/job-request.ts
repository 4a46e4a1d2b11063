import { visibleContacts, type ContactDetail } from '#contacts';
import { auditSql, authorParameters, byActor, currentTraceparent, DomainError, hotQuery, type Actor } from '#platform';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { EnrichmentOptions } from './planning/options.ts';

/** The contact that a job is for. */
export type JobContact = Pick<ContactDetail, 'id' | 'firstName' | 'lastName' | 'email'>;

/** The answer to a request for enrichment; `created` is false where a live job was there already. */
export interface RequestedJob {
  readonly jobId: string;
  readonly created: boolean;
  readonly contact: JobContact;
}

interface Row extends JobContact {
  readonly created: string | null;
  readonly live: string | null;
}

/**
 * Inserts a job for a contact that the actor may see, unless there is a live one: one statement, which goes by the primary
 * key and enrichment_jobs_live_key.
 * @throws DomainError `contact_not_found`, `contact_email_required`
 */
export async function requestJob(
  manager: EntityManager,
  actor: Actor,
  contactId: string,
  options: EnrichmentOptions,
): Promise<RequestedJob> {
  for (;;) {
    const row = await insertUnlessLive(manager, actor, contactId, options);
    if (!row) throw new DomainError('contact_not_found', 'Contact not found');
    const { created, live, ...contact } = row;
    assertHasEmail(contact);
    const jobId = created ?? live;
    // Neither where a job that kept ours out began or ended during the statement: another look tells.
    if (jobId !== null) return { jobId, created: created !== null, contact };
  }
}

/** @throws DomainError `contact_email_required` */
export function assertHasEmail({ id, email }: Pick<JobContact, 'id' | 'email'>): void {
  if (email !== null) return;
  throw new DomainError('contact_email_required', 'Contact email is required for enrichment', {
    problems: [{ field: 'email', message: 'is not set on this contact' }],
    contactId: id,
  });
}

/** The contact's row is locked against being erased in between, which would fail the insert. */
async function insertUnlessLive(
  manager: EntityManager,
  actor: Actor,
  contactId: string,
  options: EnrichmentOptions,
): Promise<Row | undefined> {
  const visible = visibleContacts(actor).where('c.id = ?', contactId);
  const id = `job_${uuidv7().replaceAll('-', '')}`;
  const values = [id, actor.userId, options, currentTraceparent()].map((value) => visible.bind(value)).join(', ');
  const requested = `SELECT ${visible.bind(uuidv7())}::uuid, 'enrichment.requested', 'contact', contact_id::text, id,
    '{}'::text[] FROM created`;
  const audit = auditSql(requested, visible.parameters.length + 1);
  for (const parameter of authorParameters(byActor(actor))) visible.bind(parameter);
  const [row] = await hotQuery<Row>(
    manager,
    `WITH contact AS MATERIALIZED (
       SELECT c.organization_id, c.id, c.first_name, c.last_name, c.email FROM contacts c
       WHERE ${visible.sql} FOR KEY SHARE),
     created AS (
       INSERT INTO enrichment_jobs (organization_id, contact_id, id, requested_by, options, traceparent)
       SELECT organization_id, contact.id, ${values} FROM contact WHERE email IS NOT NULL
       ON CONFLICT (contact_id) WHERE status IN ('queued', 'running') DO NOTHING RETURNING id, contact_id),
     audited AS (${audit})
     SELECT contact.id, first_name AS "firstName", last_name AS "lastName", email,
       (SELECT id FROM created) AS created,
       (SELECT job.id FROM enrichment_jobs job
        WHERE job.contact_id = contact.id AND job.status IN ('queued', 'running')) AS live
     FROM contact`,
    visible.parameters,
  );
  return row;
}
