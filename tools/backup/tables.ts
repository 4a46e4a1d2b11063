import type { Client } from 'pg';

/** A table, and those of its columns that are not worked out from others. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /**
   * Those of them that hold JSON. A backup has their values as text, since JSON's null, which is a value, could not be told
   * from no value otherwise.
   */
  readonly json: readonly string[];
}

interface Row extends Table {
  readonly refers: readonly string[];
}

/** The product's tables, each after those that its rows refer to; the list of migrations is none of them. */
export async function tablesOf(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Row>(
    `SELECT c.relname AS name,
       ARRAY(SELECT attname::text FROM pg_attribute
             WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum) AS columns,
       ARRAY(SELECT attname::text FROM pg_attribute
             WHERE attrelid = c.oid AND atttypid IN ('json'::regtype, 'jsonb'::regtype) AND attgenerated = '') AS json,
       ARRAY(SELECT DISTINCT f.relname::text FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid
             WHERE k.conrelid = c.oid AND k.contype = 'f' AND f.oid <> c.oid) AS refers
     FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'migrations' ORDER BY 1`,
  );
  const sorted: Table[] = [];
  let left = rows;
  while (left.length > 0) {
    const waiting = new Set(left.map(({ name }) => name));
    const next = left.filter(({ refers }) => !refers.some((name) => waiting.has(name)));
    if (next.length === 0) throw new Error(`tables refer to each other in a circle: ${[...waiting].join(', ')}`);
    sorted.push(...next.map(({ name, columns, json }) => ({ name, columns, json })));
    left = left.filter((table) => !next.includes(table));
  }
  return sorted;
}
