import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';

let stack: Stack;
let admin: Client;
beforeAll(async () => {
  // Without an enricher, so that a job stays as it was asked for.
  stack = await startStack({ strict: true });
  admin = await stack.client();
});
afterAll(() => stack.stop());

const request = (id: string, body?: unknown) => admin.post(`/api/contacts/${id}/enrich`, body);

/** The tables in which some row mentions a text. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await stack.database.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_schema IN ('public', 'bullmq') AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const found = [];
  for (const { name } of tables) {
    const rows = await stack.database.query(`SELECT FROM ${name} t WHERE strpos(t::text, $1) > 0 LIMIT 1`, [text]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

/** Returns once a connection to this database waits for a lock that another holds. */
async function untilSomebodyWaits(): Promise<void> {
  const waiting = `SELECT FROM pg_locks WHERE NOT granted
    AND pid IN (SELECT pid FROM pg_stat_get_activity(NULL) WHERE datid = (SELECT oid FROM pg_database WHERE datname = current_database()))`;
  while ((await stack.database.query(waiting)).length === 0)
    await stack.database.query('SELECT pg_stat_clear_snapshot()');
}

describe('asking for enrichment', () => {
  it('answers 200 with the job, as the contract shows', async () => {
    const { id } = await admin.createContact({ email: 'john@acme.example', firstName: 'John', lastName: 'Doe' });
    const answer = await request(id);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      success: true,
      data: {
        jobId: expect.stringMatching(/^job_\w+$/),
        contactId: id,
        contactName: 'John Doe',
        contactEmail: 'john@acme.example',
      },
      message: 'Enrichment job created for John Doe',
    });
    expect((await admin.get(`/api/enrichment-jobs/${answer.body.data.jobId}`)).body.data).toEqual({
      ...{ jobId: answer.body.data.jobId, contactId: id, status: 'queued', attempts: 0, error: null, sources: [] },
      options: {},
      ...{ createdAt: expect.any(String), startedAt: null, finishedAt: null },
    });
  });

  it('names a contact without a last name by the first', async () => {
    const { id } = await admin.createContact({ firstName: 'Ada' });
    expect((await request(id, {})).body.message).toBe('Enrichment job created for Ada');
  });

  it("answers 400 with the contract's message without an email", async () => {
    const { id } = await admin.createContact();
    await admin.patch(`/api/contacts/${id}`, { email: null });
    const answer = await request(id);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      success: false,
      error: 'Contact email is required for enrichment',
      details: [{ field: 'email' }],
    });
    expect((await admin.get(`/api/contacts/${id}/enrichment-jobs`)).body.data.total).toBe(0);
  });

  it('answers 200 with the live job and says so, also to 20 at the same moment', async () => {
    const { id } = await admin.createContact({ firstName: 'Jane' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => request(id)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map(({ body }) => body.data.jobId)).size).toBe(1);
    const messages = answers.map(({ body }) => body.message as string).sort();
    expect(messages.slice(0, 19)).toEqual(Array(19).fill('An enrichment job for Jane is already in progress'));
    expect(messages[19]).toBe('Enrichment job created for Jane');
    expect((await admin.get(`/api/contacts/${id}/enrichment-jobs`)).body.data.total).toBe(1);
  });
});

describe('jobs', () => {
  it('are cancelled, once and for all, which makes room for the next', async () => {
    const { id } = await admin.createContact();
    const { jobId } = (await request(id)).body.data;
    const cancelled = await admin.post(`/api/enrichment-jobs/${jobId}/cancel`);
    expect(cancelled.status).toBe(200);
    expect(cancelled.body).toMatchObject({
      success: true,
      data: { jobId, status: 'cancelled' },
      message: 'Enrichment job cancelled',
    });
    expect(cancelled.body.data.finishedAt).not.toBeNull();
    expect((await admin.post(`/api/enrichment-jobs/${jobId}/cancel`)).body.data.status).toBe('cancelled');
    const next = (await request(id)).body;
    expect(next.data.jobId).not.toBe(jobId);
    expect(next.message).toMatch(/^Enrichment job created/);
  });

  it('that have ended otherwise cannot be cancelled', async () => {
    const { jobId } = (await request((await admin.createContact()).id)).body.data;
    await stack.database.query("UPDATE enrichment_jobs SET status = 'succeeded', finished_at = now() WHERE id = $1", [
      jobId,
    ]);
    const answer = await admin.post(`/api/enrichment-jobs/${jobId}/cancel`);
    expect([answer.status, answer.body.code]).toEqual([409, 'job_already_ended']);
    expect((await admin.get(`/api/enrichment-jobs/${jobId}`)).body.data.status).toBe('succeeded');
  });

  it('of a contact are listed newest first, with exact pages', async () => {
    const { id } = await admin.createContact();
    const made: string[] = [];
    for (let index = 0; index < 3; index++) {
      const { jobId } = (await request(id)).body.data;
      made.unshift(jobId);
      await admin.post(`/api/enrichment-jobs/${jobId}/cancel`);
    }
    for (const [limit, offset, hasMore] of [
      [2, 0, true],
      [2, 1, false],
      [2, 3, false],
    ] as const) {
      const page = (await admin.get(`/api/contacts/${id}/enrichment-jobs?limit=${limit}&offset=${offset}`)).body.data;
      expect(page).toMatchObject({ total: 3, limit, offset, hasMore });
      expect(page.enrichmentJobs.map(({ jobId }: { jobId: string }) => jobId)).toEqual(
        made.slice(offset, offset + limit),
      );
    }
  });

  it('that do not exist are 404', async () => {
    for (const id of ['job_abc123', `job_${'0'.repeat(32)}`]) {
      for (const answer of [
        await admin.get(`/api/enrichment-jobs/${id}`),
        await admin.get(`/api/enrichment-jobs/${id}/events`),
        await admin.post(`/api/enrichment-jobs/${id}/cancel`),
      ]) {
        expect([answer.status, answer.body.code]).toEqual([404, 'job_not_found']);
      }
    }
  });
});

describe('DELETE of a contact', () => {
  it('erases it with its profile, evidence and jobs from every table and the queue', async () => {
    const contact = await admin.createContact({
      email: 'forget-me@people.example',
      lastName: 'Unforgotten',
      companyName: 'Stays Inc',
    });
    const { jobId } = (await request(contact.id)).body.data;
    await stack.database.query(
      `WITH value AS (
         INSERT INTO enriched_values (id, organization_id, contact_id, field, value, confidence, status, inputs, job_id)
         SELECT gen_random_uuid(), organization_id, id, 'jobTitle', '"Unforgotten Lead"', 0.8, 'written', '{email}', $2
         FROM contacts WHERE id = $1 RETURNING id, organization_id)
       INSERT INTO evidence (id, organization_id, enriched_value_id, source, quote, fetched_at, confidence)
       SELECT gen_random_uuid(), organization_id, id, 'company_website', 'Unforgotten Lead', now(), 0.8 FROM value`,
      [contact.id, jobId],
    );
    expect((await admin.get(`/api/contacts/${contact.id}`)).body.data.profile.jobTitle.value).toBe('Unforgotten Lead');
    expect((await admin.get(`/api/contacts/${contact.id}/evidence`)).body.data).toMatchObject({
      total: 1,
      evidence: [{ field: 'jobTitle', jobId }],
    });
    expect((await tablesWith(jobId)).length).toBeGreaterThan(2);
    expect(await tablesWith('Unforgotten')).toEqual(['public.contacts', 'public.enriched_values', 'public.evidence']);

    const answer = await admin.delete(`/api/contacts/${contact.id}`);
    expect(answer.body).toEqual({ success: true, message: 'Contact deleted successfully' });
    for (const trace of ['forget-me', 'Unforgotten']) expect([trace, await tablesWith(trace)]).toEqual([trace, []]);
    // What was done is still known, by ids that lead nowhere any more.
    expect(await tablesWith(contact.id)).toEqual(['public.audit_events']);
    // The queue's own event log, which is cut to a length, keeps the id of a job that nothing else knows any more.
    expect((await tablesWith(jobId)).filter((table) => table !== 'bullmq.event')).toEqual(['public.audit_events']);
    const gone = await Promise.all([
      admin.get(`/api/contacts/${contact.id}`),
      admin.delete(`/api/contacts/${contact.id}`),
      admin.get(`/api/enrichment-jobs/${jobId}`),
    ]);
    expect(gone.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect((await admin.get(`/api/companies/${contact.company.id}`)).status).toBe(200);
  });

  it('is not disturbed by enrichment that is asked for meanwhile', async () => {
    const { id } = await admin.createContact();
    await stack.database.query('BEGIN');
    await stack.database.query('DELETE FROM contacts WHERE id = $1', [id]);
    const asked = request(id);
    await untilSomebodyWaits();
    await stack.database.query('COMMIT');
    const answer = await asked;
    expect([answer.status, answer.body.code]).toEqual([404, 'contact_not_found']);
  });

  it('and requests for enrichment at the same moment make no fault', async () => {
    const contacts = await Promise.all(Array.from({ length: 30 }, () => admin.createContact()));
    const answers = await Promise.all(
      contacts.flatMap(({ id }) => [request(id), admin.delete(`/api/contacts/${id}`), request(id)]),
    );
    expect(answers.filter(({ status }) => status !== 200 && status !== 404).map(({ body }) => body)).toEqual([]);
    for (const { id } of contacts.slice(0, 3)) expect(await tablesWith(id)).toEqual(['public.audit_events']);
  });
});
