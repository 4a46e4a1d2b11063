import { open, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { migrate } from '#platform';
import pg from 'pg';
import { FORMAT, type BackupHeader } from './dump.ts';
import { tablesOf, type Table } from './tables.ts';

/** Rows that are inserted by a statement, and the characters that they may have together. */
const BATCH = { rows: 1000, characters: 8_000_000 };

/** A backup cannot be restored; the message says why, and nothing was changed but for the schema. */
export class RestoreError extends Error {}

/**
 * Fills an empty database from a file of `dump`, all of it or nothing. The schema is made first, where it is missing.
 * @returns how many rows were restored
 * @throws RestoreError where the database holds data, or the file is missing, of another schema or incomplete
 */
export async function restore(databaseUrl: string, file: string): Promise<number> {
  const input = await openBackup(file);
  try {
    await migrate(databaseUrl);
    return await fill(databaseUrl, input);
  } finally {
    await input.close();
  }
}

async function openBackup(file: string): Promise<FileHandle> {
  try {
    return await open(file);
  } catch (error) {
    throw new RestoreError(`the backup cannot be read: ${(error as Error).message}`);
  }
}

async function fill(databaseUrl: string, input: FileHandle): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'restore' });
  // The statement that runs, or the next, says so.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN');
    const tables = await tablesOf(client);
    await assertEmpty(client);
    // What triggers would work out is in the backup, too. Foreign keys stay in force.
    await eachTable(client, tables, 'DISABLE TRIGGER USER');
    const rows = await readLines(input, (lines) => load(client, lines));
    // No queue knows them yet, so that the workers' sweep enqueues them at once.
    await client.query(`UPDATE enrichment_jobs SET enqueued_at = NULL WHERE status = 'queued'`);
    await eachTable(client, tables, 'ENABLE TRIGGER USER');
    await client.query(CONTINUE_IDENTITIES);
    await client.query('COMMIT');
    await client.query('ANALYZE');
    return rows;
  } finally {
    await client.end();
  }
}

/** Identity columns go on after the highest that was restored. */
const CONTINUE_IDENTITIES = `
  DO $$ DECLARE identity record; BEGIN
    FOR identity IN SELECT attrelid::regclass AS owner, attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'migrations' AND attidentity <> ''
    LOOP
      EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, %L), coalesce(max(%I), 0) + 1, false) FROM %s',
        identity.owner, identity.attname, identity.attname, identity.owner);
    END LOOP;
  END $$`;

async function assertEmpty(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM organizations LIMIT 1');
  if (rowCount !== 0) throw new RestoreError('the database holds data; restore into an empty one');
}

async function eachTable(client: pg.Client, tables: readonly Table[], action: string): Promise<void> {
  for (const { name } of tables) await client.query(`ALTER TABLE ${pg.escapeIdentifier(name)} ${action}`);
}

/** @throws RestoreError where the file is not gzipped, or not all there; else what `use` throws */
async function readLines<T>(input: FileHandle, use: (lines: AsyncIterable<string>) => Promise<T>): Promise<T> {
  const text = createGunzip().setEncoding('utf8');
  // What goes wrong in it, who reads the text meets.
  const reading = pipeline(input.createReadStream(), text).catch(() => undefined);
  try {
    return await use(linesOf(text));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'Z_BUF_ERROR') throw new RestoreError('the backup is incomplete');
    if (code === 'Z_DATA_ERROR')
      throw new RestoreError(`the file is no backup, or damaged: ${(error as Error).message}`);
    throw error;
  } finally {
    await reading;
  }
}

/** Only "\n" ends a line: what else does so elsewhere, as U+2028, may be in a text. */
async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let begun: string[] = [];
  for await (const chunk of text) {
    const [rest = '', ...next] = chunk.split('\n');
    begun.push(rest);
    for (const start of next) {
      yield begun.join('');
      begun = [start];
    }
  }
  const last = begun.join('');
  if (last !== '') yield last;
}

async function load(client: pg.Client, lines: AsyncIterable<string>): Promise<number> {
  let [restored, end, characters] = [0, -1, 0];
  let table: Table | undefined;
  let batch: string[] = [];
  const flush = async (): Promise<void> => {
    if (table && batch.length > 0) await insert(client, table, batch);
    restored += batch.length;
    [batch, characters] = [[], 0];
  };
  let isFirst = true;
  for await (const line of lines) {
    if (isFirst) await assertSameSchema(client, line);
    isFirst = false;
    if (line.startsWith('R ')) {
      batch.push(line.slice(2));
      characters += line.length;
      if (batch.length >= BATCH.rows || characters >= BATCH.characters) await flush();
    } else {
      await flush();
      if (line.startsWith('T ')) table = JSON.parse(line.slice(2)) as Table;
      if (line.startsWith('E ')) end = Number(line.slice(2));
    }
  }
  if (end !== restored) throw new RestoreError('the backup is incomplete');
  return restored;
}

async function assertSameSchema(client: pg.Client, line: string): Promise<void> {
  const { format, migrations } = headerOf(line);
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
  if (format !== FORMAT)
    throw new RestoreError(`the backup is of format ${format}; restore it with the version that wrote it`);
  if (migrations.join() === rows.map(({ name }) => name).join()) return;
  throw new RestoreError(
    `the backup is of the schema up to ${migrations.at(-1) ?? 'nothing'}; restore it with the version that wrote it, then migrate`,
  );
}

function headerOf(line: string): BackupHeader {
  try {
    return JSON.parse(line) as BackupHeader;
  } catch {
    throw new RestoreError('the file is no backup');
  }
}

async function insert(client: pg.Client, { name, columns, json }: Table, rows: readonly string[]): Promise<void> {
  const [table, list] = [pg.escapeIdentifier(name), columns.map((column) => pg.escapeIdentifier(column)).join(', ')];
  const values = columns.map((column) => {
    const value = pg.escapeIdentifier(column);
    // The text is a JSON string here.
    return json.includes(column) ? `(${value} #>> '{}')::jsonb` : value;
  });
  await client.query(
    `INSERT INTO ${table} (${list}) OVERRIDING SYSTEM VALUE
     SELECT ${values.join(', ')} FROM jsonb_populate_recordset(NULL::${table}, $1)`,
    [`[${rows.join(',')}]`],
  );
}
