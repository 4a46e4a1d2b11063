import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from './start-error.ts';

/** A server's main process, as its own file tells. */
export interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

/** Reads `postmaster.pid`, which a server that was killed leaves behind: it does not prove that the server runs. */
export function readPostmaster(dataDir: string): Postmaster | undefined {
  try {
    const lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
  } catch {
    return undefined;
  }
}

/** The server that runs on this data folder, whoever started it. */
export function runningPostmaster(dataDir: string): Postmaster | undefined {
  const postmaster = readPostmaster(dataDir);
  return postmaster !== undefined && worksIn(postmaster.pid, dataDir) ? postmaster : undefined;
}

/** The number alone could be another process's by now. A server's working folder is its data folder. */
function worksIn(pid: number, dataDir: string): boolean {
  if (!existsSync('/proc/self/cwd')) {
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes('postgres');
  }
  try {
    const [there, here] = [statSync(`/proc/${pid}/cwd`), statSync(dataDir)];
    return there.ino === here.ino && there.dev === here.dev;
  } catch {
    return false;
  }
}

/**
 * Stops a server: first fast (it ends its sessions and writes everything out), after 20 s at once (the next start
 * recovers from the log), after 5 s more by force.
 */
export async function stopPostmaster(pid: number, isRunning: () => boolean): Promise<void> {
  const steps = [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5000],
    ['SIGKILL', 5000],
  ] as const;
  for (const [signal, patience] of steps) {
    if (!isRunning()) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (errorCode(error) !== 'ESRCH') throw error; // it ended by itself just now
    }
    for (let waited = 0; waited < patience && isRunning(); waited += 25) await delay(25);
  }
}
