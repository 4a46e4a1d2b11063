import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startCluster, type Cluster } from '../../../tools/local/embedded-postgres.ts';
import type { DatasetSize, HalfMatches } from '../data/dataset.ts';
import { generate } from '../data/generate.ts';

/** The data set in a database of its own, which is thrown away at the end: a run changes rows, the next finds none of it. */
export interface Dataset {
  readonly url: string;
  readonly size: DatasetSize;
  readonly halfMatches: HalfMatches;
  /** Removes the copy and stops the server. */
  close(): Promise<void>;
}

export interface DatasetOptions {
  /** The folder of the cluster that keeps data sets between runs. */
  readonly dir: string;
  readonly size: DatasetSize;
  readonly say: (line: string) => void;
}

/** What the kept database is described by, in its comment. */
interface Label {
  readonly fingerprint: string;
  readonly halfMatches: HalfMatches;
}

/** Vacuuming at a moment of its own choosing would slow whichever side is being measured. */
const SETTINGS = { autovacuum: 'off', max_wal_size: '4GB', checkpoint_timeout: '1h' };
const COPY = 'bench_run';

/**
 * Starts the cluster and copies the data set, which is generated if it is missing, or was made by another version of
 * schema or generator.
 */
export async function openDataset({ dir, size, say }: DatasetOptions): Promise<Dataset> {
  const cluster = await startCluster({ dir, settings: SETTINGS, say });
  try {
    const kept = `contacts_${size.contacts}`;
    const halfMatches = await ensureKept(cluster, kept, size, say);
    const drop = (): Promise<void> => run(cluster, `DROP DATABASE IF EXISTS ${COPY} WITH (FORCE)`);
    await drop();
    await run(cluster, `CREATE DATABASE ${COPY} TEMPLATE ${kept} STRATEGY FILE_COPY`);
    const close = async (): Promise<void> => {
      await drop();
      await cluster.stop();
    };
    return { url: cluster.url(COPY), size, halfMatches, close };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

async function ensureKept(
  cluster: Cluster,
  name: string,
  size: DatasetSize,
  say: (line: string) => void,
): Promise<HalfMatches> {
  const fingerprint = fingerprintOf(size);
  const label = await readLabel(cluster, name);
  if (label?.fingerprint === fingerprint) return label.halfMatches;
  say(`Making ${size.contacts} contacts, once`);
  await run(cluster, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`, `CREATE DATABASE ${name}`);
  const halfMatches = await generate(cluster.url(name), size, say);
  // Last, so that what was broken off is made again.
  await run(
    cluster,
    `COMMENT ON DATABASE ${name} IS ${pg.escapeLiteral(JSON.stringify({ fingerprint, halfMatches }))}`,
  );
  await run(cluster, 'CHECKPOINT');
  return halfMatches;
}

async function readLabel(cluster: Cluster, name: string): Promise<Label | undefined> {
  const client = new pg.Client({ connectionString: cluster.url('postgres') });
  await client.connect();
  try {
    const { rows } = await client.query<{ label: string | null }>(
      `SELECT shobj_description(oid, 'pg_database') AS label FROM pg_database WHERE datname = $1`,
      [name],
    );
    return rows[0]?.label == null ? undefined : (JSON.parse(rows[0].label) as Label);
  } finally {
    await client.end();
  }
}

async function run(cluster: Cluster, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: cluster.url('postgres') });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Changes with the schema, the generator and the size. Contents of the sources, wherever the generator was built. */
function fingerprintOf(size: DatasetSize): string {
  const hash = createHash('sha256').update(JSON.stringify(size));
  for (const folder of ['migrations', 'bench/performance/data']) {
    for (const file of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex');
}
