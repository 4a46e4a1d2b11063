import type { Config } from '#platform';
import type { EntityManager } from 'typeorm';
import { SpendingLimitError, type PlannedCall } from './provider-call.ts';

type Limits = Pick<
  Config,
  'SPENDING_PER_JOB' | 'SPENDING_PER_MONTH' | 'SPENDING_BY_PROVIDER' | 'SPENDING_CREDITS_BY_PROVIDER'
>;

interface Spent {
  /** Micro-dollars of this job, of this organization in this month, and of this provider in this month. */
  readonly job: number;
  readonly organization: number;
  readonly provider: number;
  /** Credits of this provider in this month. */
  readonly credits: number;
}

/** Calendar months are UTC's: they are the same for every process, and most providers bill by them. */
const MONTH = `date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'`;

/**
 * Keeps reservations apart that count against the same limits, until the end of the transaction. Always the organization
 * before the provider, so that two of them never wait for each other.
 */
async function lock(manager: EntityManager, { organizationId, provider }: PlannedCall): Promise<void> {
  for (const key of [`organization ${organizationId}`, `provider ${provider}`]) {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('provider_calls ' || $1, 0))`, [key]);
  }
}

/** What is spent and reserved. A provider is billed to the whole installation, so its limit counts all organizations. */
async function readSpent(manager: EntityManager, call: PlannedCall): Promise<Spent> {
  const [row] = await manager.query<[Record<keyof Spent, string>]>(
    `SELECT
       (SELECT coalesce(sum(cost_micro_usd), 0) FROM provider_calls WHERE organization_id = $1 AND job_id = $2) AS job,
       (SELECT coalesce(sum(cost_micro_usd), 0) FROM provider_calls
        WHERE organization_id = $1 AND created_at >= ${MONTH}) AS organization,
       p.cost AS provider, p.credits
     FROM (SELECT coalesce(sum(cost_micro_usd), 0) AS cost, coalesce(sum(credits), 0) AS credits
           FROM provider_calls WHERE provider = $3 AND created_at >= ${MONTH}) p`,
    [call.organizationId, call.jobId, call.provider],
  );
  const { job, organization, provider, credits } = row;
  return { job: Number(job), organization: Number(organization), provider: Number(provider), credits: Number(credits) };
}

/**
 * Refuses a call that may go beyond a limit. Holds a lock until the end of the transaction, in which the call has to be
 * recorded. A call that costs nothing is never refused.
 * @throws SpendingLimitError
 */
export async function assertWithinLimits(manager: EntityManager, limits: Limits, call: PlannedCall): Promise<void> {
  const { costMicroUsd = 0, credits = 0 } = call.atMost;
  if (costMicroUsd === 0 && credits === 0) return;
  const checks: [limit: number | undefined, spent: keyof Spent, cost: number, name: string][] = [
    [limits.SPENDING_PER_JOB, 'job', costMicroUsd, 'The spending limit of a job'],
    [call.jobLimit, 'job', costMicroUsd, 'The maxCost of this request'],
    [limits.SPENDING_PER_MONTH, 'organization', costMicroUsd, "The organization's spending limit of this month"],
    [limits.SPENDING_BY_PROVIDER.get(call.provider), 'provider', costMicroUsd, "The provider's limit of this month"],
    [
      limits.SPENDING_CREDITS_BY_PROVIDER.get(call.provider),
      'credits',
      credits,
      "The provider's credits of this month",
    ],
  ];
  const set = checks.filter(([limit, , cost]) => limit !== undefined && cost > 0);
  if (set.length === 0) return;
  await lock(manager, call);
  const spent = await readSpent(manager, call);
  const exceeded = set.find(([limit = Infinity, of, cost]) => spent[of] + cost > limit);
  if (exceeded) throw new SpendingLimitError(`${exceeded[3]} would be exceeded, so nothing was called`);
}
