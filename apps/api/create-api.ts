import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { activeTracing, DatabaseProbe, NestLogger, type Config } from '#platform';
import type { Logger } from 'pino';
import { AppModule } from './app.module.ts';
import { crossOriginOptions } from './http/cross-origin.ts';
import { databaseWatch } from './http/database-watch.ts';
import { HttpAdapter } from './http/http-adapter.ts';
import { jsonBody } from './http/json-body.ts';
import { requestContext } from './http/request-context.ts';
import { requestTracing } from './http/request-tracing.ts';
import { securityHeaders } from './http/security-headers.ts';
import { requestBounds } from './http/server-bounds.ts';
import { createDocument, serveDocument } from './openapi.ts';

/** The api, ready to listen. */
export async function createApi(config: Config, logger: Logger): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.for(config, logger),
    new HttpAdapter(config, logger),
    {
      abortOnError: false,
      bodyParser: false,
      logger: new NestLogger(logger),
    },
  );
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', config.TRUSTED_PROXIES);
  app.use(requestContext(logger), securityHeaders());
  if (config.CORS_ORIGINS.length > 0) app.enableCors(crossOriginOptions(config.CORS_ORIGINS));
  app.use(requestBounds(), jsonBody(), databaseWatch(app.get(DatabaseProbe)));
  const tracing = activeTracing();
  if (tracing) app.use(requestTracing(tracing));
  serveDocument(app, createDocument(app));
  return app;
}
