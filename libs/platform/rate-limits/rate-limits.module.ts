import { Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config.ts';
import { LOGGER } from '../logging.ts';
import { counter } from '../operations/metrics.ts';
import { SharedWindows } from './shared-windows.ts';
import { createWindowStore, WINDOW_SECONDS } from './window-store.ts';

const storeFailures = counter({
  name: 'rate_limit_store_failures_total',
  help: 'How often the store of the rate limits was away, so that requests passed',
});

/** While the store is away, it is mentioned this often. */
const MENTION_EVERY_MS = 10_000;

/** Limits of requests that all api processes share. */
@Module({
  providers: [{ provide: SharedWindows, useFactory: createWindows, inject: [CONFIG, DataSource, LOGGER] }],
  exports: [SharedWindows],
})
export class RateLimitsModule implements OnApplicationShutdown {
  constructor(private readonly windows: SharedWindows) {}

  onApplicationShutdown(): void {
    this.windows.close();
  }
}

function createWindows(config: Config, dataSource: DataSource, logger: Logger): SharedWindows {
  let mentionedAt = -Infinity;
  return new SharedWindows(createWindowStore(config, dataSource), WINDOW_SECONDS * 1000, (fault) => {
    storeFailures.inc();
    if (performance.now() - mentionedAt < MENTION_EVERY_MS) return;
    mentionedAt = performance.now();
    logger.warn({ err: fault }, 'rate limits unavailable: requests pass');
  });
}
