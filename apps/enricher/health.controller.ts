import { Controller, Get, Res, type OnModuleInit } from '@nestjs/common';
import { JobQueue } from '#enrichment';
import { HealthService, type Readiness } from '#platform';
import type { Response } from 'express';

/** Liveness and readiness of a worker, for orchestrators. */
@Controller('health')
export class HealthController implements OnModuleInit {
  constructor(
    private readonly health: HealthService,
    private readonly queue: JobQueue,
  ) {}

  onModuleInit(): void {
    this.health.add({ name: 'queue', required: true, run: () => this.queue.ping() });
  }

  @Get('live')
  getLiveness(): { status: string } {
    return { status: 'ok' };
  }

  @Get('ready')
  async getReadiness(@Res({ passthrough: true }) response: Response): Promise<Readiness> {
    const readiness = await this.health.readiness();
    if (readiness.status === 'not_ready') response.status(503);
    return readiness;
  }
}
