import type { TestDatabase } from '../../support/database.ts';
import { atOnce } from '../at-once.ts';

interface Checksum {
  readonly table: string;
  readonly rows: number;
  readonly hash: string;
}

/** Count and checksum of every table of the product; when a job was handed to the queue is the queue's business. */
export async function checksums(database: TestDatabase): Promise<Checksum[]> {
  const tables = await database.query<{ table: string }>(
    `SELECT tablename AS table FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations' ORDER BY 1`,
  );
  return atOnce(1, tables, async ({ table }) => {
    const [sum] = await database.query<{ rows: number; hash: string }>(
      `SELECT count(*)::int AS rows, coalesce(md5(string_agg(line, E'\\n' ORDER BY line)), '') AS hash
       FROM (SELECT (to_jsonb(r) - 'enqueued_at')::text AS line FROM ${table} r) lines`,
    );
    return { table, ...sum! };
  });
}

export function sameAs(one: Checksum, other: Checksum | undefined): boolean {
  return one.table === other?.table && one.rows === other.rows && one.hash === other.hash;
}
