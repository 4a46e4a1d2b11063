import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdir, mkdtemp, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { runningCluster, startCluster, useCluster, type Cluster } from '../../tools/local/embedded-postgres.ts';
import { LockHeld } from '../../tools/local/process-lock.ts';

const asRoot = process.getuid?.() === 0 ? describe : describe.skip;

/** Starts the cluster of its first argument as a supervisor does, says "up", and stays. */
const HOLDER = `
  const { startCluster } = await import(process.argv[1]);
  const cluster = await startCluster({ dir: process.argv[2], settings: { shared_buffers: '16MB' } });
  console.log('up ' + cluster.pid);
  setInterval(() => undefined, 1000);
`;

let folder: string;
let dir: string;
let started: Cluster[];

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'cluster-test-')));
  await chmod(folder, 0o755);
  dir = join(folder, 'postgres');
  started = [];
});

afterEach(async () => {
  for (const cluster of started) await cluster.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(at = dir): Promise<Cluster> {
  const cluster = await startCluster({ dir: at, settings: { shared_buffers: '16MB' } });
  started.push(cluster);
  return cluster;
}

async function ask<T>(url: string, sql: string): Promise<T | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: T }>(sql);
    return rows[0]?.answer;
  } finally {
    await client.end();
  }
}

const isRunning = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** A supervisor in a process of its own, killed once its server is up. */
async function leaveOrphan(): Promise<number> {
  const module = new URL('../../dist/tools/local/embedded-postgres.js', import.meta.url).href;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, module, dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(holder.stdout, 'data')) as [Buffer];
  holder.kill('SIGKILL');
  await once(holder, 'close');
  return Number(line.toString().replace('up ', ''));
}

describe('an embedded cluster', () => {
  test('keeps data, port and password over a restart, and is gone after stop', async () => {
    const first = await start();
    await ask(first.url('postgres'), 'CREATE TABLE kept AS SELECT 7 AS answer');
    expect(runningCluster(dir)?.url('postgres')).toBe(first.url('postgres'));
    await first.stop();
    expect(isRunning(first.pid)).toBe(false);
    expect(await first.exited).toBe('exit code 0');
    expect(runningCluster(dir)).toBeUndefined();

    const second = await start();
    expect(second.url('postgres')).toBe(first.url('postgres'));
    expect(await ask(second.url('postgres'), 'SELECT answer FROM kept')).toBe(7);
  });

  test('listens on loopback only, wants the password, and keeps that private', async () => {
    const { url } = await start();
    expect(await ask(url('postgres'), "SELECT current_setting('listen_addresses') AS answer")).toBe('127.0.0.1');
    const wrong = Object.assign(new URL(url('postgres')), { password: 'wrong' }).href;
    await expect(ask(wrong, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect((await lstat(join(dir, 'access.json'))).mode & 0o777).toBe(0o600);
  });

  test('knows the letters of every script', async () => {
    const { url } = await start();
    expect(await ask(url('postgres'), "SELECT lower('ØÑЯ') AS answer")).toBe('øñя');
    await ask(url('postgres'), 'CREATE EXTENSION pg_trgm');
    expect(await ask(url('postgres'), "SELECT cardinality(show_trgm('Яна')) AS answer")).toBe(4);
  });

  test('takes another port if its own is taken', async () => {
    const first = await start();
    await first.stop();
    const squatter = createServer().listen(first.port, '127.0.0.1');
    await once(squatter, 'listening');
    const second = await start();
    expect(second.port).not.toBe((squatter.address() as AddressInfo).port);
    expect(await ask(second.url('postgres'), 'SELECT 1 AS answer')).toBe(1);
    squatter.close();
  });

  test('cannot be started twice, but be used', async () => {
    const { url } = await start();
    await expect(start()).rejects.toThrow(LockHeld);
    const user = await useCluster({ dir });
    expect(user.url('postgres')).toBe(url('postgres'));
    await user.close();
    expect(await ask(url('postgres'), 'SELECT 1 AS answer')).toBe(1);
  });

  test('replaces the server that a killed process left behind', async () => {
    const orphan = await leaveOrphan();
    expect(isRunning(orphan)).toBe(true);
    const cluster = await start();
    expect(cluster.pid).not.toBe(orphan);
    expect(await ask(cluster.url('postgres'), 'SELECT 1 AS answer')).toBe(1);
  });

  test('starts where a killed server left its files, even if another process has its number now', async () => {
    const first = await start();
    process.kill(first.pid, 'SIGKILL');
    expect(await first.exited).toBe('SIGKILL');
    await first.stop();
    const pidFile = join(dir, 'data', 'postmaster.pid');
    await writeFile(pidFile, (await readFile(pidFile, 'utf8')).replace(/^\d+/, String(process.pid)));
    const second = await start();
    expect(await ask(second.url('postgres'), 'SELECT 1 AS answer')).toBe(1);
  });

  test('refuses data of another major version', async () => {
    await mkdir(join(dir, 'data'), { recursive: true });
    await writeFile(join(dir, 'data', 'PG_VERSION'), '15\n');
    await expect(start()).rejects.toThrow(/holds data of PostgreSQL 15, but 18 is installed/);
  });
});

asRoot('as root, in a folder that no other user can enter', () => {
  test('the data is kept elsewhere, and moves and starts afresh with its folder', async () => {
    await chmod(folder, 0o700);
    const first = await start();
    await ask(first.url('postgres'), 'CREATE TABLE kept AS SELECT 7 AS answer');
    await first.stop();
    const home = await realpath(dir);
    expect(home).toMatch(/^\/var\/lib\/contacts-service\/cluster-/);
    try {
      const moved = join(folder, 'moved');
      await rename(dir, moved);
      const second = await start(moved);
      expect(await ask(second.url('postgres'), 'SELECT answer FROM kept')).toBe(7);
      await second.stop();
    } finally {
      await rm(home, { recursive: true });
    }
    await expect(start(join(folder, 'moved'))).rejects.toThrow(/files are gone/);
  });
});
