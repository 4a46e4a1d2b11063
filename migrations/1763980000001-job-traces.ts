import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What trace a job belongs to. */
export class JobTraces1763980000001 implements MigrationInterface {
  readonly name = 'JobTraces1763980000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE enrichment_jobs ADD COLUMN traceparent text;
      COMMENT ON COLUMN enrichment_jobs.traceparent IS 'W3C trace context of the request for it, while requests are traced';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE enrichment_jobs DROP COLUMN traceparent');
  }
}
