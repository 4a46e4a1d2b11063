import { Controller, Get, Param } from '@nestjs/common';
import { InsightsService } from '#contacts';
import type { Actor } from '#platform';
import { CurrentActor, RequireScope } from '../auth/access.decorators.ts';
import { Refuses } from '../http/documented.ts';
import { IdParams } from '../http/paging.dto.ts';
import { InsightsResponse, toInsightsDto } from './insights.dto.ts';

@Controller('api/contacts/:id/insights')
export class InsightsController {
  constructor(private readonly insights: InsightsService) {}

  /** Get a brief on a contact for someone about to reach out, each line with its evidence */
  @Get()
  @RequireScope('contacts:read')
  @Refuses(400, 403, 404)
  async getInsights(@CurrentActor() actor: Actor, @Param() { id }: IdParams): Promise<InsightsResponse> {
    return { success: true, data: toInsightsDto(await this.insights.get(actor, id)) };
  }
}
