import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { StartError } from './start-error.ts';

/** The system account that Postgres runs as where this process's own will not do. */
export interface ServerAccount {
  uid: number;
  gid: number;
}

/**
 * The account for a server with the given data. Postgres refuses to run as root, so root needs another one: the owner
 * of the data if it exists already, else the system's `postgres`, which is created if it is missing.
 * @returns undefined for an ordinary user, who runs it as himself
 */
export function serverAccount(dataDir: string): ServerAccount | undefined {
  if (process.platform === 'win32') throw new StartError('The embedded database needs Linux or macOS (or WSL).');
  if (process.getuid?.() !== 0) return undefined;
  const data = statSync(dataDir, { throwIfNoEntry: false });
  if (data !== undefined && data.uid !== 0) return { uid: data.uid, gid: data.gid };
  return systemAccount() ?? createSystemAccount();
}

function systemAccount(): ServerAccount | undefined {
  const [uid, gid] = ['-u', '-g'].map((option) => spawnSync('id', [option, 'postgres'], { encoding: 'utf8' }).stdout);
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

function createSystemAccount(): ServerAccount {
  const options = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin'];
  const { error, stderr } = spawnSync('useradd', [...options, 'postgres'], { encoding: 'utf8' });
  const account = systemAccount();
  if (account !== undefined) return account;
  const reason = error?.message ?? stderr.trim();
  throw new StartError(
    `Postgres does not run as root, and the user "postgres" could not be created (${reason}). ` +
      'Start as another user, or set DATABASE_URL.',
  );
}

/** Whether the account can enter the folder. Asked of the kernel: parents' modes and access lists count too. */
export function canEnter(account: ServerAccount | undefined, folder: string): boolean {
  if (account === undefined) return true;
  const { error, status } = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/' });
  if (error === undefined) return status === 0;
  throw new StartError(`Postgres does not run as root, and root may not act as another user here (${error.message}).`);
}
