import type { MigrationInterface, QueryRunner } from 'typeorm';

const documents = `
CREATE TABLE source_documents (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT source_documents_organization_fk REFERENCES organizations (id),
  contact_id uuid,
  provider text NOT NULL CHECK (char_length(provider) BETWEEN 1 AND 60),
  kind text NOT NULL CHECK (kind IN ('page', 'person', 'company', 'place')),
  lookup_hash text NOT NULL,
  found boolean NOT NULL,
  url text,
  content bytea,
  content_hash text,
  fetched_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT source_documents_tenant_key UNIQUE (organization_id, id),
  CONSTRAINT source_documents_contact_fk FOREIGN KEY (organization_id, contact_id)
    REFERENCES contacts (organization_id, id) ON DELETE CASCADE,
  CHECK (found = (content_hash IS NOT NULL)),
  CHECK (found OR (url IS NULL AND content IS NULL)),
  CHECK ((kind IN ('person', 'place')) = (contact_id IS NOT NULL))
);
COMMENT ON TABLE source_documents IS 'What sources read, as they read it; also what keeps them from asking again';
COMMENT ON COLUMN source_documents.contact_id IS 'Whose it is, and with whom it is erased; null for pages and companies';
COMMENT ON COLUMN source_documents.lookup_hash IS 'SHA-256 of provider, question and version of the reading';
COMMENT ON COLUMN source_documents.content IS 'JSON, gzipped; gone once it has expired, while evidence keeps the row';
COMMENT ON COLUMN source_documents.content_hash IS 'SHA-256 of the JSON';
CREATE INDEX source_documents_lookup_idx ON source_documents (organization_id, lookup_hash, created_at DESC);
CREATE INDEX source_documents_contact_idx ON source_documents (organization_id, contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX source_documents_expiry_idx ON source_documents (expires_at) WHERE content IS NOT NULL OR NOT found;

CREATE FUNCTION refuse_document_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.content IS NOT NULL OR to_jsonb(NEW) - 'content' IS DISTINCT FROM to_jsonb(OLD) - 'content' THEN
    RAISE EXCEPTION 'source document % cannot be changed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER source_documents_immutable BEFORE UPDATE ON source_documents
  FOR EACH ROW EXECUTE FUNCTION refuse_document_change();

ALTER TABLE evidence ADD COLUMN document_id uuid,
  ADD CONSTRAINT evidence_document_fk FOREIGN KEY (organization_id, document_id)
    REFERENCES source_documents (organization_id, id) ON DELETE SET NULL (document_id);
CREATE INDEX evidence_document_idx ON evidence (document_id) WHERE document_id IS NOT NULL;

CREATE FUNCTION drop_unquoted_documents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM source_documents d USING (SELECT DISTINCT document_id FROM gone WHERE document_id IS NOT NULL) g
  WHERE d.id = g.document_id AND d.content IS NULL AND NOT EXISTS (SELECT FROM evidence e WHERE e.document_id = d.id);
  RETURN NULL;
END $$;
COMMENT ON FUNCTION drop_unquoted_documents IS 'A document whose content has expired goes with the last evidence that quotes it';
CREATE TRIGGER evidence_documents AFTER DELETE ON evidence
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION drop_unquoted_documents();
`;

/** The answer of a paid call is a document now, which is kept in the transaction that settles the call. */
const calls = `
ALTER TABLE provider_calls DROP CONSTRAINT provider_calls_check2, DROP COLUMN response,
  ADD CONSTRAINT provider_calls_input_check CHECK (job_id IS NOT NULL OR input_hash IS NULL);
CREATE OR REPLACE FUNCTION forget_provider_response() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.input_hash := NULL;
  RETURN NEW;
END $$;
ALTER FUNCTION forget_provider_response RENAME TO forget_provider_input;
UPDATE provider_calls c SET status = 'failed', outcome = 'worker_lost', settled_at = now()
  WHERE status = 'reserved' AND NOT EXISTS (SELECT FROM enrichment_jobs j
    WHERE j.id = c.job_id AND j.status = 'running' AND j.lease_expires_at > now());
CREATE UNIQUE INDEX provider_calls_in_flight_key ON provider_calls (organization_id, provider, operation, input_hash)
  WHERE status = 'reserved';
DROP INDEX provider_calls_month_idx, provider_calls_provider_idx;
CREATE INDEX provider_calls_month_idx ON provider_calls (organization_id, created_at) INCLUDE (cost_micro_usd);
CREATE INDEX provider_calls_provider_idx ON provider_calls (provider, created_at) INCLUDE (cost_micro_usd, credits);
`;

const options = `
ALTER TABLE enrichment_jobs ADD COLUMN options jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN enrichment_jobs.options IS 'How the contact is to be enriched: what the request said';
`;

/** Documents that sources read, kept as long as they are good; what a request for enrichment may ask for. */
export class SourceDocuments1763940000000 implements MigrationInterface {
  readonly name = 'SourceDocuments1763940000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [documents, calls, options]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE enrichment_jobs DROP COLUMN options;
      DROP INDEX provider_calls_in_flight_key, provider_calls_month_idx, provider_calls_provider_idx;
      CREATE INDEX provider_calls_month_idx ON provider_calls (organization_id, created_at);
      CREATE INDEX provider_calls_provider_idx ON provider_calls (provider, created_at);
      ALTER FUNCTION forget_provider_input RENAME TO forget_provider_response;
      ALTER TABLE provider_calls DROP CONSTRAINT provider_calls_input_check, ADD COLUMN response jsonb;
      UPDATE provider_calls SET input_hash = NULL WHERE job_id IS NULL;
      ALTER TABLE provider_calls
        ADD CONSTRAINT provider_calls_check2 CHECK (job_id IS NOT NULL OR (response IS NULL AND input_hash IS NULL));
      CREATE OR REPLACE FUNCTION forget_provider_response() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.response := NULL;
        NEW.input_hash := NULL;
        RETURN NEW;
      END $$;
      DROP TRIGGER evidence_documents ON evidence;
      DROP FUNCTION drop_unquoted_documents;
      ALTER TABLE evidence DROP COLUMN document_id;
      DROP TABLE source_documents;
      DROP FUNCTION refuse_document_change;
    `);
  }
}
