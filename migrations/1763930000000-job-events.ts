import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = `
CREATE TABLE enrichment_job_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  organization_id uuid NOT NULL,
  job_id text NOT NULL,
  type text NOT NULL CHECK (type IN ('status', 'source')),
  data jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT enrichment_job_events_job_fk FOREIGN KEY (organization_id, job_id)
    REFERENCES enrichment_jobs (organization_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE enrichment_job_events IS
  'What happened to a job. Written under the lock of the job''s row, so that within a job ids are in the order of commits';
CREATE INDEX enrichment_job_events_job_idx ON enrichment_job_events (job_id, id);
CREATE INDEX enrichment_job_events_purge_idx ON enrichment_job_events (created_at)
  WHERE type = 'source' OR data ->> 'status' IN ('queued', 'running');
COMMENT ON INDEX enrichment_job_events_purge_idx IS 'Those that go some time after the job has ended: all but its end';
`;

/** Whatever path changes a job, its event is written with the change or not at all. */
const statusEvents = `
CREATE FUNCTION job_status_data(status text, attempts int, error_code text, error text) RETURNS jsonb
  LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_build_object('status', status, 'attempts', attempts, 'error',
    CASE WHEN error_code IS NOT NULL THEN jsonb_build_object('code', error_code, 'message', coalesce(error, '')) END)
$$;

CREATE FUNCTION record_job_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO enrichment_job_events (organization_id, job_id, type, data) VALUES
    (NEW.organization_id, NEW.id, 'status', job_status_data(NEW.status, NEW.attempts, NEW.error_code, NEW.error));
  RETURN NULL;
END $$;
CREATE TRIGGER enrichment_jobs_requested AFTER INSERT ON enrichment_jobs
  FOR EACH ROW EXECUTE FUNCTION record_job_status();
CREATE TRIGGER enrichment_jobs_changed AFTER UPDATE OF status, attempts ON enrichment_jobs
  FOR EACH ROW WHEN (OLD.status <> NEW.status OR OLD.attempts <> NEW.attempts) EXECUTE FUNCTION record_job_status();
`;

/** Jobs from before have no history, but every job has the status it is in. */
const present = `
INSERT INTO enrichment_job_events (organization_id, job_id, type, data, created_at)
SELECT organization_id, id, 'status', job_status_data(status, attempts, error_code, error),
  coalesce(finished_at, started_at, created_at)
FROM enrichment_jobs ORDER BY created_at;
`;

/** What happens to each job, for those who follow its progress. */
export class JobEvents1763930000000 implements MigrationInterface {
  readonly name = 'JobEvents1763930000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [table, statusEvents, present]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER enrichment_jobs_requested ON enrichment_jobs;
      DROP TRIGGER enrichment_jobs_changed ON enrichment_jobs;
      DROP FUNCTION record_job_status, job_status_data;
      DROP TABLE enrichment_job_events;
    `);
  }
}
