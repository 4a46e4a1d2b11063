// Holds what is generated or mirrored against the code it comes from: openapi.json against the controllers, the
// entities against the migrations. With --write, writes openapi.json instead of comparing it.
import 'reflect-metadata';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, loadConfig, migrate } from '#platform';
import { DataSource } from 'typeorm';
import { createApi } from '../../apps/api/create-api.ts';
import { createDocument } from '../../apps/api/openapi.ts';
import { ensureDatabase } from '../local/database.ts';
import { startCluster } from '../local/embedded-postgres.ts';
import { schemaDrift } from './schema-drift.ts';

const FILE = 'openapi.json';

async function inspect(databaseUrl: string): Promise<{ document: string; drift: string[] }> {
  await migrate(databaseUrl);
  const config = loadConfig({ DATABASE_URL: databaseUrl, API_KEY_SECRET: 'x'.repeat(32) });
  const app = await createApi(config, createLogger('verify', 'warn'));
  try {
    await app.init();
    const document = `${JSON.stringify(createDocument(app), null, 2)}\n`;
    return { document, drift: await schemaDrift(app.get(DataSource)) };
  } finally {
    await app.close();
  }
}

async function main(): Promise<string[]> {
  const dir = await mkdtemp(join(tmpdir(), 'contacts-verify-'));
  const cluster = await startCluster({ dir, throwaway: true, settings: { fsync: 'off' } });
  try {
    await ensureDatabase(cluster.url('postgres'), 'verify');
    const { document, drift } = await inspect(cluster.url('verify'));
    if (process.argv.includes('--write')) {
      await writeFile(FILE, document);
      return drift;
    }
    const committed = await readFile(FILE, 'utf8').catch(() => '');
    return committed === document ? drift : [...drift, `${FILE} is stale: npm run openapi writes it`];
  } finally {
    await cluster.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

const problems = await main();
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exit(problems.length === 0 ? 0 : 1);
