import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ids outlive what they name, so nothing here refers to other tables; and no name, email or value is ever in it. */
const auditEvents = `
CREATE TABLE audit_events (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  actor_type text NOT NULL CHECK (actor_type IN ('api_key', 'job', 'operator')),
  user_id uuid,
  api_key_id uuid,
  job_id text,
  remote_address text CHECK (char_length(remote_address) <= 45),
  request_id text CHECK (char_length(request_id) <= 64),
  action text NOT NULL CHECK (action ~ '^[a-z_]+\\.[a-z_]+$'),
  subject_type text NOT NULL,
  subject_id text NOT NULL,
  part_id text,
  fields text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK ((actor_type = 'api_key') = (api_key_id IS NOT NULL AND user_id IS NOT NULL)),
  CHECK ((actor_type = 'job') = (job_id IS NOT NULL))
);
COMMENT ON TABLE audit_events IS 'Who did what to which row: append-only, written in the transaction of the change';
COMMENT ON COLUMN audit_events.part_id IS 'The suggestion, evidence or job of the subject that the action was about';
COMMENT ON COLUMN audit_events.fields IS 'Names of the fields that were changed, never values';
COMMENT ON COLUMN audit_events.request_id IS 'Callers may choose it; one that was chosen goes everywhere when a subject of its requests is erased';
CREATE INDEX audit_events_newest_idx ON audit_events (organization_id, created_at DESC, id DESC);
CREATE INDEX audit_events_subject_idx ON audit_events (organization_id, subject_id, created_at DESC, id DESC);
-- For erasing: the ids that callers chose. The api's own are UUIDs.
CREATE INDEX audit_events_chosen_idx ON audit_events (organization_id, request_id)
  WHERE request_id !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
`;

/** The one change that is let through takes a request id away, and nothing else. */
const appendOnly = `
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.request_id IS NULL AND to_jsonb(NEW) - 'request_id' = to_jsonb(OLD) - 'request_id' THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'audit events cannot be changed or removed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_events_unchanged BEFORE UPDATE ON audit_events
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_events_kept BEFORE DELETE OR TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
`;

/**
 * The function is called once a contact's row is written: by then whoever erases a contact with the same email, which the
 * unique index makes the writer wait for, has committed the bar, and a statement of its own sees it.
 */
const barredEmails = `
CREATE TABLE barred_emails (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT barred_emails_organization_fk REFERENCES organizations (id),
  email_hash bytea NOT NULL,
  barred_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT barred_emails_hash_key UNIQUE (organization_id, email_hash),
  CONSTRAINT barred_emails_user_fk FOREIGN KEY (organization_id, barred_by) REFERENCES users (organization_id, id)
);
COMMENT ON TABLE barred_emails IS 'Emails of erased contacts that must not be entered again';
COMMENT ON COLUMN barred_emails.email_hash IS 'HMAC-SHA256 of the folded email under a secret of the server';

CREATE FUNCTION refuse_barred_email(organization uuid, hash bytea) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF EXISTS (SELECT FROM barred_emails WHERE organization_id = organization AND email_hash = hash) THEN
    RAISE EXCEPTION 'the email is barred'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'barred_emails_hash_key';
  END IF;
  RETURN true;
END $$;
`;

/** The audit trail, and emails that stay erased. */
export class AuditAndErasure1763990000000 implements MigrationInterface {
  readonly name = 'AuditAndErasure1763990000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [auditEvents, appendOnly, barredEmails]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION refuse_barred_email;
      DROP TABLE barred_emails, audit_events;
      DROP FUNCTION refuse_audit_change;
    `);
  }
}
