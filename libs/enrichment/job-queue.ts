import { InjectQueue } from '@nestjs/bullmq';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG, hotQuery, untilUsable, type Config } from '#platform';
import type { BulkJobOptions, Queue } from 'bullmq';
import { DataSource } from 'typeorm';

export const ENRICHMENT_QUEUE = 'enrichment';

/** What the queue carries of a job. */
export interface EnrichmentTask {
  readonly jobId: string;
}

/** How long the queue may take for an answer. The sweep enqueues what did not get through. */
const ENQUEUE_TIMEOUT_MS = 2000;

/** How often a job is tried is decided by its row. The queue only has to outlast that. */
const DELIVERY: BulkJobOptions = {
  ...{ attempts: 100, backoff: { type: 'exponential', delay: 500, jitter: 0.5 } },
  ...{ removeOnComplete: true, removeOnFail: true },
};

/**
 * Only for the sweep, which asks about jobs that wait. A row that somebody has locked is just being claimed or cancelled:
 * waiting for it, while holding others, could become a deadlock.
 */
const NOTE_ENQUEUED = `
  UPDATE enrichment_jobs SET enqueued_at = now() WHERE id IN (
    SELECT id FROM enrichment_jobs WHERE id = ANY ($1) AND status = 'queued' FOR NO KEY UPDATE SKIP LOCKED)`;

/** Hands the ids of enrichment jobs to the workers. The job's row is committed first; the queue may be down. */
@Injectable()
export class JobQueue implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private waiting = new Set<string>();
  private handing: Promise<void> | undefined;
  /** Those on their way into the queue. */
  private batch: Promise<unknown> = Promise.resolve();

  constructor(
    @InjectQueue(ENRICHMENT_QUEUE) private readonly queue: Queue<EnrichmentTask>,
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    // Without a listener BullMQ's connection errors would end the process; readiness reports them.
    this.queue.on('error', () => undefined);
  }

  onApplicationBootstrap(): Promise<void> {
    return untilUsable(this.queue, this.config);
  }

  /** Hands over what requests have left. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.handing;
  }

  /**
   * Enqueues a job soon, together with others that come at the same time, without keeping the caller waiting. What does
   * not get through is left to the sweep.
   */
  enqueueSoon(jobId: string): void {
    this.waiting.add(jobId);
    this.handing ??= this.handOver();
  }

  /** Enqueues jobs; enqueuing one again while it waits or runs is no effect. @returns false if the queue is down */
  async enqueue(jobIds: readonly string[]): Promise<boolean> {
    const tasks = jobIds.map((jobId) => ({ name: 'enrich', data: { jobId }, opts: { ...DELIVERY, jobId } }));
    try {
      await withTimeout(this.queue.addBulk(tasks), ENQUEUE_TIMEOUT_MS);
    } catch {
      return false;
    }
    await hotQuery(this.dataSource, NOTE_ENQUEUED, [jobIds]);
    return true;
  }

  /** Takes a job out of the queue where it is still waiting. One that runs notices by its row. */
  async remove(jobId: string): Promise<void> {
    // One that is just being handed over is in the queue only after that.
    if (!this.waiting.delete(jobId)) await this.batch;
    await withTimeout(this.queue.remove(jobId), ENQUEUE_TIMEOUT_MS).catch(() => undefined);
  }

  /** @throws if the queue does not answer in time */
  async ping(): Promise<void> {
    await withTimeout(this.queue.getWaitingCount(), ENQUEUE_TIMEOUT_MS);
  }

  /** How many tasks wait, run, and so on, by BullMQ's names of these states. @throws if the queue does not answer in time */
  counts(): Promise<Record<string, number>> {
    return withTimeout(this.queue.getJobCounts('waiting', 'active', 'delayed', 'failed'), ENQUEUE_TIMEOUT_MS);
  }

  private async handOver(): Promise<void> {
    // Requests whose rows are committed by the same turn of the event loop go together.
    await new Promise(setImmediate);
    while (this.waiting.size > 0) {
      const jobIds = [...this.waiting];
      this.waiting.clear();
      // Only the note can fail, without which the sweep enqueues once more, to no effect.
      this.batch = this.enqueue(jobIds).catch(() => undefined);
      await this.batch;
    }
    this.handing = undefined;
  }
}

async function withTimeout<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error('the queue did not answer in time'));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
