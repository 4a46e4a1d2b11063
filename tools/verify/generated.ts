// Holds what is generated or mirrored against the code it comes from: openapi.json against what the api serves, the
// entities against the migrations. With --write, writes openapi.json instead of comparing it.
import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccountsModule } from '#accounts';
import { ContactsModule } from '#contacts';
import { EnrichmentModule } from '#enrichment';
import { IdempotencyModule } from '#idempotency';
import { createLogger, loadConfig, migrate, PlatformModule } from '#platform';
import { DataSource } from 'typeorm';
import { ensureDatabase } from '../local/database.ts';
import { startCluster } from '../local/embedded-postgres.ts';
import { schemaDrift } from './schema-drift.ts';

const FILE = 'openapi.json';
const API_KEY_SECRET = 'only-for-this-check-only-for-this-check';

/** JSON with the values of each enum in order: the compiler lists a union's members as it happened to meet them. */
function canonical(document: unknown): string {
  const sorted = (key: string, value: unknown): unknown =>
    key === 'enum' && Array.isArray(value) ? [...(value as unknown[])].sort() : value;
  return `${JSON.stringify(document, sorted, 2)}\n`;
}

/** The document as a running api serves it: the build adds to it what is in the sources only as types and comments. */
async function servedDocument(databaseUrl: string): Promise<string> {
  const env = { ...process.env, DATABASE_URL: databaseUrl, API_KEY_SECRET, PORT: '0', LOG_LEVEL: 'info' };
  const api = spawn(process.execPath, ['dist/apps/api/main.js'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(api, 'exit');
  try {
    for await (const line of createInterface(api.stdout)) {
      const { msg, url } = JSON.parse(line) as { msg: string; url?: string };
      if (msg !== 'listening' || url === undefined) continue;
      return canonical(await (await fetch(`${url}/openapi.json`)).json());
    }
    throw new Error('the api did not start');
  } finally {
    api.kill('SIGTERM');
    await ended;
  }
}

async function driftOf(databaseUrl: string): Promise<string[]> {
  const config = loadConfig({ DATABASE_URL: databaseUrl, API_KEY_SECRET });
  const platform = PlatformModule.forApp('verify', config, createLogger('verify', 'warn'), 'producer');
  class VerifiedModule {}
  Module({ imports: [platform, AccountsModule, ContactsModule, EnrichmentModule, IdempotencyModule] })(VerifiedModule);
  const context = await NestFactory.createApplicationContext(VerifiedModule, { logger: false });
  try {
    return await schemaDrift(context.get(DataSource));
  } finally {
    await context.close();
  }
}

async function inspect(databaseUrl: string): Promise<string[]> {
  await migrate(databaseUrl);
  const [document, drift] = await Promise.all([servedDocument(databaseUrl), driftOf(databaseUrl)]);
  if (process.argv.includes('--write')) {
    await writeFile(FILE, document);
    return drift;
  }
  const committed = await readFile(FILE, 'utf8').catch(() => '');
  return committed === document ? drift : [...drift, `${FILE} is stale: npm run openapi writes it`];
}

const dir = await mkdtemp(join(tmpdir(), 'contacts-verify-'));
const cluster = await startCluster({ dir, throwaway: true, settings: { fsync: 'off' } });
try {
  await ensureDatabase(cluster.url('postgres'), 'verify');
  const problems = await inspect(cluster.url('verify'));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  await cluster.stop();
  await rm(dir, { recursive: true, force: true });
}
