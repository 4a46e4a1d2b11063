import type { TestDatabase } from '../../support/database.ts';
import { atOnce } from '../at-once.ts';

interface Checksum {
  readonly table: string;
  readonly rows: number;
  readonly hash: string;
}

/** Count and checksum of every table of the product; when a job was handed to the queue is the queue's business. */
export async function checksums(database: TestDatabase): Promise<Checksum[]> {
  const tables = await database.query<{ table: string; columns: string }>(
    `SELECT tablename AS table, string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) AS columns
     FROM pg_tables JOIN information_schema.columns ON table_schema = schemaname AND table_name = tablename
     WHERE schemaname = 'public' AND tablename <> 'migrations' AND column_name <> 'enqueued_at' GROUP BY 1 ORDER BY 1`,
  );
  return atOnce(1, tables, async ({ table, columns }) => {
    const [sum] = await database.query<{ rows: number; hash: string }>(
      `SELECT count(*)::int AS rows, coalesce(md5(string_agg(line, E'\\n' ORDER BY line)), '') AS hash
       FROM (SELECT row(${columns})::text AS line FROM ${table}) lines`,
    );
    return { table, ...sum! };
  });
}

export function sameAs(one: Checksum, other: Checksum | undefined): boolean {
  return one.table === other?.table && one.rows === other.rows && one.hash === other.hash;
}
