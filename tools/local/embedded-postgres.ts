import { existsSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { databaseUrl, ensureInitialized, readAccess } from './cluster-data.ts';
import { clusterHome } from './cluster-home.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { startServer } from './postgres-server.ts';
import { readPostmaster, runningPostmaster, stopPostmaster } from './postmaster.ts';
import { acquireLock, birthOf, LockHeld } from './process-lock.ts';
import { watchOver } from './watchdog.ts';

export interface ClusterOptions {
  /** The cluster's folder; made if missing. */
  dir: string;
  /** Server settings, over the defaults. */
  settings?: Record<string, string>;
  /** The folder is deleted when the cluster stops, or when this process dies. */
  throwaway?: boolean;
  /** Told what the user should know; nothing by default. */
  say?: (line: string) => void;
}

/** Access to the databases of a running cluster. */
export interface ClusterConnection {
  /** The connection string of one of its databases. */
  readonly url: (database: string) => string;
}

/** A server that this process has started. It ends soon after this process, even if that is killed. */
export interface Cluster extends ClusterConnection {
  readonly pid: number;
  readonly port: number;
  /** Resolves with the reason when the server has ended, whatever the reason is. */
  readonly exited: Promise<string>;
  /** Ends its sessions and stops it; resolves when it is gone. */
  readonly stop: () => Promise<void>;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '', // a socket's path is limited to 107 bytes, a clone's is not
  shared_buffers: '256MB',
  max_connections: '200',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** What the apps get to finish in when the process that started everything was killed. */
const ORPHAN_GRACE_SECONDS = 20;

/**
 * Starts the PostgreSQL that came with npm, on 127.0.0.1 and a port of its own, and creates the cluster if `dir` has
 * none. A server that a killed process left behind is stopped first.
 * @throws StartError if it cannot start, LockHeld if another process has started this cluster
 */
export async function startCluster({ dir, settings, throwaway, say }: ClusterOptions): Promise<Cluster> {
  const home = await clusterHome(resolve(dir), say ?? (() => undefined));
  const release = await acquireLock(join(home.path, 'lock'));
  try {
    const binaries = await postgresBinaries(home.account);
    await clearOrphan(home.dataDir);
    const access = await ensureInitialized(home, binaries);
    const server = await startServer(home, binaries.postgres, access, { ...SETTINGS, ...settings });
    const { pid, port, exited } = server;
    const deleted = throwaway ? [home.path, resolve(dir)] : [];
    const callOff = watchOver(home.dataDir, pid, throwaway ? 0 : ORPHAN_GRACE_SECONDS, deleted);
    const stop = async () => {
      await stopPostmaster(pid, server.isRunning);
      callOff();
      release();
      for (const path of deleted) await rm(path, { recursive: true, force: true });
    };
    return { pid, port, exited, url: (database) => databaseUrl({ ...access, port }, database), stop };
  } catch (error) {
    release();
    throw error;
  }
}

/** The cluster in `dir`, if its server takes connections at this moment, whoever started it. */
export function runningCluster(dir: string): ClusterConnection | undefined {
  if (!existsSync(join(dir, 'data'))) return undefined;
  const home = realpathSync(dir);
  const access = readAccess(home);
  const postmaster = runningPostmaster(join(home, 'data'));
  if (access === undefined || !postmaster?.ready) return undefined;
  return { url: (database) => databaseUrl({ ...access, port: postmaster.port }, database) };
}

/**
 * The cluster in `dir`: the running one, else one that is started for the caller.
 * @returns `close` is to be called at the end; it stops only what has been started here
 * @throws StartError if it cannot start
 */
export async function useCluster(options: ClusterOptions): Promise<ClusterConnection & { close: () => Promise<void> }> {
  for (;;) {
    const running = runningCluster(options.dir);
    if (running !== undefined) return { ...running, close: () => Promise.resolve() };
    try {
      const { url, stop } = await startCluster(options);
      return { url, close: stop };
    } catch (error) {
      if (!(error instanceof LockHeld)) throw error;
      await delay(100); // somebody is just starting it, or stopping it
    }
  }
}

/** Stops a server whose starter is dead, and removes the file of one that is dead itself. */
async function clearOrphan(dataDir: string): Promise<void> {
  const orphan = runningPostmaster(dataDir);
  if (orphan !== undefined) await stopPostmaster(orphan.pid, () => runningPostmaster(dataDir) !== undefined);
  const left = readPostmaster(dataDir);
  // Postgres sees to the file itself, unless its number belongs to another process now.
  if (left !== undefined && birthOf(left.pid) !== undefined) await rm(join(dataDir, 'postmaster.pid'));
}
