import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';

let stack: Stack;
let client: Client;
beforeAll(async () => {
  stack = await startStack({ strict: true });
  client = await stack.client();
});
afterAll(() => stack.stop());

/** Content that nobody can unpack: an export that reads it fails. */
const UNREADABLE = Buffer.from('?');

describe('the documents of an export', () => {
  const COMPANY = 'kept.example';
  let contactId: string;
  let companyId: string;
  beforeAll(async () => {
    companyId = (await client.post('/api/companies', { name: 'Kept', website: `http://${COMPANY}/` })).body.data.id;
    const person = { email: 'zoe.ohm@mail.kept.example', firstName: 'Zoe', lastName: 'Ohm' };
    contactId = (await client.createContact({ ...person, companyId })).id;
  });

  /** Keeps a document that is nobody's. @returns its id */
  async function plant(kind: 'page' | 'company', url: string, content: Buffer | string, hash: string = randomUUID()) {
    const id = randomUUID();
    await stack.database.query(
      `INSERT INTO source_documents (id, organization_id, provider, kind, lookup_hash, found, url, content, content_hash,
         fetched_at, expires_at)
       SELECT $1, organization_id, 'planted', $2, $3, true, $4, $5, 'ab', now(), now() + interval '9 days'
       FROM contacts WHERE id = $6`,
      [
        id,
        kind,
        hash,
        url,
        typeof content === 'string' ? gzipSync(JSON.stringify({ body: content })) : content,
        contactId,
      ],
    );
    return id;
  }

  /** Quotes a document for the contact's company. */
  async function quote(documentId: string, field: string, url: string) {
    await stack.database.query(
      `WITH v AS (INSERT INTO enriched_values (id, organization_id, company_id, field, value, confidence, status, inputs)
         SELECT $1, organization_id, company_id, $3, '"1999"', 0.5, 'suggested', '{}' FROM contacts WHERE id = $6
         RETURNING id, organization_id)
       INSERT INTO evidence (id, organization_id, enriched_value_id, source, document_id, url, quote, fetched_at, confidence)
       SELECT $2, organization_id, id, 'wikidata', $4, $5, '1999', now(), 0.5 FROM v`,
      [randomUUID(), randomUUID(), field, documentId, url, contactId],
    );
  }

  const documentsOf = async () => {
    const { status, body } = await client.get(`/api/contacts/${contactId}/export`);
    expect(status).toBe(200);
    return body.data.documents.map((one: { id: string }) => one.id).sort();
  };

  it('are sought among the pages of its sites and what is quoted for it and its company, and nowhere else', async () => {
    const record = 'https://records.example/wiki/Q1';
    const cited = await plant('company', record, 'Founded by Zoe Ohm.', 'asked');
    await quote(cited, 'foundedYear', record);
    const moved = await plant('page', 'https://moved.example/', 'We have moved here.');
    await quote(moved, 'industry', 'https://moved.example/');
    const about = [
      cited,
      await plant('company', record, 'Zoe Ohm founded it.', 'asked'),
      await plant('page', 'https://www.kept.example/team', 'Our Zoe Ohm'),
      await plant('page', 'https://moved.example/team', 'Our Zoe Ohm'),
    ];
    for (let page = 0; page < 40; page += 1) about.push(await plant('page', `http://${COMPANY}/${page}`, 'Zoe Ohm'));
    await plant('page', 'http://kept.example/jobs', 'Nobody is named');
    for (let other = 2; other < 60; other += 1) {
      await plant('company', `https://records.example/wiki/Q${other}`, UNREADABLE);
      await plant('page', `https://notkept.example/${other}`, UNREADABLE);
      await plant('page', `https://records.example/${other}`, UNREADABLE);
    }
    expect(await documentsOf()).toEqual(about.sort());
  });

  it('are found for a person whose email has an internationalized domain', async () => {
    const page = await plant('page', 'https://xn--bcher-kva.example/team', 'Our Zoe Ohm');
    expect((await client.patch(`/api/contacts/${contactId}`, { email: 'zoe@bücher.example' })).status).toBe(200);
    expect(await documentsOf()).toContain(page);
  });

  it('are forgotten with the contact, and nothing else is read', async () => {
    expect((await client.delete(`/api/contacts/${contactId}`)).status).toBe(200);
    const left = await stack.database.query<{ content: Buffer }>(
      `SELECT content FROM source_documents WHERE provider = 'planted' AND content IS NOT NULL AND content <> $1`,
      [UNREADABLE],
    );
    expect(left).toHaveLength(2);
  });
});

it('exports wait for each other, and nobody else waits for them', async () => {
  const { id } = await client.createContact();
  const waiting = `SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND relation = 'audit_events'::regclass
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  const waiters = async () => (await stack.database.query<{ n: number }>(waiting))[0]?.n;
  await stack.database.query('BEGIN');
  await stack.database.query('LOCK TABLE audit_events IN EXCLUSIVE MODE');
  const exports = Array.from({ length: 12 }, () => client.get(`/api/contacts/${id}/export`));
  while (((await waiters()) ?? 0) < 2) await delay(10);
  const other = await client.get('/api/companies?limit=1');
  await delay(300);
  const waited = await waiters();
  await stack.database.query('COMMIT');
  expect([other.status, waited]).toEqual([200, 2]);
  for (const { status } of await Promise.all(exports)) expect(status).toBe(200);
});
