import { Inject, Injectable } from '@nestjs/common';
import { hotQuery, logContext, LOGGER } from '#platform';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import type { CollectedResult } from '../collect.ts';
import type { Lease } from '../job-leases.ts';
import type { SourceFinishedData } from './job-event.entity.ts';

/** How many events one purge takes away at most, so that it never holds up a sweep. */
const PURGE_LIMIT = 5000;
/** For so long events of all jobs of this process are gathered, unless one of the jobs is about to end. */
const GATHER_MS = 50;

interface Untold {
  readonly lease: Lease;
  readonly data: SourceFinishedData;
}

/**
 * Each job's row is locked before its events get their ids, so that a reader who has seen an id has seen all smaller ones
 * of the job; in the order of their ids, so that two such statements never wait for each other.
 */
const TELL = `
  WITH told AS MATERIALIZED (
    SELECT job_id, token, data, position
    FROM unnest($1::text[], $2::uuid[], $3::jsonb[]) WITH ORDINALITY AS event (job_id, token, data, position)),
  held AS MATERIALIZED (
    SELECT organization_id, id, lease_token FROM enrichment_jobs
    WHERE id = ANY ($1) AND status = 'running' ORDER BY id FOR NO KEY UPDATE)
  INSERT INTO enrichment_job_events (organization_id, job_id, type, data)
  SELECT held.organization_id, held.id, 'source', told.data
  FROM told JOIN held ON held.id = told.job_id AND held.lease_token = told.token ORDER BY told.position`;

/**
 * The worker's part of a job's events; those of its status come from the database by itself. Never throws: who follows a
 * job may miss something, which is no reason for the job to fail.
 */
@Injectable()
export class JobProgress {
  private untold: Untold[] = [];
  private timer: NodeJS.Timeout | undefined;
  /** The batch that is being written, and the one that follows it. */
  private current: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Tells soon that a source is done. Has no effect if the job is no longer this lease's. */
  sourceFinished(lease: Lease, { source, outcome, reason, durationMs }: CollectedResult): void {
    this.untold.push({ lease, data: { source, outcome, reason, durationMs } });
    // What is logged is not about the job that happened to come first.
    this.timer ??= logContext.run({}, () => setTimeout(() => void this.tell(), GATHER_MS));
  }

  /** Tells all that was reported so far; resolves when that is done. Calls that come while it is busy share a batch. */
  tell(): Promise<void> {
    this.next ??= this.current.then(() => {
      clearTimeout(this.timer);
      const events = this.untold;
      [this.untold, this.timer, this.next] = [[], undefined, undefined];
      return (this.current = this.insert(events));
    });
    return this.next;
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

  private async insert(events: readonly Untold[]): Promise<void> {
    if (events.length === 0) return;
    try {
      await hotQuery(this.dataSource, TELL, [
        events.map(({ lease }) => lease.jobId),
        events.map(({ lease }) => lease.token),
        events.map(({ data }) => JSON.stringify(data)),
      ]);
    } catch (error) {
      this.logger.warn({ err: error, events: events.length }, 'progress not recorded');
    }
  }
}
