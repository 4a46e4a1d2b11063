import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Decisions of users on enriched values, and matches that a user has said are of somebody else. */
export class Suggestions1763910000000 implements MigrationInterface {
  readonly name = 'Suggestions1763910000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE enriched_values
        ADD COLUMN decided_by uuid,
        ADD COLUMN decided_at timestamptz,
        ADD CONSTRAINT enriched_values_decider_fk FOREIGN KEY (organization_id, decided_by)
          REFERENCES users (organization_id, id),
        ADD CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
        ADD CHECK (status <> 'rejected' OR decided_by IS NOT NULL);
      COMMENT ON COLUMN enriched_values.decided_by IS 'Who accepted or rejected it; an accepted value is the user''s own';

      CREATE TABLE barred_matches (
        organization_id uuid NOT NULL,
        contact_id uuid NOT NULL,
        source text NOT NULL,
        url text NOT NULL,
        barred_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (contact_id, url),
        CONSTRAINT barred_matches_contact_fk FOREIGN KEY (organization_id, contact_id)
          REFERENCES contacts (organization_id, id) ON DELETE CASCADE,
        CONSTRAINT barred_matches_user_fk FOREIGN KEY (organization_id, barred_by)
          REFERENCES users (organization_id, id)
      );
      COMMENT ON TABLE barred_matches IS 'Documents that are about another person of the same name: nothing more is taken from them';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE barred_matches;
      ALTER TABLE enriched_values DROP COLUMN decided_by, DROP COLUMN decided_at;
    `);
  }
}
