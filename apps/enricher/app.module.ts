import { Module, type DynamicModule } from '@nestjs/common';
import { EnrichmentModule, EnrichmentWorkerModule } from '#enrichment';
import { PlatformModule, type Config } from '#platform';
import type { Logger } from 'pino';
import { EnrichmentProcessor } from './enrichment.processor.ts';
import { HealthController } from './health.controller.ts';
import { SweepSchedule } from './sweep-schedule.ts';

/** A worker: takes enrichment jobs from the queue. */
@Module({})
export class AppModule {
  static for(config: Config, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forApp('enricher', config, logger, 'consumer'),
        EnrichmentModule,
        EnrichmentWorkerModule.for(config),
      ],
      controllers: [HealthController],
      providers: [EnrichmentProcessor, SweepSchedule],
    };
  }
}
