import { open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { tablesOf, type Table } from './tables.ts';

/** Rows that are fetched at a time: few, as they may be large. */
const BATCH = 50;
/** Characters after which they are handed on. */
const CHUNK = 65_536;

/** Of the files that are written; those of format 1 had JSON's null as no value. */
export const FORMAT = 2;

/** The first line of a backup. */
export interface BackupHeader {
  readonly format: number;
  /** The schema that the rows are of: its migrations, in order. */
  readonly migrations: readonly string[];
}

/**
 * Writes all rows of the product's tables to a file, as of one moment; writers are not kept waiting. The file is gzipped
 * text: a header, each table's name and columns followed by its rows, one JSON object a line as PostgreSQL writes it, and
 * an end that tells how many rows there were. What is not in it: the schema, which the migrations make, the queue,
 * which the workers' sweep fills again, and the counters of rate limits.
 * The file is written beside its place and put there once it is whole, so that a dump that fails leaves the one before.
 * @returns how many rows were written
 * @throws Error of the database or the file system
 */
export async function dump(databaseUrl: string, file: string): Promise<number> {
  const part = `${file}.part`;
  // Of a dump that was killed.
  await rm(part, { force: true });
  // It holds personal data: nobody else's to read.
  const output = await open(part, 'wx', 0o600);
  try {
    const rows = await write(databaseUrl, output);
    await output.sync();
    await output.close();
    await rename(part, file);
    return rows;
  } catch (error) {
    await output.close();
    await rm(part, { force: true });
    throw error;
  }
}

async function write(databaseUrl: string, output: FileHandle): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'backup' });
  // The statement that runs, or the next, says so.
  client.on('error', () => undefined);
  const count = { rows: 0 };
  try {
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await pipeline(Readable.from(lines(client, count)), createGzip(), (zipped) => writeFile(output, zipped));
  } finally {
    await client.end();
  }
  return count.rows;
}

async function* lines(client: pg.Client, count: { rows: number }): AsyncGenerator<string> {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
  const header: BackupHeader = { format: FORMAT, migrations: rows.map(({ name }) => name) };
  yield `${JSON.stringify(header)}\n`;
  for (const table of await tablesOf(client)) yield* tableLines(client, table, count);
  yield `E ${count.rows}\n`;
}

async function* tableLines(client: pg.Client, table: Table, count: { rows: number }): AsyncGenerator<string> {
  yield `T ${JSON.stringify(table)}\n`;
  const columns = table.columns.map((column) => {
    const name = pg.escapeIdentifier(column);
    return table.json.includes(column) ? `${name}::text AS ${name}` : name;
  });
  await client.query(
    `DECLARE backup_rows CURSOR FOR SELECT to_jsonb(r)::text AS row FROM (SELECT ${columns.join(', ')} FROM ${pg.escapeIdentifier(table.name)}) r`,
  );
  let text = '';
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`FETCH ${BATCH} FROM backup_rows`);
    if (rows.length === 0) break;
    count.rows += rows.length;
    for (const { row } of rows) {
      text += `R ${row}\n`;
      if (text.length < CHUNK) continue;
      yield text;
      text = '';
    }
  }
  yield text;
  await client.query('CLOSE backup_rows');
}
