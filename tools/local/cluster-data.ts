import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterHome } from './cluster-home.ts';
import { keepOwner } from './log-file.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import type { ServerAccount } from './server-account.ts';
import { StartError } from './start-error.ts';

/** What it takes to connect, remembered between starts. */
export interface ClusterAccess {
  password: string;
  port: number;
}

/** Text sorts and changes case alike on every machine, whatever locales are installed there. */
const INITDB_OPTIONS = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--text-search-config=english',
];

/** pg_trgm asks the system, not the built-in locale, what a letter is: with plain C it would skip every ø and Я. */
const CHARACTER_TYPES = ['C.UTF-8', 'en_US.UTF-8', 'C'];

const accessFile = (home: string) => join(home, 'access.json');

/** @returns undefined if the folder holds no cluster yet */
export function readAccess(home: string): ClusterAccess | undefined {
  const file = accessFile(home);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ClusterAccess) : undefined;
}

/** Remembers it where only the clone's user can read it. */
export function saveAccess(home: string, access: ClusterAccess): void {
  writeFileSync(accessFile(home), JSON.stringify(access), { mode: 0o600 });
  keepOwner(accessFile(home));
}

/** The connection string of a database of the cluster. */
export function databaseUrl({ password, port }: ClusterAccess, database: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/**
 * Creates the cluster's data unless there is some.
 * @throws StartError if what is there belongs to another version
 */
export async function ensureInitialized(home: ClusterHome, binaries: PostgresBinaries): Promise<ClusterAccess> {
  const versionFile = join(home.dataDir, 'PG_VERSION');
  if (!existsSync(versionFile)) return initialize(home, binaries);
  const version = readFileSync(versionFile, 'utf8').trim();
  if (version !== binaries.major) {
    throw new StartError(
      `${home.path} holds data of PostgreSQL ${version}, but ${binaries.major} is installed now. Move it with ` +
        `pg_dump and psql of version ${version}, or choose an empty DATA_DIR.`,
    );
  }
  const access = readAccess(home.path);
  if (access === undefined) throw new StartError(`${accessFile(home.path)}, with the database's password, is missing.`);
  return access;
}

/** Works in another folder and renames it, so that a start that was broken off leaves no half-made cluster. */
async function initialize(home: ClusterHome, { initdb }: PostgresBinaries): Promise<ClusterAccess> {
  const access = { password: randomBytes(24).toString('hex'), port: 0 };
  const unfinished = `${home.dataDir}.new`;
  const passwordFile = join(home.path, 'password.new');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await rm(passwordFile, { force: true });
  writeFileSync(passwordFile, access.password, { mode: 0o600 });
  if (home.account !== undefined) {
    for (const path of [unfinished, passwordFile]) chownSync(path, home.account.uid, home.account.gid);
  }
  try {
    const options = [`--pgdata=${unfinished}`, `--pwfile=${passwordFile}`, ...INITDB_OPTIONS];
    runInitdb(initdb, options, home.account);
  } finally {
    await rm(passwordFile);
  }
  saveAccess(home.path, access);
  await rename(unfinished, home.dataDir);
  return access;
}

function runInitdb(initdb: string, options: string[], account: ServerAccount | undefined): void {
  let reason = '';
  for (const characterType of CHARACTER_TYPES) {
    const args = [...options, `--lc-ctype=${characterType}`];
    const { error, status, stderr } = spawnSync(initdb, args, { ...account, cwd: '/', encoding: 'utf8' });
    if (status === 0) return;
    reason = error?.message ?? stderr.trim();
    if (!reason.includes('invalid locale name')) break;
  }
  throw new StartError(`The database could not be created: ${reason}`);
}
