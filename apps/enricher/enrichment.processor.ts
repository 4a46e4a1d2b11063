import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { EnrichmentRunner, ENRICHMENT_QUEUE, PermanentJobError, type EnrichmentTask } from '#enrichment';
import { CONFIG, logContext, LOGGER, type Config } from '#platform';
import { DelayedError, UnrecoverableError, type Job } from 'bullmq';
import type { Logger } from 'pino';

/**
 * How often a job is tried is decided by its row, so a stalled delivery is always delivered again. With BullMQ's own
 * defaults, a killed worker's jobs would wait for more than a minute, and fail after the second kill.
 */
const WORKER_OPTIONS = {
  autorun: false,
  lockDuration: 10_000,
  stalledInterval: 5000,
  maxStalledCount: 1_000_000,
  runRetryDelay: 1000,
};

/** Takes enrichment jobs from the queue and hands them to the runner. */
@Processor(ENRICHMENT_QUEUE, WORKER_OPTIONS)
export class EnrichmentProcessor extends WorkerHost implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly runner: EnrichmentRunner,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.worker.concurrency = this.config.ENRICHER_CONCURRENCY;
    this.worker.run().catch((error: unknown) => {
      this.logger.error({ err: error }, 'worker stopped');
    });
  }

  async process(task: Job<EnrichmentTask>, token?: string): Promise<void> {
    const { jobId } = task.data;
    const result = await logContext
      .run({ jobId }, () => this.runner.run(jobId))
      .catch((error: unknown) => {
        this.logger.error({ err: error, jobId }, 'enrichment job failed');
        throw error instanceof PermanentJobError ? new UnrecoverableError(error.message) : error;
      });
    if (typeof result === 'string') return;
    await task.moveToDelayed(Date.now() + result.retryAfterMs, token);
    throw new DelayedError();
  }

  @OnWorkerEvent('error')
  onError(error: Error): void {
    this.logger.warn({ err: error }, 'queue unavailable');
  }

  /** Takes no more jobs, lets those that run finish, and hands back what has not finished in time. */
  async beforeApplicationShutdown(): Promise<void> {
    const impatience = setTimeout(() => {
      this.runner.stop();
    }, this.config.SHUTDOWN_GRACE_MS);
    await this.worker.close();
    clearTimeout(impatience);
  }
}
