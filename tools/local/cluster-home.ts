import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { chmod, mkdir, rm, rmdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { SYSTEM_FOLDER } from './postgres-binaries.ts';
import { canEnter, serverAccount, type ServerAccount } from './server-account.ts';
import { errorCode, StartError } from './start-error.ts';

/** The folder of a cluster, with symbolic links resolved, and the account that owns the data in it. */
export interface ClusterHome {
  path: string;
  dataDir: string;
  account: ServerAccount | undefined;
}

/**
 * Prepares the folder of a cluster. If the server runs under another account that cannot enter `dir` (root's clone in
 * /root), the folder is made elsewhere and `dir` becomes a link to it: so the clone can be moved and keeps its data.
 * @param say told where the folder is if that is not `dir`
 */
export async function clusterHome(dir: string, say: (line: string) => void): Promise<ClusterHome> {
  try {
    await mkdir(dirname(dir), { recursive: true });
    if (isLink(dir)) await settleLink(dir);
    const account = serverAccount(join(dir, 'data'));
    await mkdir(dir, { recursive: true });
    if (account !== undefined) await chmod(dir, 0o711);
    if (!canEnter(account, realpathSync(dir))) await moveOut(dir);
    const path = realpathSync(dir);
    accessSync(path, constants.W_OK);
    if (isLink(dir)) say(`The database's files are in ${path}, since its user cannot enter ${dir}.`);
    return { path, dataDir: join(path, 'data'), account };
  } catch (error) {
    if (errorCode(error) !== 'EACCES' && errorCode(error) !== 'EPERM') throw error;
    throw new StartError(`${dir} belongs to another user. Start as that user, or choose another DATA_DIR.`);
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** A moved clone takes its data along; a copied one starts with none, for two servers cannot share a folder. */
async function settleLink(dir: string): Promise<void> {
  if (!existsSync(dir)) {
    throw new StartError(`The database's files are gone; ${dir} still points to them. Delete it to start afresh.`);
  }
  const note = join(dir, 'belongs-to');
  const owner = existsSync(note) ? readFileSync(note, 'utf8') : resolve(dir);
  if (owner === resolve(dir)) return;
  if (existsSync(owner) && realpathSync(owner) === realpathSync(dir)) await rm(dir);
  else await writeFile(note, resolve(dir));
}

async function moveOut(dir: string): Promise<void> {
  if (readdirSync(dir).length > 0) {
    throw new StartError(`The database's user cannot enter ${dir}. Make its parent folders accessible, or move it.`);
  }
  const home = join(SYSTEM_FOLDER, `cluster-${randomBytes(6).toString('hex')}`);
  await mkdir(home, { recursive: true });
  for (const folder of [SYSTEM_FOLDER, home]) await chmod(folder, 0o711);
  await writeFile(join(home, 'belongs-to'), resolve(dir));
  await rmdir(dir);
  await symlink(home, dir);
}
