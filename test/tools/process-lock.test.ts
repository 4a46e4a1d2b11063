import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acquireLock, LockHeld } from '../../tools/local/process-lock.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-test-'));
  file = join(folder, 'lock');
});

afterEach(() => rm(folder, { recursive: true }));

test('a held lock names its holder, and can be taken once it is released', async () => {
  const release = await acquireLock(file, 'port 3000');
  const error = await acquireLock(file).catch((held: unknown) => held);
  expect(error).toBeInstanceOf(LockHeld);
  expect((error as LockHeld).holder).toMatchObject({ pid: process.pid, note: 'port 3000' });
  release();
  (await acquireLock(file))();
  expect(existsSync(file)).toBe(false);
});

test('the lock of a dead process is taken over', async () => {
  const { pid } = spawnSync('true');
  await writeFile(file, JSON.stringify({ pid, born: 'earlier', note: '' }));
  (await acquireLock(file))();
});

test('a process that got the number of a dead holder does not hold its lock', async () => {
  await writeFile(file, JSON.stringify({ pid: process.pid, born: 'earlier', note: '' }));
  (await acquireLock(file))();
});

test('a lock whose writing was broken off is taken over', async () => {
  await writeFile(file, '');
  await utimes(file, new Date(0), new Date(0));
  (await acquireLock(file))();
});

test('of many that find a stale lock at once, one gets it', async () => {
  await writeFile(file, JSON.stringify({ pid: process.pid, born: 'earlier', note: '' }));
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => acquireLock(file)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ pid: process.pid });
});

test('releasing twice does not take the lock from its next holder', async () => {
  const release = await acquireLock(file);
  release();
  await acquireLock(file);
  release();
  expect(existsSync(file)).toBe(true);
});
