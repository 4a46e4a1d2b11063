import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { startEnriching } from '../support/enriching-stack.ts';
import type { Stack } from '../support/apps.ts';
import { holdPage, type Websites } from '../support/website.ts';
import { homePage } from './company-site.ts';

const page = homePage({
  ...{ name: 'Acme', industry: 'Software', description: 'Software that counts the anvils of the whole world.' },
  people: [{ name: 'Ada Byron', jobTitle: 'Engineer' }],
});
const hosts = ['email', 'name', 'renamed', 'link', 'website', 'again', 'fresh'].map((name) => `${name}.example`);

let websites: Websites;
let stack: Stack;
let client: Client;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ websites, stack, client, stop } = await startEnriching(Object.fromEntries(hosts.map((host) => [host, {}]))));
});
afterAll(() => stop());

const ada = (name: string, fields: Record<string, unknown> = {}) =>
  client.createContact({
    ...{ email: `ada@${name}.example`, firstName: 'Ada', lastName: 'Byron', companyName: 'Acme' },
    ...fields,
  });
const profileOf = async (id: string) => (await client.get(`/api/contacts/${id}`)).body.data.profile;

describe('a change of what a finding rests on takes it out of the profile', () => {
  let contact: any;
  beforeAll(async () => {
    const fields = { phoneNumber: '+44 20 7946 0958', address: '123 Main St, San Francisco, CA 94102' };
    contact = await client.createContact({
      email: 'ada@plain.invalid',
      firstName: 'Ada',
      lastName: 'Byron',
      ...fields,
    });
    await client.enrich(contact.id);
  });

  it('but not other changes, nor the same again', async () => {
    const before = await profileOf(contact.id);
    const { address, phoneNumber } = contact;
    const { body } = await client.patch(`/api/contacts/${contact.id}`, { isConnector: true, address, phoneNumber });
    expect(body.data.profile).toEqual(before);
    expect(body.data.latitude).toBeCloseTo(37.77, 1);
  });

  it('a new address takes coordinates, place and time zone', async () => {
    const { body } = await client.patch(`/api/contacts/${contact.id}`, { address: 'Elsewhere' });
    expect(body.data).toMatchObject({ latitude: null, longitude: null });
    expect(Object.keys(body.data.profile)).toEqual(expect.not.arrayContaining(['location', 'timezone']));
    expect(body.data.profile).toHaveProperty('phoneE164');
  });

  it('a cleared phone number takes all that it said', async () => {
    const { body } = await client.patch(`/api/contacts/${contact.id}`, { phoneNumber: null });
    expect(Object.keys(body.data.profile).filter((field) => field.startsWith('phone'))).toEqual([]);
    expect(body.data.profile).toHaveProperty('emailProvider');
  });

  it('a new email takes the rest, and no evidence of it is shown any more', async () => {
    const { body } = await client.patch(`/api/contacts/${contact.id}`, { email: 'ada@other.invalid' });
    expect(body.data.profile).toEqual({});
    expect((await client.get(`/api/contacts/${contact.id}/evidence`)).body.data).toMatchObject({
      evidence: [],
      total: 0,
    });
  });
});

it('a new name takes the title that was found for the old one', async () => {
  websites.pages['name.example'] = { '/': page };
  const { id } = await ada('name');
  await client.enrich(id);
  expect((await profileOf(id)).jobTitle.value).toBe('Engineer');
  const { body } = await client.patch(`/api/contacts/${id}`, { lastName: 'Lovelace' });
  expect(body.data.profile).not.toHaveProperty('jobTitle');
});

describe('what changes while a job runs', () => {
  it.each([
    ['email', { email: 'ada@moved.invalid' }, ['companyDomain', 'emailProvider', 'jobTitle']],
    ['renamed', { lastName: 'Lovelace' }, ['jobTitle', 'emailType']],
  ])('keeps the findings out that rest on what it was: %s', async (host, change, lost) => {
    const held = holdPage(page);
    websites.pages[`${host}.example`] = { '/': held.page };
    const { id } = await ada(host, { companyName: `${host} Co`, address: '123 Main St, San Francisco, CA 94102' });
    const { jobId } = (await client.post(`/api/contacts/${id}/enrich`)).body.data;
    await held.requested;
    expect((await client.patch(`/api/contacts/${id}`, change)).status).toBe(200);
    held.release();
    expect(await client.waitForJob(jobId)).toMatchObject({ status: 'succeeded' });
    const fields = Object.keys(await profileOf(id));
    expect(fields).toEqual(expect.arrayContaining(['location', 'timezone']));
    expect(fields.filter((field) => lost.includes(field))).toEqual([]);
  });

  it('keeps a company as it is that the contact has left', async () => {
    const held = holdPage(homePage({ name: 'Old Co', industry: 'Software' }));
    websites.pages['link.example'] = { '/': held.page };
    const { id, company } = await ada('link', { companyName: 'Old Co' });
    const { jobId } = (await client.post(`/api/contacts/${id}/enrich`)).body.data;
    await held.requested;
    await client.patch(`/api/contacts/${id}`, { companyName: 'New Co' });
    held.release();
    await client.waitForJob(jobId);
    const moved = (await client.get(`/api/contacts/${id}`)).body.data.company;
    expect(moved).toMatchObject({ name: 'New Co', industry: null, website: null });
    const left = (await client.get(`/api/companies/${company.id}`)).body.data;
    expect(left).toMatchObject({ industry: null, website: null, profile: {} });
  });

  it('lets the website win that a user enters meanwhile', async () => {
    const held = holdPage(homePage({ name: 'Site Co', industry: 'Software' }));
    websites.pages['website.example'] = { '/': held.page };
    const { id, company } = await ada('website', { companyName: 'Site Co' });
    const { jobId } = (await client.post(`/api/contacts/${id}/enrich`)).body.data;
    await held.requested;
    await client.patch(`/api/companies/${company.id}`, { website: 'https://real.example' });
    held.release();
    await client.waitForJob(jobId);
    expect((await client.get(`/api/companies/${company.id}`)).body.data.website).toBe('https://real.example');
  });
});

describe('enriching again', () => {
  it('refreshes what was found and duplicates nothing', async () => {
    websites.pages['again.example'] = { '/': page };
    const { id } = await ada('again', { companyName: 'Again Co', address: '123 Main St, San Francisco, CA 94102' });
    const first = await client.enrich(id);
    const before = (await client.get(`/api/contacts/${id}/evidence?limit=100`)).body.data;
    const second = await client.enrich(id, { force: true });
    const after = (await client.get(`/api/contacts/${id}/evidence?limit=100`)).body.data;
    const values = ({ evidence }: typeof before) =>
      evidence.map(({ subject, field, value }: Record<string, unknown>) => [subject, field, value]);
    expect(second.jobId).not.toBe(first.jobId);
    expect(values(after)).toEqual(values(before));
    const read = after.evidence.filter(({ url }: { url: string | null }) => url !== null);
    expect(new Set(read.map(({ jobId }: { jobId: string }) => jobId))).toEqual(new Set([second.jobId]));
    const jobs = (await client.get(`/api/contacts/${id}/enrichment-jobs`)).body.data;
    expect(jobs.enrichmentJobs.map(({ jobId }: { jobId: string }) => jobId)).toEqual([second.jobId, first.jobId]);
  });

  it('takes what the website says now', async () => {
    websites.pages['fresh.example'] = { '/': page };
    const { id } = await ada('fresh', { companyName: 'Fresh Co' });
    await client.enrich(id);
    const people = [{ name: 'Ada Byron', jobTitle: 'Director' }];
    websites.pages['fresh.example'] = { '/': homePage({ name: 'Acme', people }) };
    await client.enrich(id, { force: true });
    expect((await profileOf(id)).jobTitle.value).toBe('Director');
    const titles = (await client.get(`/api/contacts/${id}/evidence?limit=100`)).body.data.evidence.filter(
      ({ field }: { field: string }) => field === 'jobTitle',
    );
    expect(titles).toHaveLength(1);
  });
});

describe('a contact that is erased', () => {
  it('leaves nothing of itself, also not in the evidence of its company', async () => {
    websites.pages['again.example'] = { '/': homePage({ name: 'Kept Co', industry: 'Software' }) };
    const { id } = await ada('again', { email: 'secret.person@again.example', companyName: 'Kept Co' });
    await client.enrich(id);
    await client.delete(`/api/contacts/${id}`);
    const rows = await stack.database.query(
      `SELECT 'contact' FROM contacts WHERE id = $1 UNION ALL SELECT 'job' FROM enrichment_jobs WHERE contact_id = $1
       UNION ALL SELECT 'value' FROM enriched_values WHERE contact_id = $1
       UNION ALL SELECT 'evidence: ' || e.quote FROM evidence e WHERE e.quote ILIKE '%secret.person%'`,
      [id],
    );
    expect(rows).toEqual([]);
  });
});

it("a private contact's email is not in the evidence that others see of its company", async () => {
  websites.pages['again.example'] = { '/': homePage({ name: 'Shared Co', industry: 'Software' }) };
  const hidden = await ada('again', {
    email: 'hidden.person@again.example',
    companyName: 'Shared Co',
    visibility: 'private',
  });
  await client.enrich(hidden.id);
  const colleague = await stack.client({ email: 'colleague@acme.example', role: 'member' });
  const own = await colleague.createContact({ companyName: 'Shared Co' });
  const { evidence } = (await colleague.get(`/api/contacts/${own.id}/evidence?limit=100`)).body.data;
  expect(evidence.length).toBeGreaterThan(0);
  expect(JSON.stringify(evidence)).not.toContain('hidden.person');
});
