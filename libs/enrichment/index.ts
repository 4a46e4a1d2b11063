export { EnrichmentModule } from './enrichment.module.ts';
export { EnrichmentRunner, PermanentJobError } from './enrichment-runner.ts';
export { EnrichmentWorkerModule } from './enrichment-worker.module.ts';
export { ENRICHMENT_QUEUE, JobQueue, type EnrichmentTask } from './job-queue.ts';
export { JobSweep } from './job-sweep.ts';
export { EnrichmentJobsService, type JobReport, type PlannedEnrichment, type RequestedJob } from './jobs.service.ts';
export { UsageService, type UsageReport } from './ledger/usage.service.ts';
export type { EnrichmentOptions } from './planning/options.ts';
export { SourceStatusService, type SourceStatus } from './source-status.service.ts';
