import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = `
CREATE TABLE idempotent_requests (
  api_key_id uuid NOT NULL CONSTRAINT idempotent_requests_api_key_fk REFERENCES api_keys (id) ON DELETE CASCADE,
  key_hash bytea NOT NULL,
  organization_id uuid NOT NULL,
  fingerprint bytea NOT NULL,
  contact_id uuid,
  answer bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (api_key_id, key_hash),
  CONSTRAINT idempotent_requests_contact_fk FOREIGN KEY (organization_id, contact_id)
    REFERENCES contacts (organization_id, id) ON DELETE SET NULL (contact_id)
);
COMMENT ON TABLE idempotent_requests IS 'Requests under an idempotency key that were carried out; kept for 24 hours';
COMMENT ON COLUMN idempotent_requests.key_hash IS 'HMAC-SHA256 of the idempotency key';
COMMENT ON COLUMN idempotent_requests.fingerprint IS 'HMAC-SHA256 of what was asked for';
COMMENT ON COLUMN idempotent_requests.answer IS 'AES-256-GCM; null once the contact that it is about was erased';
CREATE INDEX idempotent_requests_contact_idx ON idempotent_requests (organization_id, contact_id)
  WHERE contact_id IS NOT NULL;
CREATE INDEX idempotent_requests_created_idx ON idempotent_requests (created_at);
`;

/** By a trigger, so that no way of erasing a contact can forget it. That the request was made stays known. */
const erasure = `
CREATE FUNCTION erase_idempotent_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.answer := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER idempotent_requests_contact_erased BEFORE UPDATE OF contact_id ON idempotent_requests FOR EACH ROW
  WHEN (OLD.contact_id IS NOT NULL AND NEW.contact_id IS NULL AND NEW.created_at = OLD.created_at)
  EXECUTE FUNCTION erase_idempotent_answer();
`;

/** What was answered to requests that may be sent again. */
export class IdempotentRequests1763970000000 implements MigrationInterface {
  readonly name = 'IdempotentRequests1763970000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [table, erasure]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE idempotent_requests;
      DROP FUNCTION erase_idempotent_answer;
    `);
  }
}
