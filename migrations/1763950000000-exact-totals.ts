import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An index entry must not exceed a third of a page, so the text that search looks through is bounded. Names and email
 * of full length are 456 characters; only what Unicode decomposes into far more than that is cut.
 */
const coveringIndexes = `
DROP INDEX contacts_newest_idx, contacts_company_idx;
-- One command, as each writes the table and its indexes anew.
ALTER TABLE contacts
  ADD COLUMN private_to uuid GENERATED ALWAYS AS (CASE WHEN visibility = 'private' THEN owner_id END) STORED,
  ALTER COLUMN search_text SET EXPRESSION AS (
    left(fold_text(first_name || E'\\n' || coalesce(last_name, '') || E'\\n' || coalesce(email, '')), 620));
COMMENT ON COLUMN contacts.private_to IS 'The one user, besides admins, who may see it; null where all may';
CREATE INDEX contacts_newest_idx ON contacts (organization_id, created_at DESC, id DESC)
  INCLUDE (private_to, search_text);
CREATE INDEX contacts_company_idx ON contacts (organization_id, company_id, created_at DESC, id DESC)
  INCLUDE (private_to);
ALTER INDEX contacts_search_idx SET (gin_pending_list_limit = 512);
ALTER TABLE contacts SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.02);
`;

/**
 * Each total is the sum of its slots. A transaction adds to the slot of its server process, so that concurrent writers
 * seldom wait for each other; and as every transaction sees the slots as of its own snapshot, so it does the total.
 */
const contactCounts = `
CREATE TABLE contact_counts (
  organization_id uuid NOT NULL CONSTRAINT contact_counts_organization_fk REFERENCES organizations (id) ON DELETE CASCADE,
  company_id uuid,
  private_to uuid,
  slot smallint NOT NULL,
  contacts bigint NOT NULL DEFAULT 0,
  private_contacts bigint NOT NULL DEFAULT 0,
  changes bigint NOT NULL DEFAULT extract(epoch FROM clock_timestamp()) * 1000000,
  CONSTRAINT contact_counts_key UNIQUE NULLS NOT DISTINCT (organization_id, company_id, private_to, slot),
  CONSTRAINT contact_counts_company_fk FOREIGN KEY (organization_id, company_id)
    REFERENCES companies (organization_id, id) ON DELETE CASCADE
) WITH (fillfactor = 50);
COMMENT ON TABLE contact_counts IS 'How many contacts there are, in parts to be added up; kept by triggers on contacts';
COMMENT ON COLUMN contact_counts.company_id IS 'Of which company; null for all contacts of the organization';
COMMENT ON COLUMN contact_counts.private_to IS 'Only those private to this user; null for all';
COMMENT ON COLUMN contact_counts.private_contacts IS 'How many of them are private; counted where private_to is null';
COMMENT ON COLUMN contact_counts.changes IS
  'Grows with every change to what lists and searches go by; starts at the time in microseconds, so never again at one it has had';

CREATE FUNCTION add_to_contact_counts(organization_ids uuid[], company_ids uuid[], privates_to uuid[], step int)
  RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO contact_counts AS n (organization_id, company_id, private_to, slot, contacts, private_contacts)
  SELECT c.organization_id, part.company_id, part.private_to, pg_backend_pid() % 16, step * count(*),
    step * count(c.private_to) FILTER (WHERE part.private_to IS NULL)
  FROM unnest(organization_ids, company_ids, privates_to) AS c (organization_id, company_id, private_to)
  CROSS JOIN LATERAL (
    SELECT NULL::uuid AS company_id, NULL::uuid AS private_to
    UNION ALL SELECT c.company_id, NULL WHERE c.company_id IS NOT NULL
    UNION ALL SELECT NULL, c.private_to WHERE c.private_to IS NOT NULL
    UNION ALL SELECT c.company_id, c.private_to WHERE c.company_id IS NOT NULL AND c.private_to IS NOT NULL) part
  GROUP BY 1, 2, 3
  -- In one order, so that no two statements wait for each other.
  ORDER BY 1, 2 NULLS FIRST, 3 NULLS FIRST
  ON CONFLICT (organization_id, company_id, private_to, slot) DO UPDATE SET
    contacts = n.contacts + EXCLUDED.contacts, private_contacts = n.private_contacts + EXCLUDED.private_contacts,
    changes = n.changes + 1;
END $$;

CREATE FUNCTION count_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM contact_counts;
  ELSIF TG_OP = 'UPDATE' THEN
    PERFORM add_to_contact_counts(ARRAY[OLD.organization_id], ARRAY[OLD.company_id], ARRAY[OLD.private_to], -1);
    PERFORM add_to_contact_counts(ARRAY[NEW.organization_id], ARRAY[NEW.company_id], ARRAY[NEW.private_to], 1);
  ELSE
    PERFORM add_to_contact_counts(array_agg(organization_id), array_agg(company_id), array_agg(private_to),
      CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END)
    FROM changed HAVING count(*) > 0;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER contacts_inserted AFTER INSERT ON contacts
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_contacts();
CREATE TRIGGER contacts_deleted AFTER DELETE ON contacts
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_contacts();
CREATE TRIGGER contacts_updated AFTER UPDATE ON contacts FOR EACH ROW
  WHEN ((OLD.organization_id, OLD.company_id, OLD.private_to, OLD.search_text, OLD.created_at)
    IS DISTINCT FROM (NEW.organization_id, NEW.company_id, NEW.private_to, NEW.search_text, NEW.created_at))
  EXECUTE FUNCTION count_contacts();
CREATE TRIGGER contacts_truncated AFTER TRUNCATE ON contacts FOR EACH STATEMENT EXECUTE FUNCTION count_contacts();

SELECT add_to_contact_counts(array_agg(organization_id), array_agg(company_id), array_agg(private_to), 1)
FROM contacts GROUP BY organization_id;
`;

const companyCounts = `
CREATE TABLE company_counts (
  organization_id uuid NOT NULL CONSTRAINT company_counts_organization_fk REFERENCES organizations (id) ON DELETE CASCADE,
  slot smallint NOT NULL,
  companies bigint NOT NULL DEFAULT 0,
  changes bigint NOT NULL DEFAULT extract(epoch FROM clock_timestamp()) * 1000000,
  PRIMARY KEY (organization_id, slot)
) WITH (fillfactor = 50);
COMMENT ON TABLE company_counts IS 'How many companies there are, in parts to be added up; kept by triggers on companies';
COMMENT ON COLUMN company_counts.changes IS 'As that of contact_counts';

CREATE FUNCTION add_to_company_counts(organization_ids uuid[], step int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO company_counts AS n (organization_id, slot, companies)
  SELECT c.organization_id, pg_backend_pid() % 16, step * count(*) FROM unnest(organization_ids) AS c (organization_id)
  GROUP BY 1 ORDER BY 1
  ON CONFLICT (organization_id, slot) DO UPDATE SET
    companies = n.companies + EXCLUDED.companies, changes = n.changes + 1;
END $$;

CREATE FUNCTION count_companies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM company_counts;
  ELSIF TG_OP = 'UPDATE' THEN
    PERFORM add_to_company_counts(ARRAY[OLD.organization_id], -1);
    PERFORM add_to_company_counts(ARRAY[NEW.organization_id], 1);
  ELSE
    PERFORM add_to_company_counts(array_agg(organization_id), CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END)
    FROM changed HAVING count(*) > 0;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER companies_inserted AFTER INSERT ON companies
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_companies();
CREATE TRIGGER companies_deleted AFTER DELETE ON companies
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_companies();
CREATE TRIGGER companies_updated AFTER UPDATE ON companies FOR EACH ROW
  WHEN ((OLD.organization_id, OLD.search_text, OLD.created_at)
    IS DISTINCT FROM (NEW.organization_id, NEW.search_text, NEW.created_at))
  EXECUTE FUNCTION count_companies();
CREATE TRIGGER companies_truncated AFTER TRUNCATE ON companies FOR EACH STATEMENT EXECUTE FUNCTION count_companies();

SELECT add_to_company_counts(array_agg(organization_id), 1) FROM companies GROUP BY organization_id;
`;

/** Totals that are kept instead of counted, and indexes that lists, far pages and searches can be answered from alone. */
export class ExactTotals1763950000000 implements MigrationInterface {
  readonly name = 'ExactTotals1763950000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [coveringIndexes, contactCounts, companyCounts]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER contacts_inserted ON contacts;
      DROP TRIGGER contacts_deleted ON contacts;
      DROP TRIGGER contacts_updated ON contacts;
      DROP TRIGGER contacts_truncated ON contacts;
      DROP TRIGGER companies_inserted ON companies;
      DROP TRIGGER companies_deleted ON companies;
      DROP TRIGGER companies_updated ON companies;
      DROP TRIGGER companies_truncated ON companies;
      DROP FUNCTION count_contacts, count_companies, add_to_contact_counts, add_to_company_counts;
      DROP TABLE contact_counts, company_counts;
      DROP INDEX contacts_newest_idx, contacts_company_idx;
      ALTER TABLE contacts DROP COLUMN private_to;
      ALTER TABLE contacts ALTER COLUMN search_text SET EXPRESSION AS (
        fold_text(first_name || E'\\n' || coalesce(last_name, '') || E'\\n' || coalesce(email, '')));
      CREATE INDEX contacts_newest_idx ON contacts (organization_id, created_at DESC, id DESC);
      CREATE INDEX contacts_company_idx ON contacts (organization_id, company_id, created_at DESC, id DESC);
      ALTER INDEX contacts_search_idx RESET (gin_pending_list_limit);
      ALTER TABLE contacts RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor,
        autovacuum_analyze_scale_factor);
    `);
  }
}
