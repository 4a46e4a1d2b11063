import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../../../tools/local/ports.ts';

/** A Redis of this run's own, which keeps nothing. */
export interface RedisServer {
  readonly url: string;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 10_000;

/** Starts `redis-server`. @param onPort a free one unless given @returns undefined where this machine has none */
export async function startRedis(onPort?: number): Promise<RedisServer | undefined> {
  const port = onPort ?? (await freePort());
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', tmpdir()];
  const child = spawn('redis-server', options, { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  const url = `redis://127.0.0.1:${port}`;
  const isReady = await Promise.race([answers(url), ended.then(() => false)]);
  if (!isReady) return undefined;
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, { retryStrategy: () => 50 });
  redis.on('error', () => undefined);
  const pong = redis.ping().then(() => true);
  const late = delay(START_TIMEOUT_MS, false, { ref: false });
  const isReady = await Promise.race([pong.catch(() => false), late]);
  redis.disconnect();
  return isReady;
}
