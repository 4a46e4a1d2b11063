import { migrate } from '#platform';
import pg from 'pg';
import { COMMON_WORD, organizationsOf, RARE_WORD, type DatasetSize, type HalfMatches } from './dataset.ts';
import * as sql from './generator-sql.ts';
import { COMPANY_WORDS, SCRIPTS } from './vocabulary.ts';

const BATCH = 50_000;
/** Contacts that are looked at to find letters that half of them have. */
const SAMPLE = 20_000;

/**
 * Migrates an empty database and fills it with the data set of a size.
 * @param say told what is being done
 * @returns searches that match about half of it
 */
export async function generate(
  databaseUrl: string,
  size: DatasetSize,
  say: (line: string) => void,
): Promise<HalfMatches> {
  await migrate(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'generator' });
  await client.connect();
  try {
    await client.query(`SET synchronous_commit = off; SET maintenance_work_mem = '256MB'; SET work_mem = '64MB'`);
    await prepare(client, size);
    const restoreIndexes = await withoutSecondaryIndexes(client);
    await fill(client, size, say);
    // VACUUM marks a page all-visible, as index-only scans need it, once the commits of its rows are on the disk.
    await client.query('SET synchronous_commit = on');
    say('Building indexes');
    await restoreIndexes();
    say('Vacuuming');
    await client.query('VACUUM (ANALYZE)');
    return await halfMatches(client);
  } finally {
    await client.end();
  }
}

async function prepare(client: pg.Client, size: DatasetSize): Promise<void> {
  const { first, second, industries } = COMPANY_WORDS;
  await client.query(sql.FUNCTIONS);
  await create(client, sql.SHAPE, JSON.stringify(organizationsOf(size)));
  await create(client, sql.SCRIPT_TABLE, JSON.stringify(SCRIPTS));
  await create(client, sql.COMPANY_TABLE, first, second, industries);
  for (const statement of [sql.LAYOUT, sql.LAYOUT_KEY, 'ANALYZE company, layout, shape, script']) {
    await client.query(statement);
  }
}

/** CREATE TABLE AS takes no parameters, so they go in as literals. */
async function create(client: pg.Client, statement: string, ...values: (string | readonly string[])[]): Promise<void> {
  const literal = (value: string | readonly string[]): string =>
    typeof value === 'string'
      ? pg.escapeLiteral(value)
      : `ARRAY[${value.map((each) => pg.escapeLiteral(each)).join()}]`;
  await client.query(statement.replace(/\$(\d)/g, (_, n: string) => literal(values[Number(n) - 1] ?? '')));
}

async function fill(client: pg.Client, { contacts }: DatasetSize, say: (line: string) => void): Promise<void> {
  for (const statement of [sql.ORGANIZATIONS, sql.USERS, sql.COMPANIES]) await client.query(statement);
  for (let from = 1; from <= contacts; from += BATCH) {
    const upTo = Math.min(from + BATCH - 1, contacts);
    await client.query(sql.CONTACTS, [from, upTo, contacts, COMMON_WORD, RARE_WORD]);
    say(`${upTo} of ${contacts} contacts`);
  }
  await client.query(sql.PROFILES);
}

/**
 * Drops the indexes of the big tables that no constraint needs: built at the end they are smaller and sooner done.
 * @returns builds them again, from their own definitions
 */
async function withoutSecondaryIndexes(client: pg.Client): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
     WHERE indrelid IN ('contacts'::regclass, 'companies'::regclass)
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  return async () => {
    for (const { definition } of rows) await client.query(definition);
  };
}

/** The letter, and the pair of letters, whose share of the big organization's contacts is nearest to a half. */
async function halfMatches(client: pg.Client): Promise<HalfMatches> {
  const nearest = async (length: number): Promise<string> => {
    const { rows } = await client.query<{ gram: string }>(
      `WITH sample AS (SELECT search_text AS t FROM contacts
         WHERE organization_id = (SELECT id FROM shape WHERE n = 1) ORDER BY md5(id::text) LIMIT ${SAMPLE})
       SELECT gram FROM sample, LATERAL (
         SELECT DISTINCT substr(t, at, ${length}) AS gram FROM generate_series(1, length(t) - ${length - 1}) at) grams
       WHERE gram ~ '^[a-z]+$' GROUP BY gram ORDER BY abs(count(*) - ${SAMPLE / 2}), gram LIMIT 1`,
    );
    return rows[0]?.gram ?? 'a';
  };
  return { oneLetter: await nearest(1), twoLetters: await nearest(2) };
}
