import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The windows in which requests are counted where the queue is in Postgres. */
export class RequestLimits1763980000000 implements MigrationInterface {
  readonly name = 'RequestLimits1763980000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE UNLOGGED TABLE limits.request_windows (
        key varchar(255) PRIMARY KEY,
        points integer NOT NULL DEFAULT 0,
        expire bigint
      ) WITH (fillfactor = 50);
      COMMENT ON TABLE limits.request_windows IS 'As rate-limiter-flexible prescribes it; a row for each key and organization, worth nothing after a crash';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE limits.request_windows');
  }
}
