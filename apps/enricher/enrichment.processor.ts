import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { EnrichmentRunner, ENRICHMENT_QUEUE, JobQueue, PermanentJobError, type EnrichmentTask } from '#enrichment';
import { CONFIG, logContext, LOGGER, untilUsable, type Config } from '#platform';
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

/** After an error of the queue, no job is asked for during this time. */
const BACKOFF_MS = 1000;
/** While the queue is away, it is mentioned this often. */
const MENTION_EVERY_MS = 10_000;

/** Takes enrichment jobs from the queue and hands them to the runner. */
@Processor(ENRICHMENT_QUEUE, WORKER_OPTIONS)
export class EnrichmentProcessor extends WorkerHost implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private backoff: NodeJS.Timeout | undefined;
  private mentionedAt = -Infinity;
  private stopping = false;
  private readonly work = new Set<Promise<unknown>>();

  constructor(
    private readonly runner: EnrichmentRunner,
    private readonly queue: JobQueue,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  async onApplicationBootstrap(): Promise<void> {
    this.worker.concurrency = this.config.ENRICHER_CONCURRENCY;
    await untilUsable(this.worker, this.config);
    this.worker.run().catch((error: unknown) => {
      this.logger.error({ err: error }, 'worker stopped');
    });
  }

  async process(task: Job<EnrichmentTask>, token?: string): Promise<void> {
    const work = this.run(task.data.jobId);
    this.work.add(work);
    const result = await work.finally(() => this.work.delete(work));
    if (typeof result === 'string') return;
    await task.moveToDelayed(Date.now() + result.retryAfterMs, token);
    throw new DelayedError();
  }

  /** BullMQ asks for the next job at once after most errors, which would keep the processor busy and fill the log. */
  @OnWorkerEvent('error')
  onError(error: Error): void {
    if (Date.now() - this.mentionedAt >= MENTION_EVERY_MS) {
      this.mentionedAt = Date.now();
      this.logger.warn({ err: error }, 'queue unavailable');
    }
    if (this.backoff || this.stopping) return;
    void this.worker.pause(true);
    this.backoff = setTimeout(() => {
      this.backoff = undefined;
      void this.worker.resume();
    }, BACKOFF_MS);
  }

  /** Takes no more jobs, lets those that run finish, and hands back what has not finished in time. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.backoff);
    const impatience = setTimeout(() => {
      this.runner.stop();
    }, this.config.SHUTDOWN_GRACE_MS);
    // Without its queue a worker would wait for ever to say what became of its jobs; their rows say it already.
    const reachable = await this.queue.ping().then(
      () => true,
      () => false,
    );
    if (!reachable) await Promise.allSettled(this.work);
    await this.worker.close(!reachable);
    clearTimeout(impatience);
  }

  private async run(jobId: string): ReturnType<EnrichmentRunner['run']> {
    const started = performance.now();
    try {
      const result = await logContext.run({ jobId }, () => this.runner.run(jobId));
      if (result === 'leased')
        this.logger.info({ jobId, durationMs: Math.round(performance.now() - started) }, 'job done');
      return result;
    } catch (error) {
      this.logger.error({ err: error, jobId }, 'enrichment job failed');
      throw error instanceof PermanentJobError ? new UnrecoverableError(error.message) : error;
    }
  }
}
