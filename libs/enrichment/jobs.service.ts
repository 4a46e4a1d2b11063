import { Injectable } from '@nestjs/common';
import { ContactsService, ProfileService } from '#contacts';
import { afterCommit, byActor, DomainError, recordAudit, type Actor, type Page, type Paging } from '#platform';
import { DataSource, In, type EntityManager } from 'typeorm';
import { EnrichmentJob } from './enrichment-job.entity.ts';
import { JobQueue } from './job-queue.ts';
import { assertHasEmail, requestJob, type JobContact, type RequestedJob } from './job-request.ts';
import { EnrichmentPlanner } from './planning/enrichment-planner.ts';
import type { EnrichmentOptions } from './planning/options.ts';
import type { EnrichmentPlan } from './planning/plan.ts';
import { SourceResult } from './source-result.entity.ts';

/** A job with what each source gave. */
export interface JobReport {
  readonly job: EnrichmentJob;
  readonly sources: readonly SourceResult[];
}

/** What a request would do. */
export interface PlannedEnrichment {
  readonly contact: JobContact;
  readonly plan: EnrichmentPlan;
}

/** Requests, shows and cancels enrichment jobs, as far as the actor may see their contacts. */
@Injectable()
export class EnrichmentJobsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly contacts: ContactsService,
    private readonly profiles: ProfileService,
    private readonly queue: JobQueue,
    private readonly planner: EnrichmentPlanner,
  ) {}

  /**
   * Asks for a contact to be enriched. A contact has at most one live job, which is returned if there is one.
   * @throws DomainError `contact_not_found`, `contact_email_required`; `invalid_request` for impossible options
   */
  async request(
    actor: Actor,
    contactId: string,
    options: EnrichmentOptions = {},
    manager = this.dataSource.manager,
  ): Promise<RequestedJob> {
    this.planner.assertPossible(options);
    const requested = await requestJob(manager, actor, contactId, options);
    if (requested.created) {
      await afterCommit(manager, () => {
        this.queue.enqueueSoon(requested.jobId);
      });
    }
    return requested;
  }

  /**
   * What such a request would do, and cost at most. Nothing is called or written.
   * @throws DomainError as {@link request}
   */
  async plan(
    actor: Actor,
    contactId: string,
    options: EnrichmentOptions,
    manager = this.dataSource.manager,
  ): Promise<PlannedEnrichment> {
    this.planner.assertPossible(options);
    const contact = await this.contacts.get(actor, contactId, manager);
    assertHasEmail(contact);
    const record = await this.profiles.read(manager, actor.organizationId, contactId);
    // It was erased this very moment: asking again says so.
    if (!record) return this.plan(actor, contactId, options, manager);
    return { contact, plan: this.planner.plan(record, options) };
  }

  /** @throws DomainError `job_not_found`, also for a job of a contact that the actor may not see */
  async get(actor: Actor, jobId: string, manager = this.dataSource.manager): Promise<JobReport> {
    const job = await manager.findOneBy(EnrichmentJob, {
      organizationId: actor.organizationId,
      id: jobId,
    });
    if (!job) throw jobNotFound();
    await this.contacts.get(actor, job.contactId, manager).catch((error: unknown) => {
      throw error instanceof DomainError ? jobNotFound() : error;
    });
    return { job, sources: await this.sourcesOf(manager, actor, [job]) };
  }

  /** The contact's jobs, newest first. @throws DomainError `contact_not_found` */
  async listForContact(actor: Actor, contactId: string, paging: Paging): Promise<Page<JobReport>> {
    await this.contacts.get(actor, contactId);
    const [jobs, total] = await this.dataSource.manager.findAndCount(EnrichmentJob, {
      where: { organizationId: actor.organizationId, contactId },
      order: { createdAt: 'DESC', id: 'DESC' },
      take: paging.limit,
      skip: paging.offset,
    });
    return { items: await this.withSources(actor, jobs), total };
  }

  /**
   * Ends a live job without effect, at once: a worker that is busy with it can no longer write its result.
   * @throws DomainError `job_not_found`, `job_already_ended`
   */
  async cancel(actor: Actor, jobId: string, source = this.dataSource.manager): Promise<JobReport> {
    const { job } = await this.get(actor, jobId, source);
    const cancelled = await source.transaction(async (manager) => {
      const { affected } = await manager.update(
        EnrichmentJob,
        { organizationId: actor.organizationId, id: jobId, status: In(['queued', 'running']) },
        { status: 'cancelled', finishedAt: () => 'now()', leaseToken: null, leaseExpiresAt: null },
      );
      const subject = { subjectType: 'contact', subjectId: job.contactId, partId: jobId } as const;
      if (affected === 1) await recordAudit(manager, byActor(actor), [{ action: 'enrichment.cancelled', ...subject }]);
      return affected === 1;
    });
    await afterCommit(source, () => this.queue.remove(jobId));
    const report = await this.get(actor, jobId, source);
    if (!cancelled && report.job.status !== 'cancelled') {
      const message = `Enrichment job has already ended as ${report.job.status}`;
      throw new DomainError('job_already_ended', message, { contactId: job.contactId });
    }
    return report;
  }

  private async withSources(actor: Actor, jobs: readonly EnrichmentJob[]): Promise<JobReport[]> {
    const results = await this.sourcesOf(this.dataSource.manager, actor, jobs);
    return jobs.map((job) => ({ job, sources: results.filter((result) => result.jobId === job.id) }));
  }

  private sourcesOf(manager: EntityManager, actor: Actor, jobs: readonly EnrichmentJob[]): Promise<SourceResult[]> {
    return manager.find(SourceResult, {
      where: { organizationId: actor.organizationId, jobId: In(jobs.map((job) => job.id)) },
      order: { startedAt: 'ASC', source: 'ASC' },
    });
  }
}

function jobNotFound(): DomainError {
  return new DomainError('job_not_found', 'Enrichment job not found');
}
