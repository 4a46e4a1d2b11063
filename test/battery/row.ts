import { appendFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

/** What a check came to. */
export interface Finding {
  /** What was counted or timed, for the table: `0 of 400 jobs lost, drained in 31 s`. */
  readonly measured: string;
  /** What does not hold, one sentence each; none when the bar is met. */
  readonly faults: readonly string[];
}

export type Check = () => Promise<Finding>;

/** The numbers of a check: small ones with the test suite, the bar's own in `npm run battery`. */
export function sized<T>({ short, full }: { short: T; full: T }): T {
  return process.env['BATTERY'] === 'full' ? full : short;
}

/**
 * A row of the battery: a test that its bar is met, whose measurement the battery's table shows.
 * @param area of the table, `keys`
 * @param bar in words, `a revoked key is refused within 1 s by a second process`
 */
export function row(area: string, bar: string, check: Check, timeoutMs = 60_000): void {
  const title = `${area}: ${bar}`;
  test(
    title,
    async () => {
      const { measured, faults } = await check();
      record(title, measured);
      expect(faults).toEqual([]);
    },
    timeoutMs,
  );
}

/**
 * A test that a row's check sees the fault that it looks for: the same check on a double in which the fault is planted.
 * @param fault in words, `an answer of another organization's data`
 */
export function planted(area: string, fault: string, check: Check, timeoutMs = 60_000): void {
  const title = `${area}: is not blind to ${fault}`;
  test(
    title,
    async () => {
      const { faults } = await check();
      record(title, faults[0]?.split('\n')[0] ?? 'nothing found');
      expect(faults).not.toEqual([]);
    },
    timeoutMs,
  );
}

/** Why rows of the queue in Redis are not checked. */
export const NO_REDIS = 'there is no redis-server, and REDIS_URL is not set';

/** A row that cannot be checked here, which the table shows as such. @param why `the registry does not answer` */
export function notChecked(area: string, bar: string, why: string): void {
  const title = `${area}: ${bar}`;
  record(title, `not checked: ${why}`);
  test.skip(title, () => undefined);
}

/** For the battery's reporter, which is in another process. */
function record(title: string, measured: string): void {
  const file = process.env['BATTERY_MEASURED'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ title, measured })}\n`);
}
