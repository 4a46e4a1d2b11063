/**
 * The data set as statements. All chance comes from hashes of row numbers, so the same size gives the same rows. They
 * know the product's tables and leave triggers on: whatever the schema derives from rows is derived.
 */

/** `share`: evenly in [0, 1); `rank`: 1 to n, k with weight 1/k (Zipf); `id_at`: a UUID of version 7 for a moment. */
export const FUNCTIONS = `
CREATE FUNCTION pg_temp.share(n bigint, salt int) RETURNS float8 LANGUAGE sql IMMUTABLE AS
  $$ SELECT (hashint8extended(n, salt) & 9007199254740991)::float8 / 9007199254740992 $$;
CREATE FUNCTION pg_temp.rank(n bigint, salt int, size int) RETURNS int LANGUAGE sql IMMUTABLE AS
  $$ SELECT least(floor(power(size + 1, pg_temp.share(n, salt)))::int, size) $$;
CREATE FUNCTION pg_temp.id_at(moment timestamptz, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
  $$ SELECT (lpad(to_hex(floor(extract(epoch FROM moment) * 1000)::bigint), 12, '0')
       || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid $$;
CREATE FUNCTION pg_temp.id_of(kind text, organization int, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
  $$ SELECT md5(kind || '/' || organization || '/' || n)::uuid $$;
`;

/** $1: organizations, as JSON. */
export const SHAPE = `
CREATE TEMP TABLE shape AS
  SELECT o.*, pg_temp.id_of('organization', n, 0) AS id
  FROM json_to_recordset($1) AS o (n int, name text, contacts int, companies int, users int)`;

/** $1: scripts, as JSON. */
export const SCRIPT_TABLE = `
CREATE TEMP TABLE script AS
  SELECT s.*, sum(share) OVER w - share AS lower, sum(share) OVER w AS upper
  FROM json_to_recordset($1) AS s (share float8, first text[], "firstAscii" text[], last text[], "lastAscii" text[])
  WINDOW w AS (ORDER BY share DESC, first)`;

export const ORGANIZATIONS = `INSERT INTO organizations (id, name) SELECT id, name FROM shape`;

export const USERS = `
INSERT INTO users (id, organization_id, email, first_name, role)
  SELECT pg_temp.id_of('user', n, u), id, format('user%s@org%s.example', u, n), 'User ' || u,
    CASE u WHEN 0 THEN 'admin' ELSE 'member' END
  FROM shape, generate_series(0, users - 1) u`;

/** $1: first words, $2: second words, $3: industries. */
export const COMPANY_TABLE = `
CREATE TEMP TABLE company AS
  SELECT n AS organization, c, id AS organization_id, pg_temp.id_of('company', n, c) AS id,
    format('%s %s %s', word1, word2, c) AS name, lower(word1 || word2) || c || '.example' AS domain,
    ($3::text[])[pg_temp.rank(key, 12, cardinality($3::text[]))] AS industry
  FROM (SELECT n, id, c, n * 100000 + c AS key,
      ($1::text[])[pg_temp.rank(n * 100000 + c, 10, cardinality($1::text[]))] AS word1,
      ($2::text[])[pg_temp.rank(n * 100000 + c, 11, cardinality($2::text[]))] AS word2
    FROM shape, generate_series(0, companies - 1) c) drawn`;

export const COMPANIES = `
INSERT INTO companies (id, organization_id, name, website, industry, created_at, updated_at)
  SELECT id, organization_id, name, CASE WHEN c % 3 > 0 THEN 'https://' || domain END, industry, moment, moment
  FROM (SELECT *, timestamptz '2022-12-01Z' + c * interval '1 hour' + organization * interval '1 minute' AS moment
    FROM company) dated
  ORDER BY moment`;

/** One row for each contact to be: `i` is its physical place, at which organizations follow each other by chance. */
export const LAYOUT = `
CREATE TEMP TABLE layout AS
  SELECT row_number() OVER (ORDER BY hashint8extended(k::bigint * 1000 + n, 1)) AS i, n AS organization, k
  FROM shape, generate_series(0, contacts - 1) k`;
export const LAYOUT_KEY = `CREATE UNIQUE INDEX ON layout (i)`;

/**
 * Contacts $1 to $2 of $3, in the order of their creation but for some that were imported with an older date. $4 is the
 * common last name, $5 the rare one. The first contacts of an organization are its users themselves.
 */
export const CONTACTS = `
INSERT INTO contacts (id, organization_id, owner_id, company_id, email, first_name, last_name, phone_number, address,
    is_connector, visibility, created_at, updated_at)
  SELECT pg_temp.id_at(created, i), id, pg_temp.id_of('user', organization, floor(users * power(pg_temp.share(i, 30), 2))::int),
    company_id,
    CASE WHEN k < users THEN format('user%s@org%s.example', k, organization)
      WHEN pg_temp.share(i, 31) > 0.01 THEN format('%s.%s%s@%s', first_ascii, last_ascii, k,
        coalesce(domain, 'mail' || pg_temp.rank(i, 32, 40) || '.example')) END,
    first_name, last_name,
    CASE WHEN pg_temp.share(i, 33) < 0.6 THEN format('+44 1632 96%s', lpad(floor(pg_temp.share(i, 34) * 10000)::text, 4, '0')) END,
    CASE WHEN pg_temp.share(i, 35) < 0.4 THEN format('%s Market Street, Leeds LS%s 4AP, United Kingdom',
      1 + floor(pg_temp.share(i, 36) * 200), 1 + floor(pg_temp.share(i, 37) * 20)) END,
    pg_temp.share(i, 38) < 0.05, CASE WHEN pg_temp.share(i, 39) < 0.1 THEN 'private' ELSE 'organization' END,
    created, created + CASE WHEN pg_temp.share(i, 40) < 0.3 THEN pg_temp.share(i, 41) * interval '90 days' ELSE interval '0' END
  FROM (
    SELECT l.i, l.k, l.organization, o.id, o.users, c.id AS company_id, c.domain,
      s.first[f] AS first_name, s."firstAscii"[f] AS first_ascii,
      coalesce(word, s.last[r]) AS last_name, coalesce(lower(word), s."lastAscii"[r]) AS last_ascii,
      timestamptz '2023-01-01Z' + (l.i::float8 / $3) * interval '1000 days' + pg_temp.share(l.i, 20) * interval '20 hours'
        - CASE WHEN pg_temp.share(l.i, 21) < 0.05 THEN pg_temp.share(l.i, 22) * interval '200 days' ELSE interval '0' END AS created
    FROM layout l
    JOIN shape o ON o.n = l.organization
    JOIN script s ON pg_temp.share(l.i, 23) >= s.lower AND pg_temp.share(l.i, 23) < s.upper
    CROSS JOIN LATERAL (SELECT pg_temp.rank(l.i, 24, cardinality(s.first)) AS f,
      pg_temp.rank(l.i, 25, cardinality(s.last)) AS r,
      CASE WHEN l.organization <= 2 AND l.k IN (100, 300, 700, 2000, 20000) THEN $5
        WHEN l.k % 50 < 3 THEN $4 END AS word) drawn
    LEFT JOIN company c ON c.organization = l.organization AND pg_temp.share(l.i, 26) < 0.85
      AND c.c = floor(o.companies * power(pg_temp.share(l.i, 27), 3))::int
    WHERE l.i BETWEEN $1 AND $2) drawn
  ORDER BY i`;

/** What enrichment found on every 50th contact. In one statement, since a value without evidence is refused. */
export const PROFILES = `
WITH found AS (
  SELECT pg_temp.id_of(field, 0, row_number() OVER (ORDER BY c.id)) AS id, c.organization_id, c.id AS contact_id,
    field, value, c.created_at
  FROM contacts c, (VALUES ('jobTitle', 'Head of Sales'), ('seniority', 'head'), ('locationText', 'Leeds, England'))
    AS v (field, value)
  WHERE pg_temp.share(('x' || right(c.id::text, 8))::bit(32)::bigint, 50) < 0.02),
stored AS (
  INSERT INTO enriched_values (id, organization_id, contact_id, field, value, confidence, status, inputs, created_at)
    SELECT id, organization_id, contact_id, field, to_jsonb(value), 0.85, 'written', '{company}', created_at
    FROM found)
INSERT INTO evidence (id, organization_id, enriched_value_id, source, url, quote, fetched_at, confidence)
  SELECT pg_temp.id_of('evidence', 0, row_number() OVER (ORDER BY id)), organization_id, id, 'company_website',
    'https://people.example/team', value, created_at, 0.85
  FROM found`;
