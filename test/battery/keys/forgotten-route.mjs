// Starts the api's own module, as built, with a route more that declares no scope, and prints what came of it: `started`,
// or why it did not. With --without-audit it starts a double of the module that lacks the audit.
import 'reflect-metadata';
import { Controller, Get } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createLogger, loadConfig } from '#platform';
import { AccessAudit } from '../../../dist/apps/api/auth/access-audit.js';
import { AppModule } from '../../../dist/apps/api/app.module.js';

class ForgottenController {
  forgotten() {
    return 'for whom?';
  }
}
const { prototype } = ForgottenController;
Get()(prototype, 'forgotten', Object.getOwnPropertyDescriptor(prototype, 'forgotten'));
Controller('forgotten')(ForgottenController);

const api = AppModule.for(loadConfig(process.env), createLogger('api', 'silent'));
const controllers = [...api.controllers, ForgottenController];
const withoutAudit = process.argv.includes('--without-audit');
const providers = api.providers.filter((provider) => !withoutAudit || provider !== AccessAudit);
const app = await NestFactory.create({ ...api, controllers, providers }, { logger: false, abortOnError: false });
try {
  await app.init();
  process.stdout.write('started');
} catch (error) {
  process.stdout.write(error.message);
} finally {
  await app.close();
}
