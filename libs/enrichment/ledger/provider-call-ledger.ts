import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#platform';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { providerCalls, providerSpend } from '../operation/metrics.ts';
import { ProviderError } from '../providers/provider-error.ts';
import { CallInFlightError, FailedCallError, type PaidAnswer, type PlannedCall } from './provider-call.ts';
import { assertWithinLimits, lockLimits } from './spending-limits.ts';

type Payment = Omit<PaidAnswer<unknown>, 'response'>;

/** Records every call that costs money before it is made and after. */
@Injectable()
export class ProviderCallLedger {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Makes a call.
   * @param perform makes it
   * @param keep stores the answer, in the transaction that records what the call did cost: who has paid has the answer
   * @throws SpendingLimitError, CallInFlightError without having called; else what `perform` throws, which is recorded
   */
  async charge<T>(
    call: PlannedCall,
    perform: () => Promise<PaidAnswer<T>>,
    keep: (response: T, manager: EntityManager) => Promise<void>,
  ): Promise<T> {
    const id = await this.reserve(call);
    let answer: PaidAnswer<T>;
    try {
      answer = await perform();
    } catch (error) {
      const failed = failure(error, call);
      await this.settle(this.dataSource.manager, id, 'failed', failed);
      measure(call, failed);
      throw error;
    }
    await this.dataSource.transaction(async (manager) => {
      await keep(answer.response, manager);
      await this.settle(manager, id, 'settled', answer);
    });
    measure(call, answer);
    return answer.response;
  }

  private async reserve(call: PlannedCall): Promise<string> {
    const id = uuidv7();
    if (await this.isInFlight(call)) throw new CallInFlightError();
    await this.dataSource.transaction(async (manager) => {
      await lockLimits(manager, this.config, call);
      await this.writeOffLost(manager, call);
      const rows = await manager.query<unknown[]>(
        `INSERT INTO provider_calls
           (id, organization_id, job_id, provider, operation, input_hash, credits, cost_micro_usd)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (organization_id, provider, operation, input_hash) WHERE status = 'reserved' DO NOTHING
         RETURNING id`,
        [
          ...[id, call.organizationId, call.jobId, call.provider, call.operation, call.inputHash],
          ...[call.atMost.credits ?? 0, Math.ceil(call.atMost.costMicroUsd ?? 0)],
        ],
      );
      // Whoever had it has settled in the meantime: then the answer is there for the next look.
      if (rows.length === 0 || (await call.isAnswered(manager))) throw new CallInFlightError();
      await assertWithinLimits(manager, this.config, call);
    });
    return id;
  }

  /** Whether a job that lives is making this very call. Spares those who wait for it the locks. */
  private async isInFlight(call: PlannedCall): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `SELECT FROM provider_calls c JOIN enrichment_jobs j ON j.id = c.job_id
       WHERE c.organization_id = $1 AND c.provider = $3 AND c.operation = $4 AND c.input_hash = $5
         AND c.status = 'reserved' AND c.job_id <> $2 AND j.status = 'running' AND j.lease_expires_at > now()`,
      [call.organizationId, call.jobId, call.provider, call.operation, call.inputHash],
    );
    return rows.length > 0;
  }

  /**
   * A worker that died between call and answer may have paid: its reservation counts in full. Only one worker has a job,
   * so what this job has reserved is a dead one's; so is what a job has reserved that nobody runs.
   */
  private async writeOffLost(manager: EntityManager, call: PlannedCall): Promise<void> {
    await manager.query(
      `UPDATE provider_calls c SET status = 'failed', outcome = 'worker_lost', settled_at = now()
       WHERE organization_id = $1 AND provider = $3 AND operation = $4 AND input_hash = $5 AND status = 'reserved'
         AND (job_id = $2 OR NOT EXISTS (SELECT FROM enrichment_jobs j
           WHERE j.id = c.job_id AND j.status = 'running' AND j.lease_expires_at > now()))`,
      [call.organizationId, call.jobId, call.provider, call.operation, call.inputHash],
    );
  }

  private async settle(
    manager: EntityManager,
    id: string,
    status: 'settled' | 'failed',
    answer: Payment,
  ): Promise<void> {
    const { outcome, credits = 0, tokensIn = 0, tokensOut = 0, costMicroUsd = 0 } = answer;
    await manager.query(
      `UPDATE provider_calls SET status = $2, outcome = $3, credits = $4, tokens_in = $5, tokens_out = $6,
         cost_micro_usd = $7, settled_at = now() WHERE id = $1`,
      [id, status, outcome, credits, tokensIn, tokensOut, Math.ceil(costMicroUsd)],
    );
  }
}

function measure({ provider }: PlannedCall, { outcome, costMicroUsd = 0 }: Payment): void {
  providerCalls.inc({ provider, outcome });
  providerSpend.inc({ provider }, Math.ceil(costMicroUsd));
}

function failure(error: unknown, { atMost }: PlannedCall): Payment {
  const price = {
    ...(atMost.credits !== undefined && { credits: atMost.credits }),
    ...(atMost.costMicroUsd !== undefined && { costMicroUsd: atMost.costMicroUsd }),
  };
  if (error instanceof FailedCallError) {
    return { outcome: error.outcome, ...(error.mayHaveCost && price) };
  }
  if (error instanceof ProviderError) return { outcome: error.code, ...(error.mayHaveCost && price) };
  return { outcome: 'error', ...price };
}
