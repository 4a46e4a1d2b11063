import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A server that runs as a process of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** The built script, from the clone's folder. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const LISTENING = /"url":"(?<url>http:[^"]+)".*"msg":"listening"/;

/**
 * Starts a server of this machine and waits until its log says that it listens. The log goes to a file, as in real life:
 * a pipe would have this process read each line.
 * @throws Error with the end of its log if it does not start
 */
export async function startServer({ script, env, logFile }: ServerOptions): Promise<ServerProcess> {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'w');
  const child = spawn(process.execPath, [resolve(script)], {
    env: { PATH: process.env['PATH'], ...env },
    // The channel's end tells the server that this process has died.
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const ended = once(child, 'exit');
  const url = await listeningUrl(child, logFile);
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(late);
    },
  };
}

async function listeningUrl(child: ChildProcess, logFile: string): Promise<string> {
  for (const until = Date.now() + START_TIMEOUT_MS; Date.now() < until;) {
    const url = LISTENING.exec(readFileSync(logFile, 'utf8'))?.groups?.['url'];
    if (url !== undefined) return url;
    if (child.exitCode !== null || child.signalCode !== null) break;
    await delay(25);
  }
  child.kill('SIGKILL');
  throw new Error(`${child.spawnargs[1] ?? ''} did not start:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
}

/** Clock ticks in a second, in which Linux counts processor time for programs to read. */
const TICKS = 100;

/** Processor time that a process has used so far, of all its threads, in seconds; undefined where the system hides it. */
export function cpuSecondsOf(pid: number): number | undefined {
  if (!existsSync('/proc/self/stat')) return undefined;
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The name in parentheses may hold anything; user and system time are the 12th and 13th field after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Resident memory of a process, in bytes. */
export function residentBytesOf(pid: number): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout.trim()) * 1024;
}
