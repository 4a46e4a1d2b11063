import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = `
CREATE TABLE provider_calls (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT provider_calls_organization_fk REFERENCES organizations (id),
  job_id text,
  provider text NOT NULL CHECK (char_length(provider) BETWEEN 1 AND 60),
  operation text NOT NULL CHECK (char_length(operation) BETWEEN 1 AND 60),
  input_hash text,
  status text NOT NULL DEFAULT 'reserved' CHECK (status IN ('reserved', 'settled', 'failed')),
  response jsonb,
  credits int NOT NULL DEFAULT 0 CHECK (credits >= 0),
  tokens_in int NOT NULL DEFAULT 0 CHECK (tokens_in >= 0),
  tokens_out int NOT NULL DEFAULT 0 CHECK (tokens_out >= 0),
  cost_micro_usd bigint NOT NULL DEFAULT 0 CHECK (cost_micro_usd >= 0),
  outcome text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  settled_at timestamptz,
  CONSTRAINT provider_calls_job_fk FOREIGN KEY (organization_id, job_id)
    REFERENCES enrichment_jobs (organization_id, id) ON DELETE SET NULL (job_id),
  CHECK ((status = 'reserved') = (settled_at IS NULL)),
  CHECK ((status = 'reserved') = (outcome IS NULL)),
  CHECK (job_id IS NOT NULL OR (response IS NULL AND input_hash IS NULL))
);
COMMENT ON TABLE provider_calls IS 'Calls that cost money: a row before each, and what came of it after';
COMMENT ON COLUMN provider_calls.cost_micro_usd IS 'What it may cost at most while reserved, what it did cost after';
COMMENT ON COLUMN provider_calls.response IS 'Personal data: gone once the job has ended, and with the contact';
CREATE INDEX provider_calls_job_idx ON provider_calls (organization_id, job_id);
CREATE INDEX provider_calls_month_idx ON provider_calls (organization_id, created_at);
CREATE INDEX provider_calls_provider_idx ON provider_calls (provider, created_at);
`;

/**
 * Erasing a contact erases its jobs, and the foreign key takes the job from its calls: at that moment the row loses what
 * is personal too, in the same transaction, whoever erases. What the call cost stays.
 */
const erasure = `
CREATE FUNCTION forget_provider_response() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.response := NULL;
  NEW.input_hash := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER provider_calls_erasure BEFORE UPDATE ON provider_calls
  FOR EACH ROW WHEN (NEW.job_id IS NULL) EXECUTE FUNCTION forget_provider_response();
`;

/** The ledger of calls to providers that cost money. */
export class ProviderCalls1763900000000 implements MigrationInterface {
  readonly name = 'ProviderCalls1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(table);
    await runner.query(erasure);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE provider_calls; DROP FUNCTION forget_provider_response;');
  }
}
