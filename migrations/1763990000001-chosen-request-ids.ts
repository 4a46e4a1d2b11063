import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For erasing: finds the events that have a request id which a caller chose. The api's own, UUIDs, are not in it. */
export class ChosenRequestIds1763990000001 implements MigrationInterface {
  readonly name = 'ChosenRequestIds1763990000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX audit_events_chosen_idx ON audit_events (organization_id, request_id)
        WHERE request_id !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
      COMMENT ON COLUMN audit_events.request_id IS
        'Callers may choose it; one that was chosen goes everywhere when a subject of its requests is erased';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX audit_events_chosen_idx;
      COMMENT ON COLUMN audit_events.request_id IS
        'Callers may choose it; one that was chosen goes when the subject is erased';
    `);
  }
}
