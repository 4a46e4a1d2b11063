import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { API_KEY_SECRET, startApp, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { dumpDatabase, dumpRedis, findTraces, type Stored } from '../support/database-dump.ts';
import { startEnrichingPaid, type PaidEnrichingStack } from '../support/enriching-stack.ts';
import { peopleDataLabsAnswer } from '../support/paid-providers.ts';
import { holdPage } from '../support/website.ts';
import { homePage } from '../enrichment/company-site.ts';
import { backends } from '../operation/backends.ts';

const HOST = 'acme0.example';
const PERSON = {
  ...{ email: `zelma.quillfeather@${HOST}`, firstName: 'Zelma', lastName: 'Quillfeather' },
  ...{ phoneNumber: '+44 20 7946 0958', address: '17 Wrenfield Lane, Leeds, United Kingdom' },
};
const COLLEAGUE = { email: `ada.byron@${HOST}`, firstName: 'Ada', lastName: 'Byron' };
/** No copy of the person may have any of these. */
const TRACES = ['zelma', 'quillfeather', '79460958', '7946 0958', 'wrenfield'];

const DESCRIPTION = 'Founded by Zelma Quillfeather, Acme builds rockets.';
const page = homePage({
  ...{ name: 'Acme', industry: 'Rockets', description: DESCRIPTION },
  people: [
    {
      name: 'Zelma Quillfeather',
      jobTitle: 'Head of Wind Tunnels',
      email: PERSON.email,
      telephone: PERSON.phoneNumber,
    },
    { name: 'Ada Byron', jobTitle: 'Head of Engines', email: COLLEAGUE.email },
  ],
});

describe.each(backends)('erasing a contact, with the queue on $name', (backend) => {
  let enriching: PaidEnrichingStack;
  let stack: Stack;
  let client: Client;
  let companyId: string;
  beforeAll(async () => {
    enriching = await startEnrichingPaid(1, { strict: true, env: backend.env() });
    ({ stack, client } = enriching);
    enriching.websites.pages[HOST] = { '/': page };
    companyId = (await client.post('/api/companies', { name: 'Acme', website: `http://${HOST}/` })).body.data.id;
  });
  afterAll(() => enriching.stop());

  async function dump(): Promise<Stored[]> {
    const { QUEUE_URL: url, QUEUE_PREFIX: prefix } = stack.env;
    const queue = url === undefined || prefix === undefined ? [] : await dumpRedis(url, prefix);
    return [...(await dumpDatabase(stack.database)), ...queue];
  }

  const enriched = async (person: object) => {
    const { id } = await client.createContact({ ...person, companyId });
    await client.enrich(id, { force: true, sources: ['email', 'company_website', 'people_data_labs'] });
    return id as string;
  };

  const companyOf = async () => {
    const { industry, description } = (await client.get(`/api/companies/${companyId}`)).body.data;
    return [industry, description];
  };

  it('leaves no copy of it anywhere, and what is its colleague’s as it was', async () => {
    enriching.providers.peopleDataLabs.answer = (request) => {
      const title = request.path.includes('zelma') ? { job_title: 'Head of Wind Tunnels' } : {};
      return peopleDataLabsAnswer(title, { industry: 'Rockets', summary: DESCRIPTION })(request);
    };
    const [id, colleague] = [await enriched(PERSON), await enriched(COLLEAGUE)];
    const evidence = async (of: string) =>
      (await client.get(`/api/contacts/${of}/evidence?limit=100`)).body.data.evidence;
    const [own, others] = [await evidence(id), await evidence(colleague)];
    const shared = new Set(others.map((one: { quote: string }) => one.quote));
    const quotes: string[] = own.map((one: { quote: string }) => one.quote).filter((one: string) => !shared.has(one));
    const fromPage = own.find((one: { url: string | null; subject: string }) => one.subject === 'contact' && one.url);
    await client.post(`/api/contacts/${id}/evidence/${fromPage.id}/wrong-person`);
    await client.send('PATCH', `/api/contacts/${id}`, { lastName: 'Quillfeather-Roe' }, { 'X-Request-Id': 'zelma.q' });
    await client.patch(`/api/contacts/${id}`, { lastName: 'Quillfeather' });
    const options = { force: true, sources: ['email', 'company_website'] };
    const { jobId } = (await client.post(`/api/contacts/${id}/enrich`, options)).body.data;

    const before = await dump();
    expect(findTraces(before, TRACES.slice(0, 2)).length).toBeGreaterThan(20);
    expect(new Set(before.map(({ place }) => place))).toContain('public.source_documents.content');
    expect(findTraces(before, ['zelma.q'])).toContain('public.audit_events.request_id: zelma.q');
    expect(quotes).toEqual(expect.arrayContaining(['Head of Wind Tunnels']));
    expect(await companyOf()).toEqual(['Rockets', DESCRIPTION]);
    expect((await client.delete(`/api/contacts/${id}`)).body.message).toBe('Contact deleted successfully');
    expect((await client.get(`/api/enrichment-jobs/${jobId}`)).status).toBe(404);
    const ofContact = (list: { subject: string }[]) => list.filter(({ subject }) => subject === 'contact');
    expect(ofContact(await evidence(colleague))).toEqual(ofContact(others));
    // A worker that was busy with it has ended once it can take another.
    await client.enrich(colleague, { fields: ['emailType'], force: true });
    const after = await dump();
    expect(findTraces(after, [...TRACES, ...quotes])).toEqual([]);

    expect(await companyOf()).toEqual(['Rockets', null]);
    const [row] = await stack.database.query<{ calls: number; cost: number }>(
      'SELECT count(*)::int AS calls, sum(cost_micro_usd)::int AS cost FROM provider_calls WHERE job_id IS NULL',
    );
    expect(row).toMatchObject({ calls: expect.any(Number), cost: expect.any(Number) });
    expect(row?.cost).toBeGreaterThan(0);
  });

  it('the check above finds a copy that was planted, in text, JSON, compressed or hidden in the queue', async () => {
    await stack.database.query(`CREATE TABLE planted (note text, data jsonb, packed bytea, raw bytea, list text[])`);
    await stack.database.query('INSERT INTO planted VALUES ($1, $2, $3, $4, $5)', [
      ...['Quillfeather', { email: PERSON.email }, gzipSync('{"name":"ZELMA"}'), Buffer.from('quillfeather')],
      ['wrenfield'],
    ]);
    await stack.database.query(`CREATE TABLE bullmq.planted AS SELECT 'quillfeather' AS name`);
    expect(findTraces(await dump(), TRACES).sort()).toEqual([
      'bullmq.planted.name: quillfeather',
      'public.planted.data: quillfeather',
      'public.planted.data: zelma',
      'public.planted.list: wrenfield',
      'public.planted.note: quillfeather',
      'public.planted.packed: zelma',
      'public.planted.raw: quillfeather',
    ]);
    await stack.database.query('DROP TABLE planted, bullmq.planted');
  });

  it('keeps nothing that a worker reads about it afterwards', async () => {
    const held = holdPage(page);
    enriching.websites.pages[HOST] = { '/': held.page };
    const { id } = await client.createContact({ ...PERSON, companyId });
    await client.post(`/api/contacts/${id}/enrich`, { force: true, sources: ['company_website'] });
    await held.requested;
    expect((await client.delete(`/api/contacts/${id}`)).status).toBe(200);
    held.release();
    const other = await client.createContact({ email: 'x@elsewhere.example' });
    await client.enrich(other.id, { fields: ['emailType'] });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(findTraces(await dump(), TRACES)).toEqual([]);
  });
});

describe('an email that is barred', () => {
  let enriching: PaidEnrichingStack;
  let stack: Stack;
  let admin: Client;
  let member: Client;
  beforeAll(async () => {
    enriching = await startEnrichingPaid(0, { strict: true, enrichers: 0 });
    ({ stack, client: admin } = enriching);
    member = await stack.client({ email: 'member@acme.example' });
  });
  afterAll(() => enriching.stop());

  const barred = async (email = `${randomUUID()}@people.example`) => {
    const { id } = await admin.createContact({ email });
    expect((await member.delete(`/api/contacts/${id}?bar=true`)).status).toBe(200);
    return email;
  };
  const create = (client: Client, email: string, fields: object = {}) =>
    client.post('/api/contacts', { email, firstName: 'Ada', ...fields });

  it('is refused on create and change, in any form, with no other effect', async () => {
    const email = await barred();
    const other = await admin.createContact();
    const counted = 'SELECT count(*)::int AS n FROM audit_events';
    const [before] = await stack.database.query(counted);
    for (const form of [email, email.toUpperCase(), ` ${email} `]) {
      for (const answer of [
        await create(member, form, { companyName: 'Never Made Inc' }),
        await create(member, form),
        await member.patch(`/api/contacts/${other.id}`, { email: form, companyName: 'Never Made Inc' }),
      ]) {
        expect([answer.status, answer.body.code, answer.body.existingId]).toEqual([
          409,
          'contact_email_barred',
          undefined,
        ]);
      }
    }
    expect((await admin.get(`/api/contacts/${other.id}`)).body.data.email).toBe(other.email);
    expect((await admin.get('/api/companies?search=never')).body.data.total).toBe(0);
    expect(await stack.database.query(counted)).toEqual([before]);
    expect((await create(member, `a${email}`)).status).toBe(201);
  });

  it('is refused with the Greek, Turkish and composed letters that the database takes for the same', async () => {
    for (const [one, other] of [
      ['ΟΔΟΣ@people.example', 'οδοσ@people.example'],
      ['İpek@people.example', 'ipek@people.example'],
      ['zoe\u0308@people.example', 'ZO\u00cb@people.example'],
    ] as const) {
      await barred(one);
      expect([other, (await create(admin, other)).body.code]).toEqual([other, 'contact_email_barred']);
    }
  });

  it('is kept as a keyed hash alone', async () => {
    const email = await barred();
    expect(findTraces(await dumpDatabase(stack.database), [email, email.slice(0, 12)])).toEqual([]);
  });

  it('is another organization’s to use, and one that was erased without a bar may come again', async () => {
    const email = await barred();
    const rival = await stack.client({ organization: 'Rival Ltd', email: 'boss@rival.example' });
    expect((await create(rival, email)).status).toBe(201);
    const { id, email: again } = await admin.createContact();
    await admin.delete(`/api/contacts/${id}?bar=false`);
    expect((await create(admin, again)).status).toBe(201);
  });

  it('is allowed again by an admin, who is told which bar it is', async () => {
    const email = await barred();
    const { existingId } = (await create(admin, email)).body;
    expect((await member.delete(`/api/barred-emails/${existingId}`)).status).toBe(403);
    const rival = await stack.client({ organization: 'Rival Ltd', email: 'boss@rival.example' });
    expect((await rival.delete(`/api/barred-emails/${existingId}`)).body.code).toBe('barred_email_not_found');
    expect((await rival.get('/api/barred-emails')).body.data.total).toBe(0);
    const listed = (await admin.get('/api/barred-emails')).body.data.barredEmails;
    expect(listed[0]).toEqual({ id: existingId, barredBy: expect.any(String), createdAt: expect.any(String) });
    expect((await admin.delete(`/api/barred-emails/${existingId}`)).status).toBe(200);
    expect((await admin.delete(`/api/barred-emails/${existingId}`)).status).toBe(404);
    expect((await create(member, email)).status).toBe(201);
  });

  it('needs an email, and a flag that is one', async () => {
    const { id } = await admin.createContact();
    for (const bar of ['yes', '1', '', 'TRUE']) {
      expect((await admin.delete(`/api/contacts/${id}?bar=${bar}`)).body.details).toMatchObject([{ field: 'bar' }]);
    }
    await stack.database.query('UPDATE contacts SET email = NULL WHERE id = $1', [id]);
    expect((await admin.delete(`/api/contacts/${id}?bar=true`)).status).toBe(400);
    expect((await admin.get(`/api/contacts/${id}`)).status).toBe(200);
  });

  it('is refused to whoever creates it at the very moment it is erased', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id, email } = await admin.createContact();
      const [erased, ...created] = await Promise.all([
        admin.delete(`/api/contacts/${id}?bar=true`),
        ...Array.from({ length: 8 }, () => create(member, email)),
      ]);
      expect(erased.status).toBe(200);
      expect(created.filter(({ status }) => status !== 409).map(({ body }) => body)).toEqual([]);
    }
  });

  it('stays so with another API_KEY_SECRET, where EMAIL_BAR_SECRET keeps the old one', async () => {
    const email = await barred();
    const secrets = { API_KEY_SECRET: 'x'.repeat(40), EMAIL_BAR_SECRET: API_KEY_SECRET };
    const rotated = await startApp('api', { ...stack.env, ...secrets });
    const client = await stack.client({ email: 'rotated@acme.example' }, rotated, secrets.API_KEY_SECRET);
    expect((await create(client, email)).body.code).toBe('contact_email_barred');
    await rotated.stop();
  });
});
