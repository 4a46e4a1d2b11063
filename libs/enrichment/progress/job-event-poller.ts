import { Inject, Injectable } from '@nestjs/common';
import { LOGGER } from '#platform';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import type { JobEvent } from './job-event.entity.ts';

const POLL_MS = 300;
/** Events of one job that are read at a time: what a slow reader can make this process hold. */
const BATCH = 100;

/** How far somebody has read a job's events. */
export interface JobCursor {
  readonly organizationId: string;
  readonly jobId: string;
  /** The id of the last event that was read. */
  readonly after: string;
}

/** An event as it is told. */
export type JobHappening = Pick<JobEvent, 'id' | 'type' | 'data' | 'createdAt'>;

/** What has happened after a cursor. */
export interface JobNews {
  readonly events: readonly JobHappening[];
  /** Nothing will ever follow these: the job has ended or was erased. */
  readonly over: boolean;
}

interface Waiter extends JobCursor {
  readonly tell: (news: JobNews) => void;
}

interface NewsRow extends Pick<JobEvent, 'type' | 'data' | 'createdAt'> {
  readonly index: number;
  readonly live: boolean;
  /** Null where there is no event, but an end to tell of. */
  readonly id: string | null;
}

const NEVER_MORE: JobNews = { events: [], over: true };

/**
 * Reads events for everybody in this process who waits for some: one query at a time for all of them, and none while
 * nobody waits. Polling also works where LISTEN does not, as behind a pooler in transaction mode.
 */
@Injectable()
export class JobEventPoller {
  private readonly waiters = new Set<Waiter>();
  private polling = false;
  private failing = false;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** What there is after a cursor, now. */
  async read(cursor: JobCursor): Promise<JobNews> {
    return (await this.newsOf([cursor])).get(0) ?? { events: [], over: false };
  }

  /** Waits for what comes after a cursor, or for `signal`, after which nothing more is told. */
  next(cursor: JobCursor, signal: AbortSignal): Promise<JobNews> {
    if (signal.aborted) return Promise.resolve(NEVER_MORE);
    return new Promise((resolve) => {
      const tell = (news: JobNews): void => {
        this.waiters.delete(waiter);
        signal.removeEventListener('abort', leave);
        resolve(news);
      };
      const leave = (): void => {
        tell(NEVER_MORE);
      };
      const waiter: Waiter = { ...cursor, tell };
      signal.addEventListener('abort', leave);
      this.waiters.add(waiter);
      if (!this.polling) void this.poll();
    });
  }

  private async poll(): Promise<void> {
    this.polling = true;
    while (this.waiters.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      await this.tick().then(
        () => (this.failing = false),
        // Streams outlast an outage: a browser would not come back from a refusal.
        (error: unknown) => {
          if (!this.failing) this.logger.warn({ err: error }, 'job events cannot be read');
          this.failing = true;
        },
      );
    }
    this.polling = false;
  }

  private async tick(): Promise<void> {
    const waiters = [...this.waiters];
    if (waiters.length === 0) return;
    for (const [index, news] of await this.newsOf(waiters)) waiters[index]?.tell(news);
  }

  /** By index, for those cursors only that there is news of. Each is two lookups by index, however many jobs there are. */
  private async newsOf(cursors: readonly JobCursor[]): Promise<ReadonlyMap<number, JobNews>> {
    const rows = await this.dataSource.query<NewsRow[]>(
      `SELECT watched.position::int - 1 AS index, coalesce(job.live, false) AS live, event.*
       FROM unnest($1::uuid[], $2::text[], $3::bigint[]) WITH ORDINALITY AS watched (organization_id, job_id, after, position)
       LEFT JOIN LATERAL (
         SELECT status IN ('queued', 'running') AS live FROM enrichment_jobs
         WHERE organization_id = watched.organization_id AND id = watched.job_id LIMIT 1) job ON true
       LEFT JOIN LATERAL (
         SELECT id, type, data, created_at AS "createdAt" FROM enrichment_job_events
         WHERE organization_id = watched.organization_id AND job_id = watched.job_id AND id > watched.after
         ORDER BY id LIMIT ${BATCH}) event ON true
       WHERE event.id IS NOT NULL OR job.live IS NOT TRUE
       ORDER BY watched.position, event.id`,
      [cursors.map((at) => at.organizationId), cursors.map((at) => at.jobId), cursors.map((at) => at.after)],
    );
    const rowsOf = new Map<number, NewsRow[]>();
    for (const row of rows) rowsOf.set(row.index, [...(rowsOf.get(row.index) ?? []), row]);
    return new Map([...rowsOf].map(([index, found]) => [index, toNews(found)]));
  }
}

function toNews(rows: readonly NewsRow[]): JobNews {
  const events = rows.flatMap(({ id, type, data, createdAt }) => (id === null ? [] : [{ id, type, data, createdAt }]));
  return { events, over: events.length < BATCH && rows.every(({ live }) => !live) };
}
