import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type Stack } from '../support/apps.ts';
import { Client } from '../support/client.ts';
import { startEnriching } from '../support/enriching-stack.ts';
import { followJob } from '../support/event-stream.ts';
import { holdPage, type Websites } from '../support/website.ts';
import { until } from '../operation/until.ts';
import { homePage } from './company-site.ts';

let websites: Websites;
let stack: Stack;
let client: Client;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ websites, stack, client, stop } = await startEnriching(
    { 'acme.example': { '/': homePage({ name: 'Acme' }) }, 'held.example': {} },
    { enrichers: 2 },
  ));
});
afterAll(() => stop());

async function requestJob(email: string): Promise<string> {
  const { id } = await client.createContact({ email, lastName: 'Byron' });
  return (await client.post(`/api/contacts/${id}/enrich`)).body.data.jobId;
}

describe('within a job', () => {
  it('an event has no id before those that are being written have been committed', async () => {
    const held = holdPage(homePage({ name: 'Held' }));
    websites.pages['held.example'] = { '/': held.page };
    const jobId = await requestJob('ada@held.example');
    const stream = await followJob(client, jobId);
    await stream.take(5);
    const { database } = stack;
    await database.query('BEGIN');
    await database.query('SELECT FROM enrichment_jobs WHERE id = $1 FOR NO KEY UPDATE', [jobId]);
    held.release();
    await until('the website is done', async () => {
      await database.query('SELECT pg_stat_clear_snapshot()');
      const waiting = await database.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
           AND application_name = 'enricher' AND query LIKE '%INSERT INTO enrichment_job_events%'`,
      );
      return waiting.length > 0;
    });
    const [written] = await database.query<{ id: string }>(
      `INSERT INTO enrichment_job_events (organization_id, job_id, type, data)
       SELECT organization_id, id, 'source', '{"source": "first"}' FROM enrichment_jobs WHERE id = $1 RETURNING id`,
      [jobId],
    );
    await database.query('COMMIT');
    const [first, second] = await stream.rest();
    expect([first!.id, first!.data.source, second!.data.source]).toEqual([written!.id, 'first', 'company_website']);
    expect(BigInt(second!.id)).toBeGreaterThan(BigInt(first!.id));
  });

  it('no reader misses an event while many jobs run at once', async () => {
    const other = await startApp('api', stack.env);
    const readers = [client, new Client(other.url, client.key)];
    const jobs = await Promise.all(Array.from({ length: 20 }, (_, index) => requestJob(`ada${index}@acme.example`)));
    const read = await Promise.all(
      jobs.flatMap((jobId) => readers.map(async (reader) => (await followJob(reader, jobId)).rest())),
    );
    for (const [index, jobId] of jobs.entries()) {
      const rows = await stack.database.query<{ id: string }>(
        'SELECT id FROM enrichment_job_events WHERE job_id = $1 ORDER BY id',
        [jobId],
      );
      expect(rows).toHaveLength(7);
      for (const events of read.slice(2 * index, 2 * index + 2))
        expect(events.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    }
    await other.stop();
  });
});

describe('without a worker', () => {
  it('every change of the row is told, in the transaction that makes it', async () => {
    const { database } = stack;
    const { id } = await client.createContact();
    const jobId = `job_${'a'.repeat(32)}`;
    // Enqueued long from now as far as the sweep knows, so that no worker takes it.
    await database.query(
      `INSERT INTO enrichment_jobs (id, organization_id, contact_id, requested_by, enqueued_at)
       SELECT $1, organization_id, id, owner_id, now() + interval '1 h' FROM contacts WHERE id = $2`,
      [jobId, id],
    );
    const stream = await followJob(client, jobId);
    const change = (set: string) => database.query(`UPDATE enrichment_jobs SET ${set} WHERE id = $1`, [jobId]);
    const lease = `lease_token = gen_random_uuid(), lease_expires_at = now() + interval '1 h'`;
    await change(`status = 'running', attempts = 1, ${lease}`);
    await change(lease);
    await database.query('BEGIN');
    await change(`status = 'cancelled', finished_at = now(), lease_token = NULL`);
    await database.query('ROLLBACK');
    await change(`attempts = 2, ${lease}`);
    await change(`status = 'queued', lease_token = NULL, error_code = 'internal_error', error = 'Broken'`);
    await change(`status = 'failed', finished_at = now(), error_code = 'worker_lost', error = 'Lost'`);
    const told = (await stream.rest()).map(({ data }) => [data.status, data.attempts, data.error]);
    expect(told).toEqual([
      ['queued', 0, null],
      ['running', 1, null],
      ['running', 2, null],
      ['queued', 2, { code: 'internal_error', message: 'Broken' }],
      ['failed', 2, { code: 'worker_lost', message: 'Lost' }],
    ]);
  });
});
