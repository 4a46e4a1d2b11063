import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ExpirySchedule } from './expiry-schedule.ts';
import { IdempotentRequest } from './idempotent-request.entity.ts';
import { IdempotentRequests } from './idempotent-requests.ts';

/** Requests that take effect once, however often they are sent. */
@Module({
  imports: [TypeOrmModule.forFeature([IdempotentRequest])],
  providers: [IdempotentRequests, ExpirySchedule],
  exports: [IdempotentRequests],
})
export class IdempotencyModule {}
