import type { Config } from '#platform';
import type { EntityManager } from 'typeorm';
import { SpendingLimitError, type PlannedCall } from './provider-call.ts';

type Limits = Pick<
  Config,
  'SPENDING_PER_JOB' | 'SPENDING_PER_MONTH' | 'SPENDING_BY_PROVIDER' | 'SPENDING_CREDITS_BY_PROVIDER'
>;

/** Calendar months are UTC's: they are the same for every process, and most providers bill by them. */
const MONTH = `date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'`;

/** A limit that is set, and what counts against it. */
interface Limit {
  readonly most: number;
  /** For people, beginning a sentence. */
  readonly name: string;
  readonly sum: 'cost_micro_usd' | 'credits';
  /** Condition on `provider_calls`, with the call's organization, job and provider as $1, $2 and $3. */
  readonly of: string;
  /** Whose calls must not be counted at the same time. */
  readonly lock: string;
}

/** The limits that a call counts against. A provider is billed to the whole installation, so its limits are for all. */
function limitsFor(limits: Limits, { atMost, jobLimit, organizationId, jobId, provider }: PlannedCall): Limit[] {
  const job = { sum: 'cost_micro_usd', of: 'organization_id = $1 AND job_id = $2', lock: `job ${jobId}` } as const;
  const month = { of: `organization_id = $1 AND created_at >= ${MONTH}`, lock: `organization ${organizationId}` };
  const own = { of: `provider = $3 AND created_at >= ${MONTH}`, lock: `provider ${provider}` };
  const all: (Omit<Limit, 'most'> & { readonly most: number | undefined })[] = [
    { most: limits.SPENDING_PER_JOB, name: 'The spending limit of a job', ...job },
    { most: jobLimit, name: 'The maxCost of this request', ...job },
    {
      ...{ most: limits.SPENDING_PER_MONTH, name: "The organization's spending limit of this month" },
      ...{ sum: 'cost_micro_usd', ...month },
    },
    {
      ...{ most: limits.SPENDING_BY_PROVIDER.get(provider), name: "The provider's limit of this month" },
      ...{ sum: 'cost_micro_usd', ...own },
    },
    {
      ...{ most: limits.SPENDING_CREDITS_BY_PROVIDER.get(provider), name: "The provider's credits of this month" },
      ...{ sum: 'credits', ...own },
    },
  ];
  const cost = { cost_micro_usd: atMost.costMicroUsd ?? 0, credits: atMost.credits ?? 0 };
  return all.flatMap(({ most, ...limit }) => (most === undefined || cost[limit.sum] === 0 ? [] : [{ most, ...limit }]));
}

/**
 * Keeps reservations apart that count against the same limits, until the end of the transaction. Always in one order, and
 * before any row is locked, so that two of them never wait for each other.
 */
export async function lockLimits(manager: EntityManager, limits: Limits, call: PlannedCall): Promise<void> {
  const keys = new Set(limitsFor(limits, call).map(({ lock }) => lock));
  for (const key of [...keys].sort()) {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('provider_calls ' || $1, 0))`, [key]);
  }
}

/**
 * Refuses a call, which is recorded already in the same transaction, if it may go beyond a limit. A call that costs nothing
 * is never refused. The sums walk provider_calls_job_idx, _month_idx and _provider_idx.
 * @throws SpendingLimitError
 */
export async function assertWithinLimits(manager: EntityManager, limits: Limits, call: PlannedCall): Promise<void> {
  for (const { most, name, sum, of } of limitsFor(limits, call)) {
    const [row] = await manager.query<[{ spent: string }]>(
      `SELECT coalesce(sum(${sum}), 0) AS spent, $1::uuid, $2::text, $3::text FROM provider_calls WHERE ${of}`,
      [call.organizationId, call.jobId, call.provider],
    );
    if (Number(row.spent) > most) throw new SpendingLimitError(`${name} would be exceeded, so nothing was called`);
  }
}
