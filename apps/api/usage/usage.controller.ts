import { Controller, Get, Query } from '@nestjs/common';
import { UsageService } from '#enrichment';
import type { Actor } from '#platform';
import { CurrentActor, RequireScope } from '../auth/access.decorators.ts';
import { Refuses } from '../http/documented.ts';
import { toUsageDto, UsageQuery, UsageResponse } from './usage.dto.ts';

@Controller('api/usage')
export class UsageController {
  constructor(private readonly usage: UsageService) {}

  /** Sum up a month's calls to paid providers and what they cost */
  @Get()
  @RequireScope('admin')
  @Refuses(400, 403)
  async getUsage(@CurrentActor() actor: Actor, @Query() { month }: UsageQuery): Promise<UsageResponse> {
    return { success: true, data: toUsageDto(await this.usage.report(actor, month)) };
  }
}
