import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DocumentStore } from './document-store.ts';
import { createTestDatabase } from '../../../test/support/database.ts';
import { StoredJobs } from '../../../test/support/stored-jobs.ts';

let jobs: StoredJobs;
beforeAll(async () => {
  jobs = await StoredJobs.open(await createTestDatabase());
});
afterAll(() => jobs.close());
beforeEach(() => jobs.database.query('DELETE FROM source_documents'));

const insertExpired = (count: number) =>
  jobs.database.query<{ id: string }>(
    `INSERT INTO source_documents
       (id, organization_id, provider, kind, lookup_hash, found, url, content, content_hash, fetched_at, expires_at)
     SELECT gen_random_uuid(), $1, 'web', 'page', 'h' || n, true, 'https://acme.example/team/' || n, 'x', 'h',
       now() - interval '100 days', now() - interval '10 days' FROM generate_series(1, $2) n RETURNING id`,
    [jobs.organizationId, count],
  );
const left = () => jobs.database.query('SELECT id, content FROM source_documents');

it.each([
  ['page', 90],
  ['person', 30],
  ['company', 90],
  ['place', 365],
] as const)('of kind %s are good for %i days; that somebody is not known for 7', async (kind, days) => {
  const contactId = await jobs.contact();
  const store = new DocumentStore(jobs.dataSource);
  const about = { organizationId: jobs.organizationId, contactId, kind, provider: 'test' };
  const fetchedAt = new Date();
  await store.keep({ ...about, lookupHash: 'known', found: { url: null, fetchedAt, content: {} } });
  await store.keep({ ...about, lookupHash: 'unknown', found: null });
  const kept = await jobs.database.query(
    `SELECT lookup_hash, extract(epoch FROM expires_at - fetched_at)::int / 86400 AS days FROM source_documents
     ORDER BY lookup_hash`,
  );
  expect(kept).toEqual([
    { lookup_hash: 'known', days },
    { lookup_hash: 'unknown', days: 7 },
  ]);
});

it('go whole where nothing quotes them, however many there are', async () => {
  await insertExpired(1200);
  const store = new DocumentStore(jobs.dataSource);
  for (let run = 0; run < 3; run += 1) await store.purge(500);
  expect(await left()).toEqual([]);
});

it('lose their content where evidence quotes them, and go with the contact it is about', async () => {
  const contactId = await jobs.contact();
  const [quoted] = await insertExpired(3);
  const valueId = randomUUID();
  await jobs.database.query('BEGIN');
  await jobs.database.query(
    `INSERT INTO enriched_values (id, organization_id, contact_id, field, value, confidence, status, inputs)
     VALUES ($1, $2, $3, 'jobTitle', '"CTO"', 0.8, 'written', '{}')`,
    [valueId, jobs.organizationId, contactId],
  );
  await jobs.database.query(
    `INSERT INTO evidence (id, organization_id, enriched_value_id, source, url, quote, fetched_at, confidence, document_id)
     VALUES (gen_random_uuid(), $1, $2, 'company_website', 'https://acme.example/team/1', 'CTO', now(), 0.8, $3)`,
    [jobs.organizationId, valueId, quoted?.id],
  );
  await jobs.database.query('COMMIT');
  const store = new DocumentStore(jobs.dataSource);
  // Those that evidence keeps must not stand in the way of the others.
  for (let run = 0; run < 3; run += 1) await store.purge(1);
  expect(await left()).toEqual([{ id: quoted?.id, content: null }]);
  await jobs.database.query('DELETE FROM contacts WHERE id = $1', [contactId]);
  expect(await left()).toEqual([]);
});
