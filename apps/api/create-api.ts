import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { NestLogger, type Config } from '#platform';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { AppModule } from './app.module.ts';
import { jsonBody } from './http/json-body.ts';
import { requestContext } from './http/request-context.ts';
import { createDocument, serveDocument } from './openapi.ts';

/** Swagger UI sets styles inline; everything else comes from this server. */
const CONTENT_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    baseUri: ["'none'"],
    connectSrc: ["'self'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    imgSrc: ["'self'", 'data:'],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
  },
};

/** The api, ready to listen. */
export async function createApi(config: Config, logger: Logger): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.for(config, logger), {
    abortOnError: false,
    bodyParser: false,
    logger: new NestLogger(logger),
  });
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(requestContext(logger), helmet({ contentSecurityPolicy: CONTENT_POLICY }), ...jsonBody());
  serveDocument(app, createDocument(app));
  return app;
}
