export { IdempotencyModule } from './idempotency.module.ts';
export { IdempotentRequests, type KeyedRequest, type Outcome, type Work } from './idempotent-requests.ts';
export { answerWithheld } from './refusals.ts';
