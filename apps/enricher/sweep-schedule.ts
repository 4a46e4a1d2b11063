import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { JobSweep } from '#enrichment';
import { CONFIG, LOGGER, type Config } from '#platform';
import type { Logger } from 'pino';

/** Runs the sweep again and again, one at a time. */
@Injectable()
export class SweepSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly sweep: JobSweep,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.runAndSchedule();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async runAndSchedule(): Promise<void> {
    try {
      const enqueued = await this.sweep.run();
      if (enqueued > 0) this.logger.info({ enqueued }, 'sweep enqueued overdue jobs');
    } catch (error) {
      this.logger.warn({ err: error }, 'sweep failed');
    }
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.runAndSchedule();
    }, this.config.ENRICHMENT_SWEEP_MS);
  }
}
