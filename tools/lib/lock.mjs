import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BootstrapError, root } from './root.mjs';

const folder = join(root, 'dist');
const file = join(folder, '.lock');
/** Longer than any install or build: an older lock is a dead process's whose number another process has now. */
const STALE_MS = 15 * 60_000;

/**
 * Runs `work` while no other terminal installs or builds in this clone; waits for its turn.
 * @template T
 * @param {() => Promise<T>} work
 */
export async function exclusively(work) {
  while (!acquire()) await delay(200);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function acquire() {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw new BootstrapError(`Cannot write to ${folder} (${error.code})`);
  }
  if (abandoned()) rmSync(file, { force: true });
  return false;
}

function abandoned() {
  try {
    const age = Date.now() - statSync(file).mtimeMs;
    const holder = Number(readFileSync(file, 'utf8'));
    // A lock without a number is being written at this moment.
    return age > STALE_MS || (holder === 0 ? age > 2000 : !isRunning(holder));
  } catch {
    return false; // released meanwhile
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
