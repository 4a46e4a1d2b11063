import { Controller, Get, Res, type OnModuleInit } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOkResponse, ApiProperty, ApiServiceUnavailableResponse } from '@nestjs/swagger';
import { JobQueue } from '#enrichment';
import { HealthService, type Readiness } from '#platform';
import type { Response } from 'express';
import { Public } from '../auth/access.decorators.ts';
import { ErrorDto } from '../http/error.dto.ts';

class LivenessDto {
  @ApiProperty({ example: 'ok' })
  status: string;
}

class ReadinessDto {
  /** `degraded`: requests are served, but enrichment waits for the queue. @example "ready" */
  @ApiProperty({ enum: ['ready', 'degraded', 'not_ready'] })
  status: Readiness['status'];
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string', enum: ['up', 'down'] } })
  checks: Readiness['checks'];
}

@Controller('health')
@ApiBadRequestResponse({ type: ErrorDto, description: 'It takes no parameters' })
export class HealthController implements OnModuleInit {
  constructor(
    private readonly health: HealthService,
    private readonly queue: JobQueue,
  ) {}

  onModuleInit(): void {
    this.health.add({ name: 'queue', required: false, run: () => this.queue.ping() });
  }

  /** Whether the process is alive */
  @Get('live')
  @Public()
  getLiveness(): LivenessDto {
    return { status: 'ok' };
  }

  /** Whether the process can serve requests: its database and queue */
  @Get('ready')
  @Public()
  @ApiOkResponse({ type: ReadinessDto })
  @ApiServiceUnavailableResponse({
    type: ReadinessDto,
    description: 'The database is away, or the process is stopping',
  })
  async getReadiness(@Res({ passthrough: true }) response: Response): Promise<ReadinessDto> {
    const readiness = await this.health.readiness();
    if (readiness.status === 'not_ready') response.status(503);
    return readiness;
  }
}
