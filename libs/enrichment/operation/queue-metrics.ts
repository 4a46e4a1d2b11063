import { Injectable, type OnModuleInit } from '@nestjs/common';
import { askedGauge } from '#platform';
import { DataSource } from 'typeorm';
import { JobQueue } from '../job-queue.ts';

interface LiveJobs {
  readonly status: string;
  readonly jobs: number;
  readonly oldestSeconds: number;
}

/** Walks enrichment_jobs_live_key, which holds live jobs alone. */
const LIVE_JOBS = `
  SELECT status, count(*)::int AS jobs, extract(epoch FROM now() - min(created_at))::float8 AS "oldestSeconds"
  FROM enrichment_jobs WHERE status IN ('queued', 'running') GROUP BY status`;

/** How much work there is, as its rows and the queue say. Every process says the same of it. */
@Injectable()
export class QueueMetrics implements OnModuleInit {
  private asking: Promise<LiveJobs[]> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly queue: JobQueue,
  ) {}

  onModuleInit(): void {
    askedGauge(
      { name: 'enrichment_jobs_live', help: 'Jobs that have not ended, by status', labels: ['status'] },
      async () => {
        const live = await this.liveJobs();
        return ['queued', 'running'].map((status) => [
          { status },
          live.find((one) => one.status === status)?.jobs ?? 0,
        ]);
      },
    );
    askedGauge(
      { name: 'enrichment_oldest_queued_job_seconds', help: 'Age of the oldest job that waits; 0 without any' },
      async () => {
        const live = await this.liveJobs();
        return [[{}, live.find(({ status }) => status === 'queued')?.oldestSeconds ?? 0]];
      },
    );
    askedGauge(
      { name: 'enrichment_queue_tasks', help: 'What the queue holds, by state', labels: ['state'] },
      async () => Object.entries(await this.queue.counts()).map(([state, count]) => [{ state }, count]),
    );
  }

  /** One question for all that ask meanwhile: the metrics of a scrape, and the next scrape where nobody answers. */
  private liveJobs(): Promise<LiveJobs[]> {
    this.asking ??= this.dataSource.query<LiveJobs[]>(LIVE_JOBS).finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }
}
