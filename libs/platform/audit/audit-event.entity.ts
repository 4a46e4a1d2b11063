import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who can be the author of a change. */
export const AUDIT_ACTOR_TYPES = ['api_key', 'job', 'operator'] as const;

/** Everything that is recorded; `what.happened`. */
export const AUDIT_ACTIONS = [
  ...(['api_key.created', 'api_key.revoked'] as const),
  ...(['barred_email.created', 'barred_email.lifted'] as const),
  ...(['company.created', 'company.enriched', 'company.updated'] as const),
  ...(['contact.created', 'contact.enriched', 'contact.erased', 'contact.exported', 'contact.updated'] as const),
  ...(['enrichment.cancelled', 'enrichment.requested', 'evidence.wrong_person'] as const),
  ...(['organization.created', 'suggestion.accepted', 'suggestion.rejected'] as const),
  ...(['user.created', 'user.updated'] as const),
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export const AUDIT_SUBJECT_TYPES = ['api_key', 'barred_email', 'company', 'contact', 'organization', 'user'] as const;

/** One change, and who made it. Holds ids and names of fields, never a value, a name or an email. Never changed. */
@Entity('audit_events')
export class AuditEvent {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId: string;

  @Column('text', { name: 'actor_type' })
  actorType: (typeof AUDIT_ACTOR_TYPES)[number];

  /** The user whose key it was; null for jobs and the operator. */
  @Column('uuid', { name: 'user_id', nullable: true })
  userId: string | null;

  @Column('uuid', { name: 'api_key_id', nullable: true })
  apiKeyId: string | null;

  /** The enrichment job that made the change. */
  @Column('text', { name: 'job_id', nullable: true })
  jobId: string | null;

  /** IP address that the request came from. */
  @Column('text', { name: 'remote_address', nullable: true })
  remoteAddress: string | null;

  /** Callers may choose it; one that was chosen goes when the subject is erased. */
  @Column('text', { name: 'request_id', nullable: true })
  requestId: string | null;

  @Column('text')
  action: AuditAction;

  @Column('text', { name: 'subject_type' })
  subjectType: (typeof AUDIT_SUBJECT_TYPES)[number];

  @Column('text', { name: 'subject_id' })
  subjectId: string;

  /** The suggestion, evidence or job of the subject that the action was about. */
  @Column('text', { name: 'part_id', nullable: true })
  partId: string | null;

  /** Names of the fields that were changed. */
  @Column('text', { array: true })
  fields: string[];

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt: Date;
}
