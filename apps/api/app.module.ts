import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { AccountsModule } from '#accounts';
import { ContactsModule } from '#contacts';
import { EnrichmentModule } from '#enrichment';
import { IdempotencyModule } from '#idempotency';
import { PlatformModule, RateLimitsModule, type Config } from '#platform';
import type { Logger } from 'pino';
import { ApiKeysController } from './api-keys/api-keys.controller.ts';
import { AuditEventsController } from './audit/audit-events.controller.ts';
import { AccessAudit } from './auth/access-audit.ts';
import { AccessGuard } from './auth/access.guard.ts';
import { RefusedKeys } from './auth/refused-keys.ts';
import { RequestLimits } from './auth/request-limits.ts';
import { BarredEmailsController } from './barred-emails/barred-emails.controller.ts';
import { CompaniesController } from './companies/companies.controller.ts';
import { ContactExportController } from './contacts/contact-export.controller.ts';
import { ContactsController } from './contacts/contacts.controller.ts';
import { EvidenceDocumentController } from './contacts/evidence-document.controller.ts';
import { InsightsController } from './contacts/insights.controller.ts';
import { SuggestionsController } from './contacts/suggestions.controller.ts';
import { EnrichmentController } from './enrichment/enrichment.controller.ts';
import { JobEventsController } from './enrichment/job-events.controller.ts';
import { SourcesController } from './enrichment/sources.controller.ts';
import { HealthController } from './health/health.controller.ts';
import { ErrorFilter } from './http/error.filter.ts';
import { EventStreams } from './http/event-streams.ts';
import { Idempotency } from './http/idempotency.ts';
import { ListCursors } from './http/list-cursors.ts';
import { RequestValidationPipe } from './http/request-validation.pipe.ts';
import { UnexpectedInputGuard } from './http/unexpected-input.guard.ts';
import { UsageController } from './usage/usage.controller.ts';
import { UsersController } from './users/users.controller.ts';

/** The HTTP side of the product. */
@Module({})
export class AppModule {
  static for(config: Config, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forApp('api', config, logger, 'producer'),
        AccountsModule,
        ContactsModule,
        EnrichmentModule,
        IdempotencyModule,
        DiscoveryModule,
        RateLimitsModule,
      ],
      controllers: [
        ContactsController,
        ContactExportController,
        SuggestionsController,
        InsightsController,
        EvidenceDocumentController,
        EnrichmentController,
        JobEventsController,
        SourcesController,
        CompaniesController,
        UsersController,
        UsageController,
        ApiKeysController,
        AuditEventsController,
        BarredEmailsController,
        HealthController,
      ],
      providers: [
        AccessAudit,
        Idempotency,
        RefusedKeys,
        RequestLimits,
        ListCursors,
        { provide: EventStreams, useValue: new EventStreams() },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: UnexpectedInputGuard },
        { provide: APP_PIPE, useClass: RequestValidationPipe },
        { provide: APP_FILTER, useValue: new ErrorFilter(logger) },
      ],
    };
  }
}
