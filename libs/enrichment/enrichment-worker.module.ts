import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { ContactsModule } from '#contacts';
import { OutboundClient, RobotsRules, type Config } from '#platform';
import { EnrichmentModule } from './enrichment.module.ts';
import { ENRICHMENT_SOURCES, EnrichmentRunner, PAGE_FETCHER } from './enrichment-runner.ts';
import { JobLeases } from './job-leases.ts';
import { JobSweep } from './job-sweep.ts';
import { ResultWriter } from './result-writer.ts';
import { enrichmentSources } from './sources/index.ts';
import { WebPageFetcher } from './web/web-page-fetcher.ts';

/** The work on enrichment jobs: what a worker process has on top of EnrichmentModule. */
@Module({})
export class EnrichmentWorkerModule implements OnApplicationShutdown {
  constructor(@Inject(OutboundClient) private readonly outbound: OutboundClient) {}

  static for(config: Config): DynamicModule {
    const outbound = new OutboundClient({
      userAgent: config.OUTBOUND_USER_AGENT,
      allowedNetworks: config.OUTBOUND_ALLOWED_NETWORKS,
      connectTo: config.OUTBOUND_CONNECT_TO,
      maxBytes: config.OUTBOUND_MAX_BYTES,
      timeouts: { total: config.OUTBOUND_TIMEOUT_MS },
    });
    return {
      module: EnrichmentWorkerModule,
      imports: [EnrichmentModule, ContactsModule],
      providers: [
        { provide: OutboundClient, useValue: outbound },
        { provide: PAGE_FETCHER, useValue: new WebPageFetcher(outbound, new RobotsRules(outbound)) },
        { provide: ENRICHMENT_SOURCES, useValue: enrichmentSources },
        ...[EnrichmentRunner, JobLeases, JobSweep, ResultWriter],
      ],
      exports: [EnrichmentRunner, JobSweep],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.outbound.close();
  }
}
