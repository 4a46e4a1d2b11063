import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The windows in which calls to providers are counted, and the way to how each source has fared lately. */
export class SourceLimits1763920000000 implements MigrationInterface {
  readonly name = 'SourceLimits1763920000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA limits;
      CREATE UNLOGGED TABLE limits.call_windows (
        key varchar(255) PRIMARY KEY,
        points integer NOT NULL DEFAULT 0,
        expire bigint
      );
      COMMENT ON TABLE limits.call_windows IS 'As rate-limiter-flexible prescribes it; a row for each provider, worth nothing after a crash';
      CREATE INDEX enrichment_source_results_recent_idx ON enrichment_source_results (organization_id, started_at)
        INCLUDE (source, outcome, duration_ms);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX enrichment_source_results_recent_idx; DROP SCHEMA limits CASCADE');
  }
}
