import { randomBytes } from 'node:crypto';

/** A queue that the job tests run on, and the settings that choose it. */
export interface Backend {
  readonly name: string;
  /** Settings for a stack whose queue no other test uses. */
  env(): Record<string, string>;
}

const redisUrl = process.env['REDIS_URL'];

/** The queues at hand: always Postgres, and Redis where REDIS_URL names one. */
export const backends: readonly Backend[] = [
  { name: 'Postgres', env: () => ({}) },
  ...(redisUrl === undefined ? [] : [{ name: 'Redis', env: () => redisSettings(redisUrl) }]),
];

/** Whether the tests that need Redis can run. */
export const redisIsAtHand = redisUrl !== undefined;

/** Settings for a queue of its own on this Redis. */
export function redisSettings(url: string): Record<string, string> {
  return { QUEUE_URL: url, QUEUE_PREFIX: `test_${randomBytes(6).toString('hex')}` };
}
