import { InjectQueue } from '@nestjs/bullmq';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG, untilUsable, type Config } from '#platform';
import type { Queue } from 'bullmq';
import { DataSource } from 'typeorm';
import { EnrichmentJob } from './enrichment-job.entity.ts';

export const ENRICHMENT_QUEUE = 'enrichment';

/** What the queue carries of a job. */
export interface EnrichmentTask {
  readonly jobId: string;
}

/** How long a request waits for the queue. The sweep enqueues what did not get through. */
const ENQUEUE_TIMEOUT_MS = 2000;

/** Hands the ids of enrichment jobs to the workers. The job's row is committed first; the queue may be down. */
@Injectable()
export class JobQueue implements OnApplicationBootstrap {
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

  /** Enqueues a job; enqueuing it again while it waits or runs is no effect. @returns false if the queue is down */
  async enqueue(jobId: string): Promise<boolean> {
    try {
      // How often a job is tried is decided by its row. The queue only has to outlast that.
      const delivery = { attempts: 100, backoff: { type: 'exponential', delay: 500, jitter: 0.5 } };
      const options = { jobId, removeOnComplete: true, removeOnFail: true, ...delivery };
      await withTimeout(this.queue.add('enrich', { jobId }, options), ENQUEUE_TIMEOUT_MS);
    } catch {
      return false;
    }
    await this.dataSource.manager.update(EnrichmentJob, { id: jobId }, { enqueuedAt: () => 'now()' });
    return true;
  }

  /** Takes a job out of the queue where it is still waiting. One that runs notices by its row. */
  async remove(jobId: string): Promise<void> {
    await withTimeout(this.queue.remove(jobId), ENQUEUE_TIMEOUT_MS).catch(() => undefined);
  }

  /** @throws if the queue does not answer in time */
  async ping(): Promise<void> {
    await withTimeout(this.queue.getWaitingCount(), ENQUEUE_TIMEOUT_MS);
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
