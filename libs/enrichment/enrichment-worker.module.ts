import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { ContactsModule } from '#contacts';
import { OutboundClient, RobotsRules, type Config } from '#platform';
import { DataSource } from 'typeorm';
import { EnrichmentModule } from './enrichment.module.ts';
import { EnrichmentRunner } from './enrichment-runner.ts';
import { DocumentStore } from './documents/document-store.ts';
import { JobContext } from './documents/job-context.ts';
import { JobLookups } from './documents/job-lookups.ts';
import { KeptPages } from './documents/kept-pages.ts';
import { ENRICHMENT_SOURCES, EvidenceCollector } from './evidence-collector.ts';
import { JobLeases } from './job-leases.ts';
import { JobSweep } from './job-sweep.ts';
import { ProviderCallLedger } from './ledger/provider-call-ledger.ts';
import { TextExtraction } from './llm/text-extraction.ts';
import { CallLimits } from './providers/call-limits.ts';
import { JobProgress } from './progress/job-progress.ts';
import { ProviderClient } from './providers/provider-client.ts';
import { ResultWriter } from './result-writer.ts';
import { PAGE_FETCHER } from './page-fetcher.ts';
import { createSources } from './sources/index.ts';
import { WebPageFetcher } from './web/web-page-fetcher.ts';

/** The work on enrichment jobs: what a worker process has on top of EnrichmentModule. */
@Module({})
export class EnrichmentWorkerModule implements OnApplicationShutdown {
  constructor(
    @Inject(OutboundClient) private readonly outbound: OutboundClient,
    private readonly limits: CallLimits,
  ) {}

  static for(config: Config): DynamicModule {
    const outbound = new OutboundClient({
      userAgent: config.OUTBOUND_USER_AGENT,
      allowedNetworks: config.OUTBOUND_ALLOWED_NETWORKS,
      connectTo: config.OUTBOUND_CONNECT_TO,
      maxBytes: config.OUTBOUND_MAX_BYTES,
      timeouts: { total: config.OUTBOUND_TIMEOUT_MS },
    });
    const pace = { timeout: config.PROVIDER_TIMEOUT_MS };
    return {
      module: EnrichmentWorkerModule,
      imports: [EnrichmentModule, ContactsModule],
      providers: [
        { provide: OutboundClient, useValue: outbound },
        { provide: PAGE_FETCHER, useValue: new WebPageFetcher(outbound, new RobotsRules(outbound)) },
        {
          provide: CallLimits,
          useFactory: (dataSource: DataSource) => new CallLimits(config, dataSource),
          inject: [DataSource],
        },
        {
          provide: ENRICHMENT_SOURCES,
          useFactory: (limits: CallLimits) =>
            createSources(config, (policy) => new ProviderClient(outbound, limits, policy, pace)),
          inject: [CallLimits],
        },
        ...[DocumentStore, JobContext, JobLookups, KeptPages],
        ...[EnrichmentRunner, EvidenceCollector, JobLeases, JobProgress, JobSweep],
        ...[ProviderCallLedger, ResultWriter, TextExtraction],
      ],
      exports: [EnrichmentRunner, JobSweep],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    this.limits.close();
    await this.outbound.close();
  }
}
