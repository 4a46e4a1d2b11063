import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactsModule } from '#contacts';
import { EvidenceDocumentsService } from './documents/evidence-documents.service.ts';
import { StoredDocument } from './documents/stored-document.entity.ts';
import { EnrichmentJob } from './enrichment-job.entity.ts';
import { ENRICHMENT_QUEUE, JobQueue } from './job-queue.ts';
import { EnrichmentJobsService } from './jobs.service.ts';
import { ProviderCall } from './ledger/provider-call.entity.ts';
import { UsageService } from './ledger/usage.service.ts';
import { EnrichmentPlanner } from './planning/enrichment-planner.ts';
import { SourceStatusService } from './source-status.service.ts';
import { SourceResult } from './source-result.entity.ts';

/** Requesting enrichment and following its jobs. The work itself is in EnrichmentWorkerModule. */
@Module({
  imports: [
    ContactsModule,
    TypeOrmModule.forFeature([EnrichmentJob, SourceResult, ProviderCall, StoredDocument]),
    BullModule.registerQueue({ name: ENRICHMENT_QUEUE }),
  ],
  providers: [
    EnrichmentJobsService,
    EnrichmentPlanner,
    EvidenceDocumentsService,
    JobQueue,
    SourceStatusService,
    UsageService,
  ],
  exports: [
    EnrichmentJobsService,
    EnrichmentPlanner,
    EvidenceDocumentsService,
    JobQueue,
    SourceStatusService,
    UsageService,
  ],
})
export class EnrichmentModule {}
