import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import {
  activeTracing,
  assertMigrated,
  createLogger,
  HealthService,
  NestLogger,
  readConfigOrExit,
  startOrExit,
  startTracing,
  stopOnSignal,
} from '#platform';
import { DataSource } from 'typeorm';
import { AppModule } from './app.module.ts';

const config = readConfigOrExit('enricher');
const logger = createLogger('enricher', config.LOG_LEVEL);

await startOrExit('enricher', logger, async () => {
  await startTracing('enricher', config);
  const app = await NestFactory.create<NestExpressApplication>(AppModule.for(config, logger), {
    abortOnError: false,
    logger: new NestLogger(logger),
  });
  app.disable('x-powered-by');
  await assertMigrated(app.get(DataSource));
  await app.listen(config.ENRICHER_PORT, config.HOST);
  logger.info({ url: await app.getUrl() }, 'listening');
  stopOnSignal(logger, config.SHUTDOWN_GRACE_MS, async () => {
    app.get(HealthService).markStopping();
    await app.close();
    await activeTracing()?.stop();
  });
});
