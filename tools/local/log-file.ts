import {
  chownSync,
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { dirname } from 'node:path';

const MAX_BYTES = 10_000_000;
const TAIL_BYTES = 16_384;

/** Opens a log to append to; a big one is put aside as `….1` first, in place of the one before. */
export function openLog(path: string): number {
  if (sizeOf(path) > MAX_BYTES) renameSync(path, `${path}.1`);
  const log = openSync(path, 'a', 0o600);
  keepOwner(path);
  return log;
}

/** Bounds a log that is being written to (by appending, so the writer goes on at its new end). */
export function boundLog(path: string): void {
  if (sizeOf(path) <= MAX_BYTES) return;
  copyFileSync(path, `${path}.1`);
  truncateSync(path);
}

/** What root writes into a user's folder stays that user's. */
export function keepOwner(path: string): void {
  const { uid, gid } = statSync(dirname(path));
  if (process.getuid?.() === 0 && uid !== 0) chownSync(path, uid, gid);
}

export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** The text from byte `from` on, at most the last 16 kB of it. */
export function readLog(path: string, from = 0): string {
  if (!existsSync(path)) return '';
  const log = openSync(path, 'r');
  try {
    const start = Math.max(from, sizeOf(path) - TAIL_BYTES);
    const buffer = Buffer.alloc(TAIL_BYTES);
    return buffer.toString('utf8', 0, readSync(log, buffer, 0, TAIL_BYTES, start));
  } finally {
    closeSync(log);
  }
}

interface Entry {
  level?: string;
  msg?: string;
  err?: { message?: string; stack?: string };
}

/** The last lines that say what went wrong: the errors among JSON lines, any line that is no JSON. */
export function lastErrors(text: string, count = 8): string[] {
  return text
    .split('\n')
    .flatMap((line) => {
      const entry = parse(line);
      if (entry === undefined) return line.trim() === '' ? [] : [line];
      if (entry.level !== 'error' && entry.level !== 'fatal') return [];
      return [[entry.msg, entry.err?.stack ?? entry.err?.message].filter(Boolean).join(': ')];
    })
    .slice(-count);
}

function parse(line: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
