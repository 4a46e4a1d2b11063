import { Injectable } from '@nestjs/common';
import { invalidField, type Actor } from '#platform';
import { DataSource } from 'typeorm';

/** What calls to one provider with one outcome came to in a month. */
interface UsageLine {
  readonly provider: string;
  /** What came of the calls; `reserved` for those that are being made. */
  readonly outcome: string;
  readonly calls: number;
  readonly credits: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** Millionths of a US dollar; the highest price for calls that are being made. */
  readonly costMicroUsd: number;
}

export interface UsageReport {
  /** `YYYY-MM`, in UTC. */
  readonly month: string;
  readonly lines: readonly UsageLine[];
  readonly total: Omit<UsageLine, 'provider' | 'outcome'>;
}

const MONTH = /^20\d\d-(?:0[1-9]|1[0-2])$/;

/** Sums up what an organization's calls to providers cost. */
@Injectable()
export class UsageService {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * @param month `YYYY-MM` in UTC; the current one if left out
   * @throws DomainError `invalid_request`
   */
  async report(actor: Actor, month = new Date().toISOString().slice(0, 7)): Promise<UsageReport> {
    if (!MONTH.test(month)) throw invalidField('month', 'must be a month such as 2026-01');
    const lines = await this.dataSource.query<UsageLine[]>(
      `SELECT provider, coalesce(outcome, 'reserved') AS outcome, count(*)::int AS calls,
         sum(credits)::float8 AS credits, sum(tokens_in)::float8 AS "tokensIn", sum(tokens_out)::float8 AS "tokensOut",
         sum(cost_micro_usd)::float8 AS "costMicroUsd"
       FROM provider_calls
       WHERE organization_id = $1 AND created_at >= ($2 || '-01')::timestamp AT TIME ZONE 'UTC'
         AND created_at < (($2 || '-01')::timestamp + interval '1 month') AT TIME ZONE 'UTC'
       GROUP BY 1, 2 ORDER BY 1, 2`,
      [actor.organizationId, month],
    );
    const sum = (of: 'calls' | 'credits' | 'tokensIn' | 'tokensOut' | 'costMicroUsd'): number =>
      lines.reduce((total, line) => total + line[of], 0);
    const total = {
      ...{ calls: sum('calls'), credits: sum('credits'), tokensIn: sum('tokensIn'), tokensOut: sum('tokensOut') },
      costMicroUsd: sum('costMicroUsd'),
    };
    return { month, lines, total };
  }
}
