import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#platform';
import { DataSource, IsNull, Not } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ProviderCall } from './provider-call.entity.ts';
import { FailedCallError, hashInput, type PaidAnswer, type PlannedCall } from './provider-call.ts';
import { assertWithinLimits } from './spending-limits.ts';

type Recorded = Omit<PaidAnswer<unknown>, 'response'> & { readonly response?: unknown };

/** Records every call that costs money before it is made and after, and pays for none twice. */
@Injectable()
export class ProviderCallLedger {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Makes a call, unless an earlier attempt of the same job already has its answer, which is given instead.
   * @param perform makes the call; its answer is recorded before it is given back
   * @throws SpendingLimitError without having called; else what `perform` throws, which is recorded
   */
  async once<T>(call: PlannedCall, perform: () => Promise<PaidAnswer<T>>): Promise<{ response: T; outcome: string }> {
    const inputHash = hashInput(call.input);
    const earlier = await this.answered(call, inputHash);
    if (earlier) return { response: earlier.response as T, outcome: earlier.outcome };
    const id = await this.reserve(call, inputHash);
    let answer: PaidAnswer<T>;
    try {
      answer = await perform();
    } catch (error) {
      await this.settle(id, 'failed', failure(error, call));
      throw error;
    }
    await this.settle(id, 'settled', answer);
    return { response: answer.response, outcome: answer.outcome };
  }

  private async answered(
    { organizationId, jobId, provider, operation }: PlannedCall,
    inputHash: string,
  ): Promise<{ response: unknown; outcome: string } | undefined> {
    const call = await this.dataSource.manager.findOne(ProviderCall, {
      where: { organizationId, jobId, provider, operation, inputHash, status: 'settled', response: Not(IsNull()) },
      order: { createdAt: 'DESC' },
    });
    return call ? { response: call.response, outcome: call.outcome ?? '' } : undefined;
  }

  private async reserve(call: PlannedCall, inputHash: string): Promise<string> {
    const id = uuidv7();
    await this.dataSource.transaction(async (manager) => {
      // A worker that died between call and answer may have paid: its reservation counts in full. Only one worker has
      // the job, so a row that is still reserved is a dead one's.
      await manager.query(
        `UPDATE provider_calls SET status = 'failed', outcome = 'worker_lost', settled_at = now()
         WHERE organization_id = $1 AND job_id = $2 AND provider = $3 AND operation = $4 AND input_hash = $5
           AND status = 'reserved'`,
        [call.organizationId, call.jobId, call.provider, call.operation, inputHash],
      );
      await assertWithinLimits(manager, this.config, call);
      await manager.query(
        `INSERT INTO provider_calls
           (id, organization_id, job_id, provider, operation, input_hash, credits, cost_micro_usd)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          ...[id, call.organizationId, call.jobId, call.provider, call.operation, inputHash],
          ...[call.atMost.credits ?? 0, Math.ceil(call.atMost.costMicroUsd ?? 0)],
        ],
      );
    });
    return id;
  }

  private async settle(id: string, status: 'settled' | 'failed', answer: Recorded): Promise<void> {
    const { response, outcome, credits = 0, tokensIn = 0, tokensOut = 0, costMicroUsd = 0 } = answer;
    await this.dataSource.query(
      `UPDATE provider_calls SET status = $2, response = $3, outcome = $4, credits = $5, tokens_in = $6,
         tokens_out = $7, cost_micro_usd = $8, settled_at = now() WHERE id = $1`,
      [
        ...[id, status, response === undefined ? null : storable(response), outcome, credits],
        ...[tokensIn, tokensOut, Math.ceil(costMicroUsd)],
      ],
    );
  }
}

/** JSON as Postgres takes it: NUL and halves of surrogate pairs are refused there. */
function storable(response: unknown): string {
  return JSON.stringify(response, (_key, item: unknown) =>
    typeof item === 'string' ? item.replaceAll('\0', '\uFFFD').toWellFormed() : item,
  );
}

function failure(error: unknown, { atMost }: PlannedCall): Recorded {
  if (error instanceof FailedCallError) {
    return { outcome: error.outcome, ...(error.mayHaveCost && atMost) };
  }
  return { outcome: 'error', ...atMost };
}
