import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { startEnrichingPaid, type PaidEnrichingStack } from '../support/enriching-stack.ts';
import { homePage } from '../enrichment/company-site.ts';

const HOST = 'acme0.example';
let enriching: PaidEnrichingStack;
let stack: Stack;
let client: Client;
let id: string;
let held: any;
beforeAll(async () => {
  enriching = await startEnrichingPaid(1, { strict: true });
  ({ stack, client } = enriching);
  const people = [{ name: 'Ada Byron', jobTitle: 'Head of Engines' }];
  enriching.websites.pages[HOST] = { '/': homePage({ name: 'Acme', people }) };
  const contact = { email: `ada.byron@${HOST}`, firstName: 'Ada', lastName: 'Byron', companyName: 'Acme' };
  ({ id } = await client.createContact(contact));
  await client.enrich(id);
  const { evidence } = (await client.get(`/api/contacts/${id}/evidence`)).body.data;
  const fromPage = evidence.find(
    (one: { subject: string; url: string | null }) => one.subject === 'contact' && one.url,
  );
  await client.post(`/api/contacts/${id}/evidence/${fromPage.id}/wrong-person`);
  await rejectOne();
  held = (await client.get(`/api/contacts/${id}/export`)).body.data;
});
afterAll(() => enriching.stop());

/** Makes one of the found values a suggestion, as if it had been less sure, and rejects it. */
async function rejectOne(): Promise<void> {
  await stack.database.query(
    `UPDATE enriched_values SET status = 'suggested', ended_at = NULL
     WHERE id = (SELECT id FROM enriched_values WHERE contact_id = $1 AND field = 'linkedinUrl' LIMIT 1)`,
    [id],
  );
  const { suggestions } = (await client.get(`/api/contacts/${id}/suggestions`)).body.data;
  const { id: suggestionId } = suggestions.find((one: { field: string }) => one.field === 'linkedinUrl');
  expect((await client.post(`/api/contacts/${id}/suggestions/${suggestionId}/reject`)).status).toBe(200);
}

/** A row of a table that hangs on the contact, however far, with the names of its columns as the api writes them. */
interface HeldRow {
  readonly table: string;
  readonly row: Record<string, unknown>;
}

/**
 * Every table with a way to the contact: by foreign keys, over as many tables as it takes, or by a column that by its name
 * says so. A new table is among them without anybody thinking of it.
 */
async function tablesOfContact(): Promise<Map<string, string>> {
  const links = await stack.database.query<{ child: string; parent: string; on: string }>(
    `SELECT k.conrelid::regclass::text AS child, k.confrelid::regclass::text AS parent,
       string_agg(format('child.%I = parent.%I', c.attname, p.attname), ' AND ') AS "on"
     FROM pg_constraint k CROSS JOIN LATERAL unnest(k.conkey, k.confkey) AS pair (child, parent)
     JOIN pg_attribute c ON c.attrelid = k.conrelid AND c.attnum = pair.child
     JOIN pg_attribute p ON p.attrelid = k.confrelid AND p.attnum = pair.parent
     WHERE k.contype = 'f' GROUP BY k.oid, 1, 2`,
  );
  const found = new Map([['contacts', `SELECT * FROM contacts WHERE id = '${id}'`]]);
  for (const parent of found.keys()) {
    for (const link of links.filter((one) => one.parent === parent && !found.has(one.child))) {
      const parents = found.get(parent) ?? '';
      found.set(link.child, `SELECT child.* FROM ${link.child} child JOIN (${parents}) parent ON ${link.on}`);
    }
  }
  const named = await stack.database.query<{ table: string; column: string }>(
    `SELECT c.oid::regclass::text AS table, a.attname AS column FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
       AND a.attname IN ('contact_id', 'subject_id')`,
  );
  for (const { table, column } of named) {
    if (!found.has(table)) found.set(table, `SELECT * FROM ${table} WHERE ${column}::text = '${id}'`);
  }
  return found;
}

async function heldRows(): Promise<HeldRow[]> {
  const rows: HeldRow[] = [];
  for (const [table, sql] of await tablesOfContact()) {
    const found = await stack.database.query<{ row: Record<string, unknown> }>(
      `SELECT to_jsonb(t) AS row FROM (${sql}) t`,
    );
    rows.push(...found.map(({ row }) => ({ table, row })));
  }
  return rows;
}

/** Where each table's rows are in the export, and the columns that say nothing of the person. */
const INNER = ['organization_id', 'contact_id', 'lookup_hash', 'input_hash', 'lease_token', 'lease_expires_at'];
const SECTIONS: Record<string, { rows: (data: any) => any[]; left?: readonly string[] }> = {
  contacts: {
    rows: ({ contact }) => [{ ...contact, companyId: contact.company?.id ?? null }],
    left: ['email_key', 'search_text', 'private_to'],
  },
  enriched_values: { rows: ({ values }) => values, left: ['company_id'] },
  evidence: { rows: ({ values }) => values.flatMap((one: any) => one.evidence), left: ['enriched_value_id'] },
  source_documents: { rows: ({ documents }) => documents },
  barred_matches: { rows: ({ barredMatches }) => barredMatches },
  enrichment_jobs: { rows: ({ jobs }) => jobs, left: ['traceparent'] },
  enrichment_source_results: { rows: ({ jobs }) => jobs.flatMap((one: any) => one.sources), left: ['job_id'] },
  enrichment_job_events: { rows: ({ jobs }) => jobs.flatMap((one: any) => one.events), left: ['job_id'] },
  provider_calls: { rows: ({ jobs }) => jobs.flatMap((one: any) => one.calls), left: ['job_id'] },
  audit_events: { rows: ({ auditEvents }) => auditEvents },
};

/** Tables of which nothing is given out: sealed copies of answers about the contact, kept for a day. */
const COPIES = ['idempotent_requests'];

const camelCase = (column: string): string => column.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());

/** As it can be compared: times to the millisecond; content only by being there; numbers and what JSON made of them. */
function comparable(column: string, value: unknown): unknown {
  if (column === 'content') return value !== null;
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return new Date(value).getTime();
  return typeof value === 'number' ? String(value) : value;
}

/** What the database holds on the contact, and the export lacks. */
function missing(rows: readonly HeldRow[], data: unknown): string[] {
  return rows.flatMap(({ table, row }) => {
    const section = SECTIONS[table];
    if (!section) return [table];
    const columns = Object.keys(row).filter((name) => ![...INNER, ...(section.left ?? [])].includes(name));
    const differs = (shown: any) =>
      columns.filter(
        (column) =>
          JSON.stringify(comparable(column, shown[camelCase(column)])) !==
          JSON.stringify(comparable(column, row[column])),
      );
    const closest =
      section
        .rows(data)
        .map(differs)
        .sort((one, other) => one.length - other.length)[0] ?? columns;
    return closest.map((column) => `${table}.${column}`);
  });
}

describe('the export of a contact', () => {
  it('has all that the tables hold on it', async () => {
    const rows = await heldRows();
    expect([...(await tablesOfContact()).keys()].sort()).toEqual([...Object.keys(SECTIONS), ...COPIES].sort());
    // Nothing is compared with an empty table.
    expect(new Set(rows.map(({ table }) => table))).toEqual(new Set(Object.keys(SECTIONS)));
    expect(missing(rows, held)).toEqual([]);
  });

  it('is found out by the check above where it lacks a table, a column or a row', async () => {
    await stack.database.query(`
      CREATE TABLE contact_notes (note text, job_id text REFERENCES enrichment_jobs (id));
      INSERT INTO contact_notes SELECT 'likes tea', id FROM enrichment_jobs;
      ALTER TABLE barred_matches ADD COLUMN remark text DEFAULT 'not her'`);
    const lacking = missing(await heldRows(), { ...held, values: held.values.slice(1) });
    expect(new Set(lacking)).toEqual(
      new Set([
        'contact_notes',
        'barred_matches.remark',
        ...lacking.filter((one) => /^(enriched_values|evidence)/.test(one)),
      ]),
    );
    expect(lacking.filter((one) => one.startsWith('enriched_values')).length).toBeGreaterThan(0);
    await stack.database.query('DROP TABLE contact_notes; ALTER TABLE barred_matches DROP COLUMN remark');
  });

  it('has what became of each value, with quotes, and the documents as they were read', () => {
    const statuses = new Set(held.values.map(({ status }: { status: string }) => status));
    for (const status of ['written', 'rejected', 'withdrawn']) expect(statuses).toContain(status);
    for (const { evidence } of held.values) expect(evidence[0].quote).toEqual(expect.any(String));
    const byKind = (kind: string) => held.documents.filter((one: { kind: string }) => one.kind === kind);
    expect(byKind('page')[0].content.body).toContain('Head of Engines');
    expect(JSON.stringify(byKind('person').map((one: { content: unknown }) => one.content))).toContain('linkedin.com');
    const call = { provider: 'people_data_labs', operation: 'person_enrichment', costMicroUsd: '100000' };
    expect(held.jobs).toMatchObject([
      { status: 'succeeded', calls: expect.arrayContaining([expect.objectContaining(call)]) },
    ]);
    expect(held.contact.profile.jobTitle.quote).toEqual(expect.any(String));
  });

  it('is noted in the audit trail, in the export itself as well', async () => {
    const [newest] = (await client.get(`/api/audit-events?subjectId=${id}`)).body.data.auditEvents;
    expect(newest.action).toBe('contact.exported');
    expect(held.auditEvents.at(-1)).toEqual(newest);
    expect(held.auditEvents[0].action).toBe('contact.created');
  });

  it('tells who did what, and from where, only those who may read the audit trail', async () => {
    const member = await stack.client({ email: 'reader@acme.example', role: 'member', scopes: ['contacts:read'] });
    const reader = await stack.client({ email: 'admin@acme.example', role: 'admin', scopes: ['contacts:read'] });
    const admin = await stack.client({
      email: 'second@acme.example',
      role: 'admin',
      scopes: ['contacts:read', 'admin'],
    });
    const eventsFor = async (caller: Client) => (await caller.get(`/api/contacts/${id}/export`)).body.data.auditEvents;
    for (const caller of [member, reader]) {
      const shown = (await eventsFor(caller)).slice(0, held.auditEvents.length);
      expect(shown).toEqual(
        held.auditEvents.map(({ action, fields, createdAt }: any) => ({ action, fields, createdAt })),
      );
    }
    expect((await eventsFor(admin)).slice(0, held.auditEvents.length)).toEqual(held.auditEvents);
    expect(held.auditEvents[0].remoteAddress).toEqual(expect.any(String));
  });

  it('of a contact that was never enriched is its record', async () => {
    const { id: fresh } = await client.createContact();
    const { data } = (await client.get(`/api/contacts/${fresh}/export`)).body;
    expect(data).toMatchObject({ values: [], barredMatches: [], documents: [], jobs: [] });
    expect(data.contact).toEqual((await client.get(`/api/contacts/${fresh}`)).body.data);
  });
});
