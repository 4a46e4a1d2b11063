import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, startStack, type App, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { holdPage, serveWebsites, type Websites } from '../support/website.ts';
import { backends, redisIsAtHand } from './backends.ts';
import { until } from './until.ts';

const page =
  '<!doctype html><title>Acme</title><div class="h-card"><b class="p-name">Ada Byron</b> <i class="p-job-title">CEO</i></div>';
const hosts = ['running', 'erased', 'shared', 'again'].map((name) => `${name}.example`);
const person = { firstName: 'Ada', lastName: 'Byron' };

describe.each(backends)('jobs, with the queue on $name', (backend) => {
  let websites: Websites;
  let stack: Stack;
  let client: Client;
  let enricher: App | undefined;
  beforeAll(async () => {
    websites = await serveWebsites(Object.fromEntries(hosts.map((host) => [host, { '/': page }])));
    stack = await startStack({ env: { ...backend.env(), OUTBOUND_CONNECT_TO: websites.connectTo } });
    client = await stack.client();
  });
  afterAll(async () => {
    await enricher?.stop();
    await stack.stop();
    await websites.close();
  });

  const enrich = async (id: string): Promise<string> =>
    (await client.post(`/api/contacts/${id}/enrich`)).body.data.jobId;
  const jobOf = async (jobId: string) => (await client.get(`/api/enrichment-jobs/${jobId}`)).body.data;

  describe('while no enricher runs', () => {
    it('50 requests at once make one job', async () => {
      const { id } = await client.createContact();
      const answers = await Promise.all(Array.from({ length: 50 }, () => client.post(`/api/contacts/${id}/enrich`)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(new Set(answers.map(({ body }) => body.data.jobId)).size).toBe(1);
      const created = answers.filter(({ body }) => body.message === 'Enrichment job created for Ada');
      expect(created).toHaveLength(1);
      const others = answers.filter(({ body }) => body.message === 'An enrichment job for Ada is already in progress');
      expect(others).toHaveLength(49);
      expect((await client.get(`/api/contacts/${id}/enrichment-jobs`)).body.data.total).toBe(1);
      await client.post(`/api/enrichment-jobs/${answers[0]!.body.data.jobId}/cancel`);
    });

    it('a queued job can be cancelled, and makes room for another', async () => {
      const { id } = await client.createContact();
      const jobId = await enrich(id);
      const cancelled = await client.post(`/api/enrichment-jobs/${jobId}/cancel`);
      expect(cancelled.status).toBe(200);
      expect(cancelled.body.data).toMatchObject({ jobId, status: 'cancelled', attempts: 0, startedAt: null });
      expect(cancelled.body.data.finishedAt).not.toBeNull();
      expect((await client.post(`/api/enrichment-jobs/${jobId}/cancel`)).body.data.status).toBe('cancelled');
      const next = await enrich(id);
      expect(next).not.toBe(jobId);
      expect((await client.delete(`/api/contacts/${id}`)).status).toBe(200);
      expect((await client.get(`/api/enrichment-jobs/${next}`)).status).toBe(404);
    });
  });

  describe('with an enricher', () => {
    let early: string;
    beforeAll(async () => {
      early = await enrich((await client.createContact()).id);
      enricher = await startApp('enricher', stack.env);
    });

    it('does what was requested before it started', async () => {
      expect(await client.waitForJob(early)).toMatchObject({ status: 'succeeded', attempts: 1 });
    });

    it('an ended job cannot be cancelled', async () => {
      const answer = await client.post(`/api/enrichment-jobs/${early}/cancel`);
      expect(answer.status).toBe(409);
      expect(answer.body).toMatchObject({ success: false, code: 'job_already_ended' });
    });

    it('nothing of a running job is written once it is cancelled', async () => {
      const held = holdPage(page);
      websites.pages['running.example'] = { '/': held.page };
      const { id } = await client.createContact({ ...person, email: 'ada@running.example' });
      const jobId = await enrich(id);
      await held.requested;
      expect(await jobOf(jobId)).toMatchObject({ status: 'running', attempts: 1 });
      expect((await client.post(`/api/enrichment-jobs/${jobId}/cancel`)).body.data.status).toBe('cancelled');
      held.release();
      // The next job of the same worker ends after it.
      const next = await client.enrich((await client.createContact()).id);
      expect(next.status).toBe('succeeded');
      await until('the worker is done with it', async () => (await active(stack)) === 0);
      expect(await jobOf(jobId)).toMatchObject({ status: 'cancelled', sources: [] });
      expect((await client.get(`/api/contacts/${id}`)).body.data.profile).toEqual({});
      expect(await client.enrich(id)).toMatchObject({ status: 'succeeded', attempts: 1 });
    });

    it('nothing is left of a contact that is erased while its job runs, and the worker goes on', async () => {
      const held = holdPage(page);
      websites.pages['erased.example'] = { '/': held.page };
      const { id } = await client.createContact({ ...person, email: 'ada@erased.example' });
      const jobId = await enrich(id);
      await held.requested;
      expect((await client.delete(`/api/contacts/${id}`)).status).toBe(200);
      held.release();
      expect((await client.enrich((await client.createContact()).id)).status).toBe('succeeded');
      const left = await stack.database.query(
        `SELECT 1 FROM enrichment_jobs WHERE id = $1 UNION ALL SELECT 1 FROM enriched_values WHERE contact_id = $2
         UNION ALL SELECT 1 FROM enrichment_source_results WHERE job_id = $1`,
        [jobId, id],
      );
      expect(left).toEqual([]);
      expect(enricher!.output()).not.toContain('"level":"error"');
    });

    it('a job that was never handed to the queue is found and done', async () => {
      const { id, ownerId } = (await client.get(`/api/contacts/${(await client.createContact()).id}`)).body.data;
      const jobId = `job_${'0'.repeat(31)}1`;
      await stack.database.query(
        `INSERT INTO enrichment_jobs (id, organization_id, contact_id, requested_by, created_at)
         SELECT $1, organization_id, id, $3, now() - interval '3 s' FROM contacts WHERE id = $2`,
        [jobId, id, ownerId],
      );
      expect(await client.waitForJob(jobId)).toMatchObject({ status: 'succeeded', attempts: 1 });
    });

    it('two enrichers share the work, and no job is done twice', async () => {
      const second = await startApp('enricher', stack.env);
      const contacts = await Promise.all(Array.from({ length: 60 }, () => client.createContact()));
      const jobs = await Promise.all(contacts.map(({ id }) => enrich(id)));
      const ended = await Promise.all(jobs.map((jobId) => client.waitForJob(jobId)));
      expect(new Set(ended.map(({ status, attempts }) => `${status} ${attempts}`))).toEqual(new Set(['succeeded 1']));
      const [twice] = await stack.database.query<{ values: number; fields: number }>(
        `SELECT count(*)::int AS values, count(DISTINCT (contact_id, field))::int AS fields FROM enriched_values
         WHERE job_id = ANY ($1)`,
        [jobs],
      );
      expect(twice?.values).toBe(twice?.fields);
      expect(await second.stop()).toBe(0);
    });

    it('takes up work again after all its database connections were cut', async () => {
      await stack.database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      await until('the api answers', async () => (await client.get('/health/ready')).body.status === 'ready');
      const { id } = await client.createContact();
      expect(await client.enrich(id)).toMatchObject({ status: 'succeeded' });
      const complaints = [stack.api, enricher!].flatMap(
        (app) => app.output().match(/"level":"(warn|error|fatal)"/g) ?? [],
      );
      expect(complaints.length).toBeLessThan(10);
    });
  });
});

/** Jobs that a worker has and that have not been cancelled. */
async function active({ database }: Stack): Promise<number> {
  const rows = await database.query(`SELECT FROM enrichment_jobs WHERE status IN ('queued', 'running')`);
  return rows.length;
}

if (!redisIsAtHand) it.skip('jobs, with the queue on Redis: REDIS_URL is not set', () => undefined);
