import type { Lease } from '../job-leases.ts';

const DAY_MS = 86_400_000;

/**
 * How old an answer may be for a job; null where any that has not expired will do. What the job itself has asked for
 * always is good enough: an attempt that follows a crash must not pay again.
 */
export function oldestGood({ options, requestedAt }: Lease, now: Date): Date | null {
  const { force = false, maxAgeDays } = options;
  if (force) return requestedAt;
  if (maxAgeDays === undefined) return null;
  return new Date(Math.min(daysBefore(maxAgeDays, now).getTime(), requestedAt.getTime()));
}

export function daysBefore(days: number, now: Date): Date {
  return new Date(now.getTime() - days * DAY_MS);
}
