import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG, LOGGER, type Config } from '#platform';
import type { Logger } from 'pino';
import { IdempotentRequests } from './idempotent-requests.ts';

/** How many are forgotten by one statement. */
const BATCH = 1000;

/** Forgets requests that are past their time, at the start and again and again. */
@Injectable()
export class ExpirySchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly requests: IdempotentRequests,
    @Inject(CONFIG) private readonly config: Pick<Config, 'IDEMPOTENCY_SWEEP_MS'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule(0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private schedule(delayMs: number): void {
    this.timer = setTimeout(() => {
      this.running = this.forgetAll();
    }, delayMs);
    this.timer.unref();
  }

  private async forgetAll(): Promise<void> {
    try {
      while (!this.stopped && (await this.requests.forgetExpired(BATCH)) === BATCH);
    } catch (error) {
      this.logger.warn({ err: error }, 'expired idempotent requests could not be forgotten');
    }
    if (!this.stopped) this.schedule(this.config.IDEMPOTENCY_SWEEP_MS);
  }
}
