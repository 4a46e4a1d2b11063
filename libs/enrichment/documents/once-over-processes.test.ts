import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { collectFrom } from '../collect.ts';
import { DocumentStore } from './document-store.ts';
import { KeptPages } from './kept-pages.ts';
import type { EnrichmentSource, EnrichmentSubject, SourceContext } from '../source.ts';
import type { Lease } from '../job-leases.ts';
import { FailedCallError } from '../ledger/provider-call.ts';
import { createTestDatabase } from '../../../test/support/database.ts';
import { paidLookup, paidReply, StoredJobs } from '../../../test/support/stored-jobs.ts';

let jobs: StoredJobs;
const { signal } = new AbortController();
// The lookups of hundreds of jobs wait on this one signal; in a worker each job has its own.
setMaxListeners(0, signal);
beforeAll(async () => {
  jobs = await StoredJobs.open(await createTestDatabase());
});
afterAll(() => jobs.close());

it('one company question of jobs in three processes, whose answers come quickly, is paid for once each time', async () => {
  const processes = [jobs.lookups(), jobs.lookups(), jobs.lookups()];
  const leases: Lease[] = [];
  while (leases.length < 9) leases.push(await jobs.lease());
  const asked: number[] = [];
  const rounds = Array.from({ length: 30 }, (_, round) => round);
  for (const round of rounds) {
    const ask = async () => {
      asked.push(round);
      await delay(Math.random() * 5);
      return paidReply();
    };
    const answers = leases.map(async (lease, at) => {
      await delay(Math.random() * 12);
      return processes[at % processes.length]?.for(lease, signal).find(paidLookup({ round }), ask);
    });
    for (const answer of await Promise.all(answers)) expect(answer?.data).toEqual({ name: 'Acme' });
  }
  expect(asked).toEqual(rounds);
});

it('an answer that comes between a look into the store and the call is taken', async () => {
  const [first, second] = [await jobs.lease(), await jobs.lease()];
  const lookup = paidLookup({ between: true });
  let asked = 0;
  const ask = () => Promise.resolve(((asked += 1), paidReply()));
  const store = new DocumentStore(jobs.dataSource);
  const find = store.find.bind(store);
  const late = jobs.lookups();
  // The other process asks, is answered and settles right after this one has found nothing.
  Object.assign(late, { store });
  let looks = 0;
  store.find = async (...question) => {
    const found = await find(...question);
    if ((looks += 1) === 1) await jobs.lookups().for(first, signal).find(lookup, ask);
    return found;
  };
  expect(await late.for(second, signal).find(lookup, ask)).toMatchObject({ data: { name: 'Acme' } });
  expect(asked).toBe(1);
});

it('a source that is given up while another job asks its question asks nothing later, and books nothing', async () => {
  const [first, second] = [await jobs.lease(), await jobs.lease()];
  const lookups = jobs.lookups();
  const lookup = paidLookup({ givenUp: true });
  let fail = (): void => undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    fail = () => reject(new FailedCallError('rate_limited', 'No'));
  });
  let isAsked = (): void => undefined;
  const isAsking = new Promise<void>((resolve) => (isAsked = resolve));
  const asking = lookups.for(first, signal).find(lookup, () => (isAsked(), failed));
  // Both look into the store first, over a connection each: without this either might come to ask.
  await isAsking;
  let asked = 0;
  const source = {
    name: 'people_data_labs',
    collect: async (_subject: unknown, { lookups: own }: SourceContext) => {
      await own.find(lookup, () => Promise.resolve(((asked += 1), paidReply())));
      return { outcome: 'no_match', reason: 'Not reached' };
    },
  } as unknown as EnrichmentSource;
  const context = { lookups: lookups.for(second, signal), signal } as SourceContext;
  const result = await collectFrom(source, {} as EnrichmentSubject, context, 50);
  expect(result).toMatchObject({ outcome: 'error', reason: expect.stringMatching(/in time/) });
  fail();
  await expect(asking).rejects.toThrow('No');
  // Longer than it waits before it looks again.
  await delay(500);
  expect(asked).toBe(0);
  const booked = await jobs.database.query('SELECT job_id FROM provider_calls WHERE job_id = $1', [second.jobId]);
  expect(booked).toEqual([]);
});

it('nor does a lookup of a job that has ended', async () => {
  const [first, second] = [await jobs.lease(), await jobs.lease()];
  const job = new AbortController();
  const lookup = paidLookup({ ended: true });
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const asking = jobs.lookups().for(first, signal);
  const own = asking.find(lookup, async () => answered.then(paidReply));
  let asked = 0;
  const waiting = jobs
    .lookups()
    .for(second, job.signal)
    .find(lookup, () => Promise.resolve(((asked += 1), paidReply())));
  job.abort(new Error('ended'));
  await expect(waiting).rejects.toThrow();
  answer();
  expect(await own).toMatchObject({ data: { name: 'Acme' } });
  expect(asked).toBe(0);
  const [row] = await jobs.database.query(
    'SELECT coalesce(sum(credits), 0)::int AS credits FROM provider_calls WHERE job_id = $1',
    [second.jobId],
  );
  expect(row).toEqual({ credits: 0 });
});

it('a page that two jobs of one process need at the same moment is fetched once', async () => {
  const [first, second] = [await jobs.lease(), await jobs.lease()];
  let fetched = 0;
  const fetch = async (url: string) => {
    fetched += 1;
    await delay(50);
    return { url, status: 200, contentType: 'text/html', body: 'About us', fetchedAt: new Date() };
  };
  const pages = new KeptPages(new DocumentStore(jobs.dataSource), { fetch });
  const read = await Promise.all(
    [first, second].map((lease) => pages.for(lease).fetch('https://acme.example/', signal)),
  );
  expect(read.map(({ body }) => body)).toEqual(['About us', 'About us']);
  expect(fetched).toBe(1);
});

it('two contacts at one address have a document each, which goes with its contact alone', async () => {
  const [first, second] = [await jobs.lease(), await jobs.lease()];
  const input = { address: '1 Main St' };
  const lookup = { provider: 'photon', operation: 'search', kind: 'place', input, version: 1 } as const;
  const lookups = jobs.lookups();
  const ask = () => Promise.resolve(paidReply());
  const [a, b] = [
    await lookups.for(first, signal).find(lookup, ask),
    await lookups.for(second, signal).find(lookup, ask),
  ];
  const left = () =>
    jobs.database.query('SELECT id, contact_id FROM source_documents WHERE id = ANY($1) ORDER BY id', [
      [a?.storedId, b?.storedId],
    ]);
  expect(await left()).toMatchObject([{ contact_id: first.contactId }, { contact_id: second.contactId }]);
  await jobs.database.query('DELETE FROM contacts WHERE id = $1', [first.contactId]);
  expect(await left()).toEqual([{ id: b?.storedId, contact_id: second.contactId }]);
});
