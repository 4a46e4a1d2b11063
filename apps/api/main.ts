import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  activeTracing,
  assertMigrated,
  createLogger,
  HealthService,
  readConfigOrExit,
  startOrExit,
  startTracing,
  stopOnSignal,
} from '#platform';
import { DataSource } from 'typeorm';
import { createApi } from './create-api.ts';
import { drainable } from './drain.ts';
import { EventStreams } from './http/event-streams.ts';

// By how much the heap may grow between two full collections. V8 goes by the machine's memory, and lets garbage that has
// outlived two short collections reach several times of what is in use: resident memory doubles, to no advantage.
setFlagsFromString('--heap-growing-percent=50');
setFlagsFromString('--expose-gc');
const collectAll = runInNewContext('gc') as () => void;

const config = readConfigOrExit('api');
const logger = createLogger('api', config.LOG_LEVEL);

await startOrExit('api', logger, async () => {
  await startTracing('api', config);
  const app = await createApi(config, logger);
  await assertMigrated(app.get(DataSource));
  const drain = drainable(app.getHttpServer());
  await app.listen(config.PORT, config.HOST);
  // The first collection sets the first limit; V8's own is some 100 MB away.
  collectAll();
  logger.info({ url: await app.getUrl() }, 'listening');
  stopOnSignal(logger, config.SHUTDOWN_GRACE_MS, async () => {
    app.get(HealthService).markStopping();
    app.get(EventStreams).stop();
    await drain(config.SHUTDOWN_GRACE_MS);
    await app.close();
    await activeTracing()?.stop();
  });
});
