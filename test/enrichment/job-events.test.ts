import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, startStack, type Stack } from '../support/apps.ts';
import { Client } from '../support/client.ts';
import { followJob, type StreamedEvent } from '../support/event-stream.ts';
import { faults, type OpenApiDocument } from '../support/openapi-check.ts';
import { holdPage, serveWebsites, type HeldPage, type Websites } from '../support/website.ts';
import { until } from '../operation/until.ts';
import { homePage } from './company-site.ts';

let websites: Websites;
let stack: Stack;
let client: Client;
let held: HeldPage;
beforeAll(async () => {
  websites = await serveWebsites({ 'acme.example': {} });
  const env = { OUTBOUND_CONNECT_TO: websites.connectTo, ENRICHMENT_SWEEP_MS: '300', SHUTDOWN_GRACE_MS: '1500' };
  stack = await startStack({ enrichers: 1, env });
  client = await stack.client();
});
beforeEach(() => {
  held = holdPage(homePage({ name: 'Acme', industry: 'Software' }));
  websites.pages['acme.example'] = { '/': held.page };
});
afterEach(() => held.release());
afterAll(async () => {
  await stack.stop();
  await websites.close();
});

/** Asks for a job whose website answers only when `held` is released. */
async function requestJob(): Promise<{ jobId: string; contactId: string }> {
  const email = `ada-${Math.random().toString(36).slice(2)}@acme.example`;
  const { id } = await client.createContact({ email, lastName: 'Byron' });
  const { jobId } = (await client.post(`/api/contacts/${id}/enrich`, { force: true })).body.data;
  return { jobId, contactId: id };
}

/** All but the website is done. */
const QUICK_SOURCES = 3;
const brief = ({ type, data }: StreamedEvent): string =>
  type === 'source' ? data.source : `${data.status} ${data.attempts}`;
const briefs = (events: readonly StreamedEvent[]): string[] => events.map(brief);
const ids = (events: readonly StreamedEvent[]): string[] => events.map(({ id }) => id);

describe('the events of a job', () => {
  it('tell its whole life in order, at once and while it goes on', async () => {
    const { jobId } = await requestJob();
    const stream = await followJob(client, jobId);
    expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect([stream.headers.get('cache-control'), stream.headers.get('x-accel-buffering')]).toEqual(['no-store', 'no']);
    const before = await stream.take(2 + QUICK_SOURCES);
    expect(stream.text()).toMatch(/^retry: \d+\n\n/);
    expect(briefs(before).slice(0, 2)).toEqual(['queued 0', 'running 1']);
    expect(briefs(before).slice(2).sort()).toEqual(['address', 'email', 'phone']);
    held.release();
    const after = await stream.rest();
    expect(briefs(after)).toEqual(['company_website', 'succeeded 1']);

    const { sources } = (await client.get(`/api/enrichment-jobs/${jobId}`)).body.data;
    for (const { source, outcome, reason, durationMs } of sources) {
      const { data } = [...before, ...after].find((event) => event.data.source === source)!;
      expect(data).toMatchObject({ outcome, reason, durationMs });
    }
    const document = (await client.get('/openapi.json')).body as OpenApiDocument;
    for (const { type, data } of [...before, ...after]) {
      const $ref = `#/components/schemas/${type === 'status' ? 'JobStatusEventDto' : 'SourceFinishedEventDto'}`;
      expect(faults(document, { $ref }, data, type)).toEqual([]);
    }
  });

  it('resume after the id that a client names, without gaps or repeats, and are over after the last', async () => {
    const { jobId } = await requestJob();
    const first = await followJob(client, jobId);
    const seen = await first.take(3);
    first.close();
    held.release();
    await client.waitForJob(jobId);
    const all = await (await followJob(client, jobId)).rest();
    expect(all.slice(0, 3)).toEqual(seen);
    expect(new Set(ids(all)).size).toBe(all.length);
    for (const [index, { id }] of all.slice(0, -1).entries())
      expect(await (await followJob(client, jobId, id)).rest()).toEqual(all.slice(index + 1));
    expect(await (await followJob(client, jobId, '0')).rest()).toEqual(all);
    for (const id of [all.at(-1)!.id, '9'.repeat(18)]) {
      const over = await followJob(client, jobId, id);
      expect([over.status, await over.rest(), over.text()]).toEqual([204, [], '']);
    }
  });

  it('reach the clients of every api process', async () => {
    const other = await startApp('api', stack.env);
    const { jobId } = await requestJob();
    const streams = await Promise.all(
      [client, client, new Client(other.url, client.key)].map((at) => followJob(at, jobId)),
    );
    held.release();
    const [one, two, three] = await Promise.all(streams.map((stream) => stream.rest()));
    expect(briefs(one!).at(-1)).toBe('succeeded 1');
    expect([two, three]).toEqual([one, one]);
    await other.stop();
  });

  it('end with its being cancelled; what its worker does later is none of them', async () => {
    const { jobId } = await requestJob();
    const stream = await followJob(client, jobId);
    await held.requested;
    await client.post(`/api/enrichment-jobs/${jobId}/cancel`);
    const all = await stream.rest();
    expect(briefs(all).at(-1)).toBe('cancelled 1');
    held.release();
    const next = await requestJob();
    await client.waitForJob(next.jobId);
    expect(await (await followJob(client, jobId)).rest()).toEqual(all);
  });

  it('end when the contact is erased', async () => {
    const { jobId, contactId } = await requestJob();
    const stream = await followJob(client, jobId);
    await held.requested;
    await client.delete(`/api/contacts/${contactId}`);
    expect(briefs(await stream.rest())).not.toContain('company_website');
    expect((await followJob(client, jobId)).status).toBe(404);
  });

  it('show that a worker gave it back, without blaming the sources that it left, and that another took it', async () => {
    const { jobId } = await requestJob();
    const stream = await followJob(client, jobId);
    await stream.take(2 + QUICK_SOURCES);
    await held.requested;
    await stack.enrichers[0]!.stop();
    expect(briefs(await stream.take(1))).toEqual(['queued 0']);
    held.release();
    stack.enrichers[0] = await startApp('enricher', stack.env);
    const again = briefs(await stream.rest());
    expect([again[0], again.at(-1)]).toEqual(['running 1', 'succeeded 1']);
    expect(again).toHaveLength(2 + QUICK_SOURCES + 1);
  });

  it('do without one that cannot be written, and the job as well', async () => {
    const refuse = `ADD CONSTRAINT no_phone CHECK (data ->> 'source' IS DISTINCT FROM 'phone') NOT VALID`;
    await stack.database.query(`ALTER TABLE enrichment_job_events ${refuse}`);
    held.release();
    const { jobId } = await requestJob();
    const all = briefs(await (await followJob(client, jobId)).rest());
    await stack.database.query('ALTER TABLE enrichment_job_events DROP CONSTRAINT no_phone');
    expect(all).not.toContain('phone');
    expect(all.at(-1)).toBe('succeeded 1');
    expect(stack.enrichers[0]!.output()).toContain('progress not recorded');
  });

  it('of a day after its end are forgotten but for the end', async () => {
    held.release();
    const { jobId } = await requestJob();
    const all = await (await followJob(client, jobId)).rest();
    await stack.database.query(`UPDATE enrichment_jobs SET finished_at = now() - interval '2 d' WHERE id = $1`, [
      jobId,
    ]);
    await stack.database.query(
      `UPDATE enrichment_job_events SET created_at = now() - interval '2 d' WHERE job_id = $1 AND id < $2`,
      [jobId, all.at(-1)!.id],
    );
    const count = () => stack.database.query('SELECT FROM enrichment_job_events WHERE job_id = $1', [jobId]);
    await until('they are purged', async () => (await count()).length === 1);
    expect(await (await followJob(client, jobId)).rest()).toEqual(all.slice(-1));
    expect((await followJob(client, jobId, all.at(-1)!.id)).status).toBe(204);
  });
});
