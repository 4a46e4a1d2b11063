import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { saveAccess, type ClusterAccess } from './cluster-data.ts';
import type { ClusterHome } from './cluster-home.ts';
import { lastErrors, openLog, readLog, sizeOf } from './log-file.ts';
import { freePort, isPortFree } from './ports.ts';
import { readPostmaster } from './postmaster.ts';
import { StartError } from './start-error.ts';

/** The server as a child process. */
export interface PostgresServer {
  pid: number;
  port: number;
  isRunning: () => boolean;
  /** Resolves with the reason when it has ended. */
  exited: Promise<string>;
}

const ATTEMPTS = 5;
/** Reading the log of a big database after a crash takes a while. */
const START_TIMEOUT_MS = 120_000;
/** Another program took the port at this moment; or the last server's workers have not all noticed its death. */
const PASSING = /Address already in use|pre-existing shared memory block/;

/**
 * Starts the server and waits until it takes connections. It keeps its port as long as that is free.
 * @throws StartError with what the server's log says
 */
export async function startServer(
  home: ClusterHome,
  program: string,
  access: ClusterAccess,
  settings: Record<string, string>,
): Promise<PostgresServer> {
  const logFile = join(home.path, 'server.log');
  const keptPort = access.port !== 0 && (await isPortFree(access.port)) ? access.port : undefined;
  for (let attempt = 1; ; attempt++) {
    const port = attempt === 1 && keptPort !== undefined ? keptPort : await freePort();
    const before = sizeOf(logFile);
    const options = { ...settings, port: String(port) };
    const server = watched(spawnServer(home, program, options, logFile), port);
    const failure = await becameReady(server, home.dataDir);
    if (failure === undefined) {
      saveAccess(home.path, { ...access, port });
      return server;
    }
    const log = readLog(logFile, before);
    if (attempt === ATTEMPTS || !PASSING.test(log)) {
      throw new StartError([`PostgreSQL did not start (${failure}):`, ...lastErrors(log)].join('\n'));
    }
    await delay(500);
  }
}

/** In a session of its own: a terminal's Ctrl-C must not stop it before those who still use it. */
function spawnServer(
  { dataDir, account }: ClusterHome,
  program: string,
  settings: Record<string, string>,
  logFile: string,
): ChildProcess {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openLog(logFile);
  const env = { ...process.env, LC_ALL: 'C', PGDATA: undefined };
  const stdio = ['ignore', log, log] as const;
  const child = spawn(program, ['-D', dataDir, ...options], {
    ...account,
    cwd: '/',
    detached: true,
    env,
    stdio: [...stdio],
  });
  closeSync(log);
  child.unref();
  return child;
}

function watched(child: ChildProcess, port: number): PostgresServer {
  let running = child.pid !== undefined;
  const exited = new Promise<string>((resolve) => {
    const ended = (reason: string) => {
      running = false;
      resolve(reason);
    };
    child.once('error', (error) => ended(error.message));
    child.once('exit', (code, signal) => ended(signal ?? `exit code ${code}`));
  });
  return { pid: child.pid ?? 0, port, isRunning: () => running, exited };
}

/** @returns why it did not, or undefined if it did */
async function becameReady(server: PostgresServer, dataDir: string): Promise<string | undefined> {
  for (let waited = 0; waited < START_TIMEOUT_MS; waited += 25) {
    if (!server.isRunning()) return server.exited;
    const postmaster = readPostmaster(dataDir);
    if (postmaster?.pid === server.pid && postmaster.ready) return undefined;
    await delay(25);
  }
  process.kill(server.pid, 'SIGQUIT');
  return `not ready after ${START_TIMEOUT_MS / 1000} s`;
}
