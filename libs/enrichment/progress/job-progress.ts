import { Inject, Injectable } from '@nestjs/common';
import { LOGGER } from '#platform';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import type { CollectedResult } from '../collect.ts';
import type { Lease } from '../job-leases.ts';
import type { SourceFinishedData } from './job-event.entity.ts';

/** How many events one purge takes away at most, so that it never holds up a sweep. */
const PURGE_LIMIT = 5000;

/** The worker's part of a job's events; those of its status come from the database by itself. */
@Injectable()
export class JobProgress {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Tells that a source is done. Has no effect if the job is no longer this lease's. Never throws: who follows a job may
   * miss something, which is no reason for the job to fail.
   */
  async sourceFinished(lease: Lease, result: CollectedResult): Promise<void> {
    const { source, outcome, reason, durationMs } = result;
    const data: SourceFinishedData = { source, outcome, reason, durationMs };
    try {
      // The lock comes before the id, so that a reader who has seen an id has seen all smaller ones of the job.
      await this.dataSource.query(
        `INSERT INTO enrichment_job_events (organization_id, job_id, type, data)
         SELECT organization_id, id, 'source', $3::jsonb FROM enrichment_jobs
         WHERE id = $1 AND status = 'running' AND lease_token = $2 FOR NO KEY UPDATE`,
        [lease.jobId, lease.token, JSON.stringify(data)],
      );
    } catch (error) {
      this.logger.warn({ err: error, jobId: lease.jobId }, 'progress not recorded');
    }
  }

  /** Forgets how jobs got to their end, a day after it. That they ended, and how, stays. */
  async purge(): Promise<void> {
    await this.dataSource.query(
      `DELETE FROM enrichment_job_events WHERE id = ANY (ARRAY(
         SELECT event.id FROM enrichment_job_events event JOIN enrichment_jobs job ON job.id = event.job_id
         WHERE (event.type = 'source' OR event.data ->> 'status' IN ('queued', 'running'))
           AND event.created_at < now() - interval '1 day' AND job.finished_at < now() - interval '1 day'
         ORDER BY event.created_at LIMIT $1 FOR UPDATE OF event SKIP LOCKED))`,
      [PURGE_LIMIT],
    );
  }
}
