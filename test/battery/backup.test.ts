import { afterAll, beforeAll } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startApp, startStack, startStackOn, type Stack } from '../support/apps.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { atOnce } from './at-once.ts';
import { checksums, sameAs } from './backup/checksums.ts';
import { planted, row, sized, type Finding } from './row.ts';

const CONTACTS = sized({ short: 40, full: 4000 });
const WAITING = sized({ short: 3, full: 40 });
const TEST_MS = 300_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contacts-backup-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the operator's command. @returns its exit code and what it says */
async function backup(
  action: 'dump' | 'restore',
  { url }: TestDatabase,
  file: string,
  env: Record<string, string> = {},
) {
  const settings = { DATABASE_URL: url, API_KEY_SECRET: 'backup-secret-backup-secret-backup-secret', ...env };
  const child = spawn(process.execPath, ['dist/tools/local/backup.js', action, file], {
    env: { PATH: process.env['PATH'], ...settings },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output: output.trim() };
}

/** People with profiles, evidence and jobs that have ended, and jobs that wait. @returns the latter's ids */
async function fill(stack: Stack): Promise<string[]> {
  const client = await stack.client();
  const create = async (_: unknown, at: number): Promise<string> =>
    (await client.createContact({ firstName: `Åda ${at} "\\\u{1F600}`, companyName: `Company ${at % 7}` })).id;
  const enricher = await startApp('enricher', stack.env);
  const done = await atOnce(8, Array(CONTACTS), create);
  await atOnce(8, done.slice(0, 20), (id) => client.enrich(id));
  await client.patch(`/api/contacts/${done[0]!}`, { phoneNumber: '+1 555-123-4567', address: '1 Main St, Leeds' });
  await enricher.stop();
  await makeAwkward(stack.database);
  const left = await atOnce(8, Array(WAITING), create);
  return atOnce(8, left, async (id) => (await client.post(`/api/contacts/${id}/enrich`)).body.data.jobId as string);
}

/** Characters that end a line elsewhere, and JSON's null, which is a value. */
async function makeAwkward(database: TestDatabase): Promise<void> {
  await database.query('UPDATE evidence SET quote = quote || $1', ['\u2028R \u2029\u0085\r\n\\']);
  await database.query(
    `UPDATE enriched_values SET value = 'null' WHERE id = (SELECT min(id::text)::uuid FROM enriched_values)`,
  );
  await database.query(
    `UPDATE enriched_values SET value = '{"a": [null, "\\"\u2028"]}' WHERE id = (SELECT max(id::text)::uuid FROM enriched_values)`,
  );
}

/** Dumps a database, drops it, restores another from the file and goes on with it. @param tamper with what was restored */
async function saveAndRestore(tamper?: (restored: TestDatabase) => Promise<unknown>): Promise<Finding> {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.gz`);
  const stack = await startStack();
  const waiting = await fill(stack);
  const { key } = await stack.client();
  await stack.api.stop();
  const before = await checksums(stack.database);
  const dumped = await backup('dump', stack.database, file);
  await stack.stop();
  const database = await createTestDatabase();
  const restored = await backup('restore', database, file);
  await tamper?.(database);
  const after = await checksums(database);
  const again = await startStackOn(database, { enrichers: 1 });
  const client = again.clientWithKey(key);
  const jobs = await Promise.all(waiting.map((id) => client.waitForJob(id, 120_000).catch(() => ({ status: 'lost' }))));
  const created = await client.post('/api/contacts', { email: 'after@people.example', firstName: 'Ada' });
  await again.stop();
  const resumed = jobs.filter(({ status }) => status === 'succeeded').length;
  const rows = before.reduce((sum, table) => sum + table.rows, 0);
  const faults = [
    ...[dumped, restored].filter(({ code }) => code !== 0).map(({ output }) => output),
    ...before.flatMap((table, at) => (sameAs(table, after[at]) ? [] : [`${table.table} is not what it was`])),
    ...(before.some((table) => table.table === 'evidence' && table.rows > 0) ? [] : ['there was no evidence to save']),
    ...(resumed < WAITING ? [`${WAITING - resumed} of ${WAITING} waiting jobs were not resumed`] : []),
    ...(created.status === 201 ? [] : [`a contact cannot be created afterwards: ${created.status}`]),
  ];
  return { measured: `${rows} rows of ${before.length} tables are the same; ${resumed} waiting jobs resumed`, faults };
}

row('backup', 'dump, drop, restore: every row is there, and waiting jobs are resumed', () => saveAndRestore(), TEST_MS);
planted(
  'backup',
  'a restored row that is another',
  () => saveAndRestore((database) => database.query(`UPDATE evidence SET quote = quote || '.'`)),
  TEST_MS,
);
planted(
  'backup',
  'a restored database whose jobs are gone',
  () => saveAndRestore((database) => database.query(`DELETE FROM enrichment_jobs WHERE status = 'queued'`)),
  TEST_MS,
);

/** Makes dumps of a database fail once they have begun: tables that refer to each other. */
const CIRCLE = `CREATE TABLE circle_a (id int PRIMARY KEY); CREATE TABLE circle_b (id int PRIMARY KEY REFERENCES circle_a);
  ALTER TABLE circle_a ADD FOREIGN KEY (id) REFERENCES circle_b`;

row(
  'backup',
  'a dump that fails leaves the backup before it; one that succeeds is for its owner only',
  async () => {
    const [database, file] = [await createTestDatabase(), join(folder, 'kept.gz')];
    for (const name of [file, `${file}.part`]) await writeFile(name, 'the one before', { mode: 0o644 });
    await database.query(CIRCLE);
    const failed = await backup('dump', database, file);
    const kept = await readFile(file, 'utf8');
    const left = (await readdir(folder)).filter((name) => name.endsWith('.part'));
    await database.query('DROP TABLE circle_a, circle_b CASCADE');
    const done = await backup('dump', database, file);
    const mode = (await stat(file)).mode & 0o777;
    await database.drop();
    const faults = [
      ...(failed.code === 1 ? [] : [`a dump that cannot be made ended with ${failed.code}: ${failed.output}`]),
      ...(kept === 'the one before' ? [] : ['the backup before is gone']),
      ...(left.length === 0 ? [] : [`${left.join()} was left`]),
      ...(done.code === 0 ? [] : [done.output]),
      ...(mode === 0o600 ? [] : [`the file's mode is ${mode.toString(8)}`]),
    ];
    return { measured: `the backup before is kept; mode ${mode.toString(8)}`, faults };
  },
  TEST_MS,
);

row(
  'backup',
  'large rows are dumped and restored with little memory',
  async () => {
    const [from, to, file] = [await createTestDatabase(), await createTestDatabase(), join(folder, 'large.gz')];
    for (const database of [from, to]) await database.query('CREATE TABLE large (id int, content text)');
    await from.query(`INSERT INTO large SELECT id, repeat('x', 300000) FROM generate_series(1, 500) id`);
    const little = { NODE_OPTIONS: '--max-old-space-size=128' };
    const runs = [await backup('dump', from, file, little), await backup('restore', to, file, little)];
    const [before, after] = [await checksums(from), await checksums(to)];
    await Promise.all([from.drop(), to.drop()]);
    const faults = [
      ...runs.filter(({ code }) => code !== 0).map(({ output }) => output),
      ...before.flatMap((table, at) => (sameAs(table, after[at]) ? [] : [`${table.table} is not what it was`])),
    ];
    return { measured: '500 rows of 300 kB in a heap of 128 MB', faults };
  },
  TEST_MS,
);

row(
  'backup',
  'a file that is no backup, or not all of one, is refused in a sentence',
  async () => {
    const [database, whole] = [await createTestDatabase(), join(folder, 'whole.gz')];
    await backup('dump', database, whole);
    const bytes = await readFile(whole);
    const files = {
      missing: undefined,
      text: 'SELECT 1;',
      other: gzipSync('SELECT 1;\n'),
      cut: bytes.subarray(0, -20),
      empty: '',
    };
    const faults: string[] = [];
    for (const [name, content] of Object.entries(files)) {
      const file = join(folder, `${name}.gz`);
      if (content !== undefined) await writeFile(file, content);
      const { code, output } = await backup('restore', database, file);
      if (code !== 1 || !/^backup: (?:the|there is) [^\n]*$/.test(output)) faults.push(`${name}: ${code}, ${output}`);
    }
    await database.drop();
    return { measured: `${Object.keys(files).length} files refused`, faults };
  },
  TEST_MS,
);
