import type { MigrationInterface, QueryRunner } from 'typeorm';

const requirements = `
DO $$ BEGIN
  IF current_setting('server_version_num')::int < 170000 THEN
    RAISE EXCEPTION 'PostgreSQL 17 or newer is required, this is %', current_setting('server_version');
  END IF;
  IF current_setting('server_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION 'a database with encoding UTF8 is required, this one has %', current_setting('server_encoding');
  END IF;
END $$;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS btree_gin;
`;

/**
 * The folding functions fix the collation (pg_c_utf8, new in PostgreSQL 17), so that keys and search give the same
 * answer on every server, whatever its locale. They are IMMUTABLE by declaration: unaccent is only STABLE because its
 * dictionary could be replaced.
 */
const folding = `
CREATE FUNCTION fold_text(input text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT translate(lower(
    public.unaccent('public.unaccent'::regdictionary,
      regexp_replace(normalize(input, NFKD), '[\\u0300-\\u036f]', '', 'g'))
    COLLATE pg_catalog.pg_c_utf8), 'ς', 'σ')
$$;
COMMENT ON FUNCTION fold_text IS 'Without case, accents and compatibility forms: what search compares';

CREATE FUNCTION fold_email(input text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT lower(normalize(btrim(input), NFC) COLLATE pg_catalog.pg_c_utf8)
$$;
COMMENT ON FUNCTION fold_email IS 'The form in which two emails are the same';

CREATE FUNCTION fold_name(input text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT regexp_replace(lower(normalize(input, NFKC) COLLATE pg_catalog.pg_c_utf8), '\\s+', '', 'g')
$$;
COMMENT ON FUNCTION fold_name IS 'The form in which two names of an organization or company are the same';

CREATE FUNCTION contains_pattern(word text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT '%' || regexp_replace(fold_text(word), '([\\\\%_])', '\\\\\\1', 'g') || '%'
$$;
COMMENT ON FUNCTION contains_pattern IS 'LIKE pattern for: the folded word occurs, with % and _ taken as they are';
`;

const accounts = `
CREATE TABLE organizations (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  name_key text NOT NULL GENERATED ALWAYS AS (fold_name(name)) STORED,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT organizations_name_key UNIQUE (name_key)
);

CREATE TABLE users (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT users_organization_fk REFERENCES organizations (id),
  email text NOT NULL CHECK (char_length(email) BETWEEN 3 AND 254),
  email_key text NOT NULL GENERATED ALWAYS AS (fold_email(email)) STORED,
  first_name text,
  last_name text,
  role text NOT NULL DEFAULT 'member' CHECK (role IN ('admin', 'member')),
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT users_tenant_key UNIQUE (organization_id, id),
  CONSTRAINT users_email_key UNIQUE (organization_id, email_key)
);

CREATE TABLE api_keys (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  hash bytea NOT NULL,
  preview text NOT NULL,
  scopes text[] NOT NULL,
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT api_keys_user_fk FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id),
  CONSTRAINT api_keys_hash_key UNIQUE (hash)
);
CREATE INDEX api_keys_user_idx ON api_keys (organization_id, user_id);
`;

const contacts = `
CREATE TABLE companies (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT companies_organization_fk REFERENCES organizations (id),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  name_key text NOT NULL GENERATED ALWAYS AS (fold_name(name)) STORED,
  description text,
  website text,
  industry text,
  address text,
  user_fields text[] NOT NULL DEFAULT '{}',
  search_text text NOT NULL GENERATED ALWAYS AS (
    fold_text(name || E'\\n' || coalesce(industry, '') || E'\\n' || coalesce(website, ''))) STORED,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT companies_tenant_key UNIQUE (organization_id, id),
  CONSTRAINT companies_name_key UNIQUE (organization_id, name_key)
);
COMMENT ON COLUMN companies.user_fields IS 'Fields that a user entered or cleared: enrichment leaves them alone';
CREATE INDEX companies_newest_idx ON companies (organization_id, created_at DESC, id DESC);
CREATE INDEX companies_search_idx ON companies USING gin (organization_id, search_text gin_trgm_ops);

CREATE TABLE contacts (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT contacts_organization_fk REFERENCES organizations (id),
  owner_id uuid NOT NULL,
  company_id uuid,
  email text CHECK (char_length(email) BETWEEN 3 AND 254),
  email_key text GENERATED ALWAYS AS (fold_email(email)) STORED,
  first_name text NOT NULL CHECK (char_length(first_name) BETWEEN 1 AND 100),
  last_name text CHECK (char_length(last_name) <= 100),
  phone_number text CHECK (char_length(phone_number) <= 50),
  address text CHECK (char_length(address) <= 500),
  latitude double precision,
  longitude double precision,
  is_connector boolean NOT NULL DEFAULT false,
  is_solution_provider boolean NOT NULL DEFAULT false,
  visibility text NOT NULL DEFAULT 'organization' CHECK (visibility IN ('organization', 'private')),
  search_text text NOT NULL GENERATED ALWAYS AS (
    fold_text(first_name || E'\\n' || coalesce(last_name, '') || E'\\n' || coalesce(email, ''))) STORED,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT contacts_tenant_key UNIQUE (organization_id, id),
  CONSTRAINT contacts_email_key UNIQUE (organization_id, email_key),
  CONSTRAINT contacts_owner_fk FOREIGN KEY (organization_id, owner_id) REFERENCES users (organization_id, id),
  CONSTRAINT contacts_company_fk FOREIGN KEY (organization_id, company_id) REFERENCES companies (organization_id, id)
);
CREATE INDEX contacts_newest_idx ON contacts (organization_id, created_at DESC, id DESC);
CREATE INDEX contacts_company_idx ON contacts (organization_id, company_id, created_at DESC, id DESC);
CREATE INDEX contacts_owner_idx ON contacts (organization_id, owner_id);
CREATE INDEX contacts_search_idx ON contacts USING gin (organization_id, search_text gin_trgm_ops);
`;

const enrichment = `
CREATE TABLE enrichment_jobs (
  id text PRIMARY KEY CHECK (id ~ '^job_[0-9a-f]{32}$'),
  organization_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  requested_by uuid NOT NULL,
  status text NOT NULL DEFAULT 'queued'
    CHECK (status IN ('queued', 'running', 'succeeded', 'no_match', 'failed', 'cancelled')),
  attempts int NOT NULL DEFAULT 0,
  error_code text,
  error text,
  created_at timestamptz NOT NULL DEFAULT now(),
  enqueued_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  lease_token uuid,
  lease_expires_at timestamptz,
  CONSTRAINT enrichment_jobs_tenant_key UNIQUE (organization_id, id),
  CONSTRAINT enrichment_jobs_contact_fk FOREIGN KEY (organization_id, contact_id)
    REFERENCES contacts (organization_id, id) ON DELETE CASCADE,
  CONSTRAINT enrichment_jobs_requester_fk FOREIGN KEY (organization_id, requested_by)
    REFERENCES users (organization_id, id),
  CHECK ((status = 'running') = (lease_token IS NOT NULL)),
  CHECK ((status IN ('queued', 'running')) = (finished_at IS NULL))
);
COMMENT ON COLUMN enrichment_jobs.lease_token IS 'Held by the one worker that may finish the job';
CREATE UNIQUE INDEX enrichment_jobs_live_key ON enrichment_jobs (contact_id) WHERE status IN ('queued', 'running');
CREATE INDEX enrichment_jobs_live_idx ON enrichment_jobs (created_at) WHERE status IN ('queued', 'running');
CREATE INDEX enrichment_jobs_contact_idx ON enrichment_jobs (organization_id, contact_id, created_at DESC, id DESC);

CREATE TABLE enrichment_source_results (
  job_id text NOT NULL,
  organization_id uuid NOT NULL,
  source text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('matched', 'no_match', 'skipped', 'error')),
  reason text,
  values_written int NOT NULL DEFAULT 0,
  values_suggested int NOT NULL DEFAULT 0,
  started_at timestamptz NOT NULL,
  duration_ms int NOT NULL,
  PRIMARY KEY (job_id, source),
  CONSTRAINT enrichment_source_results_job_fk FOREIGN KEY (organization_id, job_id)
    REFERENCES enrichment_jobs (organization_id, id) ON DELETE CASCADE
);

CREATE TABLE enriched_values (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  contact_id uuid,
  company_id uuid,
  field text NOT NULL,
  value jsonb NOT NULL,
  confidence double precision NOT NULL CHECK (confidence > 0 AND confidence <= 0.98),
  status text NOT NULL CHECK (status IN ('written', 'suggested', 'superseded', 'withdrawn', 'rejected')),
  inputs text[] NOT NULL,
  job_id text CONSTRAINT enriched_values_job_fk REFERENCES enrichment_jobs (id) ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  CONSTRAINT enriched_values_tenant_key UNIQUE (organization_id, id),
  CONSTRAINT enriched_values_contact_fk FOREIGN KEY (organization_id, contact_id)
    REFERENCES contacts (organization_id, id) ON DELETE CASCADE,
  CONSTRAINT enriched_values_company_fk FOREIGN KEY (organization_id, company_id)
    REFERENCES companies (organization_id, id) ON DELETE CASCADE,
  CHECK (num_nonnulls(contact_id, company_id) = 1),
  CHECK ((status IN ('written', 'suggested')) = (ended_at IS NULL))
);
COMMENT ON TABLE enriched_values IS 'The profile of a contact or company: its rows with status written';
CREATE UNIQUE INDEX enriched_values_contact_key ON enriched_values (contact_id, field) WHERE status = 'written';
CREATE UNIQUE INDEX enriched_values_company_key ON enriched_values (company_id, field) WHERE status = 'written';
CREATE INDEX enriched_values_contact_idx ON enriched_values (organization_id, contact_id);
CREATE INDEX enriched_values_company_idx ON enriched_values (organization_id, company_id);
CREATE INDEX enriched_values_job_idx ON enriched_values (job_id);

CREATE TABLE evidence (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL,
  enriched_value_id uuid NOT NULL,
  source text NOT NULL,
  url text,
  pointer text,
  quote text NOT NULL CHECK (quote <> ''),
  fetched_at timestamptz NOT NULL,
  confidence double precision NOT NULL CHECK (confidence > 0 AND confidence <= 1),
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT evidence_value_fk FOREIGN KEY (organization_id, enriched_value_id)
    REFERENCES enriched_values (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX evidence_value_idx ON evidence (enriched_value_id);
`;

/** The database itself refuses a value without evidence, whatever code writes it. Checked at commit. */
const evidenceOrNothing = `
CREATE FUNCTION require_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM evidence WHERE enriched_value_id = NEW.id)
     AND EXISTS (SELECT FROM enriched_values WHERE id = NEW.id) THEN
    RAISE EXCEPTION 'enriched value % has no evidence', NEW.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER enriched_values_evidence AFTER INSERT ON enriched_values
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_evidence();
`;

/** Organizations, users, keys; contacts and companies; enrichment jobs, enriched values and their evidence. */
export class InitialSchema1763800000000 implements MigrationInterface {
  readonly name = 'InitialSchema1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [requirements, folding, accounts, contacts, enrichment, evidenceOrNothing]) {
      await runner.query(part);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE evidence, enriched_values, enrichment_source_results, enrichment_jobs, contacts, companies,
        api_keys, users, organizations;
      DROP FUNCTION require_evidence, contains_pattern, fold_name, fold_email, fold_text;
    `);
  }
}
