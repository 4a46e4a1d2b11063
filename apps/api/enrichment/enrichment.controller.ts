import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { EnrichmentJobsService } from '#enrichment';
import type { Actor } from '#platform';
import { CurrentActor, RequireScope, type AuthenticatedRequest } from '../auth/access.decorators.ts';
import { Once, Refuses } from '../http/documented.ts';
import { Idempotency } from '../http/idempotency.ts';
import { IdParams, PagingQuery, toPageDto } from '../http/paging.dto.ts';
import {
  EnrichContactDto,
  enrichContactExamples,
  JobRequestedResponse,
  toJobRequestedResponse,
  toPlannedResponse,
} from './enrich-contact.dto.ts';
import {
  EnrichmentJobCancelledResponse,
  EnrichmentJobListResponse,
  EnrichmentJobResponse,
  JobIdParams,
  toEnrichmentJobDto,
} from './enrichment-job.dto.ts';

@Controller('api')
export class EnrichmentController {
  constructor(
    private readonly jobs: EnrichmentJobsService,
    private readonly idempotency: Idempotency,
  ) {}

  /** Ask for a contact to be enriched, or with `dryRun` what that would do and cost */
  @Post('contacts/:id/enrich')
  @HttpCode(200)
  @RequireScope('enrichment:run')
  @ApiBody({ type: EnrichContactDto, required: false, examples: enrichContactExamples })
  @Once()
  @Refuses(400, 403, 404)
  async enrichContact(
    @Req() request: AuthenticatedRequest,
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Body() { dryRun = false, ...options }: EnrichContactDto,
  ): Promise<JobRequestedResponse> {
    return this.idempotency.once(
      request,
      async (manager) =>
        dryRun
          ? toPlannedResponse(await this.jobs.plan(actor, id, options, manager))
          : toJobRequestedResponse(await this.jobs.request(actor, id, options, manager)),
      { contactOf: () => id },
    );
  }

  /** List a contact's enrichment jobs, newest first */
  @Get('contacts/:id/enrichment-jobs')
  @RequireScope('contacts:read', 'enrichment:run')
  @Refuses(400, 403, 404)
  async listEnrichmentJobs(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParams,
    @Query() paging: PagingQuery,
  ): Promise<EnrichmentJobListResponse> {
    const page = await this.jobs.listForContact(actor, id, paging);
    return { success: true, data: { enrichmentJobs: page.items.map(toEnrichmentJobDto), ...toPageDto(page, paging) } };
  }

  /** Get an enrichment job with what each source gave */
  @Get('enrichment-jobs/:jobId')
  @RequireScope('contacts:read', 'enrichment:run')
  @Refuses(400, 403, 404)
  async getEnrichmentJob(
    @CurrentActor() actor: Actor,
    @Param() { jobId }: JobIdParams,
  ): Promise<EnrichmentJobResponse> {
    return { success: true, data: toEnrichmentJobDto(await this.jobs.get(actor, jobId)) };
  }

  /** Cancel a live enrichment job */
  @Post('enrichment-jobs/:jobId/cancel')
  @HttpCode(200)
  @RequireScope('enrichment:run')
  @Once()
  @Refuses(400, 403, 404)
  async cancelEnrichmentJob(
    @Req() request: AuthenticatedRequest,
    @CurrentActor() actor: Actor,
    @Param() { jobId }: JobIdParams,
  ): Promise<EnrichmentJobCancelledResponse> {
    const job = await this.idempotency.once(
      request,
      async (manager) => toEnrichmentJobDto(await this.jobs.cancel(actor, jobId, manager)),
      { contactOf: ({ contactId }) => contactId },
    );
    return { success: true, data: job, message: 'Enrichment job cancelled' };
  }
}
