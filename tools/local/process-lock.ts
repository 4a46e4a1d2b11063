import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from './start-error.ts';

/** Who holds a lock. `note` is whatever the holder wants others to know. */
export interface LockHolder {
  pid: number;
  note: string;
}

/** Somebody who still runs holds the lock. */
export class LockHeld extends Error {
  constructor(readonly holder: LockHolder) {
    super(`held by process ${holder.pid}`);
  }
}

interface Claim extends LockHolder {
  born: string;
}

/**
 * Takes the lock file, also from a holder who died without letting go.
 * @returns a function that lets go
 * @throws LockHeld
 */
export async function acquireLock(path: string, note = ''): Promise<() => void> {
  const claim: Claim = { pid: process.pid, born: birthOf(process.pid) ?? '', note };
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify(claim), { flag: 'wx' });
      return once(() => rmSync(path, { force: true }));
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    const text = read(path);
    const holder = parse(text);
    if (holder !== undefined && birthOf(holder.pid) === holder.born) throw new LockHeld(holder);
    if (holder !== undefined || isOlderThan(path, 2000)) removeStale(path, text);
    else await delay(50); // empty: its holder is about to write it
  }
}

/** Letting go twice would remove the next holder's lock. */
function once(release: () => void): () => void {
  let done = false;
  return () => {
    if (!done) release();
    done = true;
  };
}

/**
 * When the process was born, in a form that only serves to tell it from another process that got its number later
 * (in a container every start hands out the same few numbers). Undefined if it does not run.
 */
export function birthOf(pid: number): string | undefined {
  if (!existsSync('/proc/self/stat')) {
    return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim() || undefined;
  }
  const stat = read(`/proc/${pid}/stat`);
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (stat === '' || state === 'Z') return undefined;
  return `${fields[18]} ${read('/proc/sys/kernel/random/boot_id').trim()}`;
}

/** Moves the file aside first: if another process has replaced it in the meantime, it gets its lock back. */
function removeStale(path: string, judged: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (read(aside) === judged) rmSync(aside, { force: true });
    else renameSync(aside, path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error; // somebody else removed it
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function parse(text: string): Claim | undefined {
  try {
    return JSON.parse(text) as Claim;
  } catch {
    return undefined;
  }
}

function isOlderThan(path: string, ms: number): boolean {
  const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return written !== undefined && Date.now() - written > ms;
}
