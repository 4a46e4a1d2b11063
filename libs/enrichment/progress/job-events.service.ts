import { Injectable } from '@nestjs/common';
import { visibleContacts } from '#contacts';
import { hotQuery, type Actor } from '#platform';
import { DataSource } from 'typeorm';
import { EnrichmentJobsService } from '../jobs.service.ts';
import { JobEventPoller, type JobCursor, type JobHappening, type JobNews } from './job-event-poller.ts';

/** A job's events as they come; ends after the last, or soon after `signal`. */
export type JobEventStream = (signal: AbortSignal) => AsyncIterable<JobHappening>;

/** Ids start at 1. */
const BEFORE_ALL = '0';

/** Lets users follow what happens to an enrichment job, as far as they may see it. */
@Injectable()
export class JobEventsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly jobs: EnrichmentJobsService,
    private readonly poller: JobEventPoller,
  ) {}

  /**
   * All events of a job so far, and then each that follows, in order and without gaps.
   * @param after the id of the last event that is known already, or null
   * @returns null where all events are known already and none can follow
   * @throws DomainError `job_not_found`, also for a job of a contact that the actor may not see
   */
  async follow(actor: Actor, jobId: string, after: string | null): Promise<JobEventStream | null> {
    await this.jobs.get(actor, jobId);
    const cursor = { organizationId: actor.organizationId, jobId, after: after ?? BEFORE_ALL };
    const first = await this.poller.read(cursor);
    if (after !== null && first.over && first.events.length === 0) return null;
    return (signal) => this.continue(cursor, first, signal);
  }

  /** Whether the actor may see a job at this moment: its contact may have become private, or been erased. */
  async isVisible(actor: Actor, jobId: string): Promise<boolean> {
    const visible = visibleContacts(actor).where('j.id = ?', jobId);
    const rows = await hotQuery(
      this.dataSource,
      `SELECT j.id FROM enrichment_jobs j
       JOIN contacts c ON c.organization_id = j.organization_id AND c.id = j.contact_id WHERE ${visible.sql}`,
      visible.parameters,
    );
    return rows.length > 0;
  }

  private async *continue(cursor: JobCursor, first: JobNews, signal: AbortSignal): AsyncGenerator<JobHappening> {
    let { after } = cursor;
    for (let news = first; ; news = await this.poller.next({ ...cursor, after }, signal)) {
      yield* news.events;
      if (news.over) return;
      after = news.events.at(-1)?.id ?? after;
    }
  }
}
