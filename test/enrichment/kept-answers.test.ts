import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '../operation/until.ts';
import { startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { serveJsonApi, type JsonApi } from '../support/json-api.ts';
import { holdPage, serveWebsites, type Websites } from '../support/website.ts';
import { homePage } from './company-site.ts';

let websites: Websites;
let gravatar: JsonApi;
let stack: Stack;
let client: Client;
const people = ['Ada Byron', 'Jane Doe'].map((name) => ({ name, jobTitle: `Engineer of ${name}` }));
const page = (name: string, of = people) => homePage({ name, industry: 'Software', people: of });
beforeAll(async () => {
  const hosts = ['one', 'held', 'late', 'gone', 'mute', 'new'].map(
    (host) => [`${host}.example`, { '/': page(host) }] as const,
  );
  websites = await serveWebsites(Object.fromEntries(hosts));
  gravatar = await serveJsonApi();
  const env = {
    OUTBOUND_CONNECT_TO: websites.connectTo,
    ENRICHMENT_SOURCES: 'email,company_website,gravatar',
    GRAVATAR_BASE_URL: gravatar.url,
    OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8',
    ENRICHMENT_SWEEP_MS: '200',
  };
  stack = await startStack({ enrichers: 2, env });
  client = await stack.client();
});
afterAll(async () => {
  await stack.stop();
  await Promise.all([websites.close(), gravatar.close()]);
});
beforeEach(() => {
  websites.requests.length = 0;
  gravatar.requests.length = 0;
});

function create(host: string, [firstName, lastName]: readonly [string, string], more: object = {}) {
  const email = `${firstName}@${host}.example`.toLowerCase();
  return client.createContact({ email, firstName, lastName, companyName: host, ...more });
}
const ADA = ['Ada', 'Byron'] as const;
const JANE = ['Jane', 'Doe'] as const;
const profileOf = async (id: string) => (await client.get(`/api/contacts/${id}`)).body.data.profile;
const titleOf = async (id: string) => (await profileOf(id)).jobTitle?.value;
/** Documents are not to be changed; tests that need an older one put time back by replacing it. */
async function age(days: number, where = 'true') {
  await stack.database.query('ALTER TABLE source_documents DISABLE TRIGGER source_documents_immutable');
  await stack.database.query(
    `UPDATE source_documents SET fetched_at = fetched_at - $1 * interval '1 day',
       created_at = created_at - $1 * interval '1 day',
       expires_at = expires_at - $1 * interval '1 day' WHERE ${where}`,
    [days],
  );
  await stack.database.query('ALTER TABLE source_documents ENABLE TRIGGER source_documents_immutable');
}

describe('a website', () => {
  it('is read once for all contacts of the company', async () => {
    const [ada, jane] = [await create('one', ADA), await create('one', JANE)];
    await client.enrich(ada.id);
    const read = websites.requests.length;
    expect(read).toBeGreaterThan(0);
    await client.enrich(jane.id);
    expect(websites.requests).toHaveLength(read);
    expect([await titleOf(ada.id), await titleOf(jane.id)]).toEqual(['Engineer of Ada Byron', 'Engineer of Jane Doe']);
    const values = await stack.database.query(
      `SELECT status, count(*)::int FROM enriched_values WHERE company_id = $1 GROUP BY 1`,
      [ada.company.id],
    );
    expect(values).toEqual([{ status: 'written', count: expect.any(Number) }]);
  });

  it('is read once where two are enriched at the same moment', async () => {
    const held = holdPage(page('held'));
    websites.pages['held.example'] = { '/': held.page };
    const contacts = [await create('held', ADA), await create('held', JANE)];
    const company = await client.patch(`/api/companies/${contacts[0].company.id}`, { website: 'http://held.example' });
    expect(company.status).toBe(200);
    const jobs = await Promise.all(contacts.map(({ id }) => client.post(`/api/contacts/${id}/enrich`)));
    await held.requested;
    held.release();
    await Promise.all(jobs.map(({ body }) => client.waitForJob(body.data.jobId)));
    expect(await Promise.all(contacts.map(({ id }) => titleOf(id)))).toEqual([
      ...['Engineer of Ada Byron', 'Engineer of Jane Doe'],
    ]);
    // Two workers may each have read it: they share what is kept, not what they wait for.
    expect(websites.requests.filter((path) => path === 'held.example/').length).toBeLessThanOrEqual(2);
  });

  it('is read again after a week for somebody whom it did not name', async () => {
    websites.pages['late.example'] = { '/': page('late', [people[0]!]) };
    await client.enrich((await create('late', ADA)).id);
    websites.pages['late.example'] = { '/': page('late') };
    const { id } = await create('late', JANE);
    await client.enrich(id);
    expect(await titleOf(id)).toBeUndefined();
    await age(8);
    websites.pages['late.example'] = { '/': (_request, response) => void response.destroy() };
    const down = await client.enrich(id);
    const site = down.sources.find(({ source }: { source: string }) => source === 'company_website');
    expect(site.outcome).not.toBe('error');
    websites.pages['late.example'] = { '/': page('late') };
    await client.enrich(id);
    expect(await titleOf(id)).toBe('Engineer of Jane Doe');
  });

  it('of which nothing can be kept any more is read all the same', async () => {
    const { id } = await create('gone', ADA);
    await client.enrich(id);
    await age(400);
    websites.pages['gone.example'] = {
      '/': page('gone', [{ name: 'Ada Byron', jobTitle: 'CTO' }]),
    };
    await client.enrich(id);
    expect(await titleOf(id)).toBe('CTO');
  });
});

describe('a provider', () => {
  const profile = (email: string, more = {}) => ({
    body: { hash: createHash('sha256').update(email).digest('hex'), display_name: 'Ada Byron', ...more },
  });

  it('is asked once in a month for whom it knows, and once in a week for whom it does not', async () => {
    const { id, email } = await create('mute', ADA);
    await client.enrich(id);
    await client.enrich(id);
    expect(gravatar.requests).toHaveLength(1);
    await age(8, "provider = 'gravatar'");
    gravatar.answer = () => profile(email, { description: 'I build engines.' });
    await client.enrich(id);
    expect(gravatar.requests).toHaveLength(2);
    gravatar.answer = () => profile(email, { description: 'I build looms.' });
    await age(20, "provider = 'gravatar'");
    await client.enrich(id);
    expect((await client.get(`/api/contacts/${id}`)).body.data.profile.bio.value).toBe('I build engines.');
    await age(20, "provider = 'gravatar'");
    await client.enrich(id, { maxAgeDays: 30 });
    expect((await client.get(`/api/contacts/${id}`)).body.data.profile.bio.value).toBe('I build looms.');
    expect(gravatar.requests).toHaveLength(3);
    gravatar.answer = () => ({ status: 404 });
  });
});

describe('a document', () => {
  it('of what the record itself says is none', async () => {
    const { id } = await create('new', JANE);
    await client.enrich(id, { sources: ['email'] });
    const { emailType } = await profileOf(id);
    const answer = await client.get(`/api/contacts/${id}/evidence/${emailType.evidenceId}/document`);
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ code: 'document_not_found', error: 'No document is kept for this evidence' });
  });

  it('is what the evidence was read in, with its hash, and cannot be changed', async () => {
    const { id } = await create('new', ADA);
    await client.enrich(id);
    const [document] = await stack.database.query<any>(
      `SELECT d.*, e.quote FROM evidence e JOIN source_documents d ON d.id = e.document_id
       JOIN enriched_values v ON v.id = e.enriched_value_id WHERE v.contact_id = $1 AND v.field = 'jobTitle'`,
      [id],
    );
    const content = gunzipSync(document.content).toString();
    expect(content).toContain(document.quote);
    const { jobTitle } = await profileOf(id);
    const path = `/api/contacts/${id}/evidence/${jobTitle.evidenceId}/document`;
    expect((await client.get(path)).body.data).toEqual({
      ...{ id: document.id, kind: 'page', provider: 'web', url: document.url, content: JSON.parse(content) },
      ...{ fetchedAt: document.fetched_at.toISOString(), sha256: document.content_hash },
    });
    expect(document).toMatchObject({ kind: 'page', provider: 'web', found: true });
    expect(document.content_hash).toBe(createHash('sha256').update(content).digest('hex'));
    await expect(
      stack.database.query('UPDATE source_documents SET content = $2 WHERE id = $1', [document.id, document.content]),
    ).rejects.toThrow(/cannot be changed/);
  });

  it('loses its content once it has expired, and goes if nothing quotes it', async () => {
    await age(1000);
    const left = () =>
      stack.database.query<{ quoted: boolean; content: unknown }>(
        `SELECT EXISTS (SELECT FROM evidence e WHERE e.document_id = d.id) AS quoted, content FROM source_documents d`,
      );
    await until('all is purged', async () => (await left()).every(({ quoted, content }) => quoted && content === null));
    expect((await left()).length).toBeGreaterThan(0);
  });
});
