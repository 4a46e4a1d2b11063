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
import { QueueDashboard } from './operation/queue-dashboard.ts';
import { QueueMetrics } from './operation/queue-metrics.ts';
import { EnrichmentPlanner } from './planning/enrichment-planner.ts';
import { ContactErasureService } from './person-data/contact-erasure.service.ts';
import { ContactExportService } from './person-data/contact-export.service.ts';
import { JobEvent } from './progress/job-event.entity.ts';
import { JobEventPoller } from './progress/job-event-poller.ts';
import { JobEventsService } from './progress/job-events.service.ts';
import { SourceStatusService } from './source-status.service.ts';
import { SourceResult } from './source-result.entity.ts';

const services = [
  ...[EnrichmentJobsService, EvidenceDocumentsService, JobEventsService, SourceStatusService, UsageService],
  ...[ContactErasureService, ContactExportService, EnrichmentPlanner, JobQueue],
];

/** Requesting enrichment and following its jobs. The work itself is in EnrichmentWorkerModule. */
@Module({
  imports: [
    ContactsModule,
    TypeOrmModule.forFeature([EnrichmentJob, JobEvent, SourceResult, ProviderCall, StoredDocument]),
    BullModule.registerQueue({ name: ENRICHMENT_QUEUE }),
  ],
  providers: [...services, JobEventPoller, QueueDashboard, QueueMetrics],
  exports: services,
})
export class EnrichmentModule {}
