import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Logger } from 'pino';
import { AuditEvent } from './audit/audit-event.entity.ts';
import { AuditTrail } from './audit/audit-trail.ts';
import { CONFIG, type Config } from './config.ts';
import { databaseOptions } from './database.ts';
import { DatabaseProbe } from './database-probe.ts';
import { HealthService } from './health.ts';
import { LOGGER } from './logging.ts';
import { OperationsModule } from './operations/operations.module.ts';
import { queueOptions } from './queue.ts';

/** What every process of the product has: settings, logger, database, queue, health. */
@Module({})
export class PlatformModule {
  static forApp(app: string, config: Config, logger: Logger, role: 'producer' | 'consumer'): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      imports: [
        TypeOrmModule.forRoot(databaseOptions(config, app)),
        TypeOrmModule.forFeature([AuditEvent]),
        BullModule.forRoot(queueOptions(config, role)),
        OperationsModule.on(operationsPort(app, config)),
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOGGER, useValue: logger },
        AuditTrail,
        HealthService,
        DatabaseProbe,
      ],
      exports: [CONFIG, LOGGER, AuditTrail, HealthService, DatabaseProbe],
    };
  }
}

function operationsPort(app: string, config: Config): number | undefined {
  const ports: Readonly<Record<string, number | undefined>> = {
    api: config.OPERATIONS_PORT,
    enricher: config.ENRICHER_OPERATIONS_PORT,
  };
  return ports[app];
}
