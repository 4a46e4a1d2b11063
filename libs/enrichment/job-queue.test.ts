import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Config } from '#platform';
import type { Queue } from 'bullmq';
import { setTimeout as delay } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { JobQueue, type EnrichmentTask } from './job-queue.ts';

let database: TestDatabase;
let source: DataSource;
beforeAll(async () => {
  database = await createTestDatabase();
  source = await new DataSource({ type: 'postgres', url: database.url }).initialize();
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
});

it('takes out a job that is being handed over once that is done, however many follow it', async () => {
  const told: string[] = [];
  const queue = {
    on: () => undefined,
    addBulk: async (tasks: readonly { readonly data: EnrichmentTask }[]) => {
      await delay(20);
      told.push(...tasks.map(({ data }) => data.jobId));
    },
    remove: (jobId: string) => Promise.resolve(told.push(`without ${jobId}`)),
  };
  const jobs = new JobQueue(queue as unknown as Queue<EnrichmentTask>, source, {} as Config);
  jobs.enqueueSoon('job');
  await delay(5);
  let requests = 0;
  // Each batch meets further ones on its way.
  const load = setInterval(() => {
    jobs.enqueueSoon(`other ${String(requests++)}`);
  }, 2);
  try {
    await Promise.race([jobs.remove('job'), delay(5000, undefined, { ref: false })]);
  } finally {
    clearInterval(load);
  }
  await jobs.beforeApplicationShutdown();
  expect(told).toContain('without job');
  expect(told.indexOf('without job')).toBeGreaterThan(told.indexOf('job'));
  expect(told).toContain(`other ${String(requests - 1)}`);
  expect(told.indexOf('without job')).toBeLessThan(told.indexOf(`other ${String(requests - 1)}`));
});
