/**
 * SQL of `co`, the organization's (`$1`) company of the name `$2`, ignoring letter case and spacing; made with the id `$3`
 * if there is none. It is empty where another transaction has just made one: the insert has waited for that, but only the
 * next statement sees it.
 */
export const COMPANY_OF_NAME = `
  named AS (
    SELECT id, name, industry, website FROM companies WHERE organization_id = $1 AND name_key = fold_name($2)),
  made AS (
    INSERT INTO companies (id, organization_id, name) SELECT $3, $1, $2 WHERE NOT EXISTS (SELECT FROM named)
    ON CONFLICT ON CONSTRAINT companies_name_key DO NOTHING RETURNING id, name, industry, website),
  co AS (SELECT * FROM named UNION ALL SELECT * FROM made)`;
