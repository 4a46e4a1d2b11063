import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SourceStatusService } from '#enrichment';
import type { Actor } from '#platform';
import { CurrentActor, RequireScope } from '../auth/access.decorators.ts';
import { Refuses } from '../http/documented.ts';
import { SourceListResponse, toSourceDto } from './source.dto.ts';

@Controller('api/enrichment/sources')
@ApiTags('Enrichment')
export class SourcesController {
  constructor(private readonly sources: SourceStatusService) {}

  /** List the sources of enrichment: which are on, why others are not, how each has fared in the last 24 hours */
  @Get()
  @RequireScope('contacts:read')
  @Refuses(400, 403)
  async listSources(@CurrentActor() actor: Actor): Promise<SourceListResponse> {
    return { success: true, data: { sources: (await this.sources.list(actor)).map(toSourceDto) } };
  }
}
