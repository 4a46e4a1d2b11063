import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, traced } from '#platform';
import type { Logger } from 'pino';
import { EvidenceCollector } from './evidence-collector.ts';
import type { JobStatus } from './enrichment-job.entity.ts';
import { JobLeases, type ClaimResult, type Lease } from './job-leases.ts';
import { jobDurations } from './operation/metrics.ts';
import { EnrichmentPlanner } from './planning/enrichment-planner.ts';
import { ResultWriter } from './result-writer.ts';

/** Thrown where trying again cannot help. */
export class PermanentJobError extends Error {
  override readonly name = 'PermanentJobError';
}

const FAULT = {
  code: 'internal_error',
  message: 'The job could not be completed because of a fault of the service; its log has the details',
} as const;

/** Runs an enrichment job: plan, collect, verify, resolve, and one transaction that writes the result. */
@Injectable()
export class EnrichmentRunner {
  private readonly running = new Set<AbortController>();
  private stopping = false;

  constructor(
    private readonly leases: JobLeases,
    private readonly writer: ResultWriter,
    private readonly planner: EnrichmentPlanner,
    private readonly collector: EvidenceCollector,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Runs the job if it is free to run. Running it again, also at the same time, has no further effect.
   * @throws PermanentJobError once the job has failed for good; any other error where it waits to be tried again
   */
  async run(jobId: string): Promise<ClaimResult['claim'] | { readonly retryAfterMs: number }> {
    const result = await this.leases.claim(jobId);
    if (result.claim === 'held') return { retryAfterMs: result.retryAfterMs };
    if (result.claim === 'ended') return 'ended';
    const { lease } = result;
    const handedBack = await traced(
      'enrichment job',
      {
        kind: 'consumer',
        traceparent: lease.traceparent,
        attributes: { 'job.id': jobId, 'job.attempt': lease.attempt },
      },
      () => this.runLeased(lease),
    );
    return handedBack ? { retryAfterMs: 0 } : 'leased';
  }

  /** Gives up the running jobs, which go back to the queue unharmed: this process is about to end. */
  stop(): void {
    this.stopping = true;
    for (const job of this.running) job.abort(new Error('the worker is stopping'));
  }

  /** @returns whether the job was handed back because this process is about to end */
  private async runLeased(lease: Lease): Promise<boolean> {
    const job = new AbortController();
    const lost = new AbortController();
    const stopRenewing = this.leases.keep(lease, () => {
      lost.abort();
      job.abort(new Error('the job is no longer ours'));
    });
    this.running.add(job);
    if (this.stopping) this.stop();
    const end = jobDurations.startTimer();
    try {
      const status = await this.enrich(lease, job.signal);
      end({ outcome: status ?? 'lost' });
      return false;
    } catch (error) {
      if (lost.signal.aborted) {
        end({ outcome: 'lost' });
        return false;
      }
      if (this.stopping) {
        end({ outcome: 'handed_back' });
        await this.leases.handBack(lease);
        return true;
      }
      const again = await this.leases.release(lease, FAULT);
      end({ outcome: again ? 'retried' : 'failed' });
      throw again ? error : new PermanentJobError('the job has used all its attempts', { cause: error });
    } finally {
      // What a source has left behind ends with the job.
      job.abort(new Error('the job has ended'));
      this.running.delete(job);
      stopRenewing();
    }
  }

  /** @returns as what the job has ended; undefined where it is no longer ours */
  private async enrich(lease: Lease, signal: AbortSignal): Promise<JobStatus | undefined> {
    const record = await this.writer.read(lease);
    if (!record) return undefined;
    const plan = this.planner.plan(record, lease.options);
    const results = await this.collector.collect(lease, record, plan, signal);
    for (const { source, fault } of results) {
      if (fault !== undefined) this.logger.error({ err: fault, jobId: lease.jobId, source }, 'source failed');
    }
    signal.throwIfAborted();
    return this.writer.write(lease, record, plan, results);
  }
}
