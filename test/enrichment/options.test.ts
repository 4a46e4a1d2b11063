import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { startEnriching } from '../support/enriching-stack.ts';
import type { Websites } from '../support/website.ts';
import { homePage } from './company-site.ts';

let websites: Websites;
let client: Client;
let stop: () => Promise<void>;
let count = 0;
const page = (name: string, jobTitle = 'Engineer') =>
  homePage({ name, industry: 'Software', people: [{ name: 'Ada Byron', jobTitle }] });
beforeAll(async () => {
  const hosts = Array.from({ length: 20 }, (_, at) => [`acme${at}.example`, { '/': page(`Acme ${at}`) }] as const);
  ({ websites, client, stop } = await startEnriching(Object.fromEntries(hosts), { strict: true }));
});
afterAll(() => stop());
beforeEach(() => {
  websites.requests.length = 0;
});

async function ada(fields: Record<string, unknown> = {}) {
  const at = count++;
  const host = `acme${at}.example`;
  const companyName = `Acme ${at}`;
  const contact = { email: `ada@${host}`, firstName: 'Ada', lastName: 'Byron', companyName, ...fields };
  return { host, companyName, ...(await client.createContact(contact)) };
}

const profileOf = async (id: string) => (await client.get(`/api/contacts/${id}`)).body.data.profile;
const resultOf = (job: any, name: string) => job.sources.find(({ source }: { source: string }) => source === name);

describe('a request for enrichment may say', () => {
  it('which fields to look for', async () => {
    const { id, company } = await ada();
    const job = await client.enrich(id, { fields: ['jobTitle'] });
    expect(job.options).toEqual({ fields: ['jobTitle'] });
    expect(Object.keys(await profileOf(id))).toEqual(['jobTitle']);
    expect((await client.get(`/api/companies/${company.id}`)).body.data.profile).toEqual({});
    expect(resultOf(job, 'email')).toMatchObject({
      ...{ outcome: 'skipped', reason: 'It gives nothing of what is looked for' },
    });
    await client.enrich(id, { fields: ['company.industry'] });
    expect((await client.get(`/api/companies/${company.id}`)).body.data).toMatchObject({ industry: 'Software' });
  });

  it('which sources to ask', async () => {
    const { id } = await ada();
    const job = await client.enrich(id, { sources: ['email'] });
    expect(job.sources.map(({ source }: { source: string }) => source)).toEqual(['email']);
    expect(websites.requests).toEqual([]);
  });

  it('how sure a value has to be: what falls short is suggested', async () => {
    const { id } = await ada();
    await client.enrich(id, { fields: ['jobTitle'], minConfidence: 0.9 });
    expect(await profileOf(id)).toEqual({});
    const { suggestions } = (await client.get(`/api/contacts/${id}/suggestions`)).body.data;
    expect(suggestions).toMatchObject([{ field: 'jobTitle', value: 'Engineer' }]);
  });

  it('how old a value may be: for fresh ones nobody is asked', async () => {
    const { id } = await ada();
    await client.enrich(id);
    websites.requests.length = 0;
    const fields = ['jobTitle', 'company.industry'];
    const job = await client.enrich(id, { fields, maxAgeDays: 1 });
    expect(job).toMatchObject({ status: 'succeeded', error: null });
    expect(resultOf(job, 'company_website')).toMatchObject({
      outcome: 'skipped',
      reason: expect.stringMatching(/fresh/),
    });
    expect(websites.requests).toEqual([]);
    await client.enrich(id, { fields, maxAgeDays: 0 });
    expect(websites.requests.length).toBeGreaterThan(0);
  });

  it('to ask again, whatever is known', async () => {
    const { id, host, companyName } = await ada();
    await client.enrich(id);
    websites.pages[host] = { '/': page(companyName, 'Director') };
    await client.enrich(id);
    expect((await profileOf(id)).jobTitle.value).toBe('Engineer');
    await client.enrich(id, { force: true });
    expect((await profileOf(id)).jobTitle.value).toBe('Director');
  });

  it('to plan only: what is missing, who would be asked, and what it may cost', async () => {
    const { id, email } = await ada();
    const planned = await client.post(`/api/contacts/${id}/enrich`, { dryRun: true });
    expect(planned.status).toBe(200);
    expect(planned.body).toMatchObject({
      data: { jobId: null, contactId: id, contactName: 'Ada Byron', contactEmail: email },
      message: 'Enrichment plan for Ada Byron: nothing was called or written',
    });
    const { plan } = planned.body.data;
    expect(plan.fields).toContainEqual({ name: 'company.industry', state: 'missing' });
    expect(plan.sources.map(({ source }: { source: string }) => source)).toEqual([
      ...['email', 'phone', 'address', 'company_website'],
    ]);
    expect(plan.maxCostMicroUsd).toBe(0);
    expect((await client.get(`/api/contacts/${id}/enrichment-jobs`)).body.data.total).toBe(0);
    expect(websites.requests).toEqual([]);
    await client.enrich(id);
    const again = (await client.post(`/api/contacts/${id}/enrich`, { dryRun: true, fields: ['jobTitle'] })).body.data
      .plan;
    expect(again.fields).toEqual([{ name: 'jobTitle', state: 'fresh' }]);
    expect(again.sources.filter(({ ask }: { ask: boolean }) => ask)).toEqual([]);
  });

  it.each([
    [{ fields: ['shoeSize'] }, /^fields must be out of emailType, /],
    [{ fields: [] }, /fields must be a list/],
    [{ fields: ['jobTitle', 'jobTitle'] }, /twice/],
    [{ fields: 'jobTitle' }, /fields must be a list/],
    [{ fields: ['__proto__'] }, /fields must be a list of names/],
    [{ sources: ['crystal_ball'] }, /^sources must be out of email, /],
    [{ sources: ['gravatar'] }, /^sources has gravatar, which is off: /],
    [{ minConfidence: 0.5 }, /minConfidence must be a number from 0.7 to 0.98/],
    [{ minConfidence: '0.8' }, /minConfidence must be a number/],
    [{ maxAgeDays: -1 }, /maxAgeDays must be a whole number/],
    [{ maxAgeDays: null }, /maxAgeDays must be a whole number/],
    [{ maxCost: 0.5 }, /maxCost must be a whole number/],
    [{ force: 'yes' }, /force must be true or false/],
    [{ surprise: true }, /surprise is not a known property/],
    [[], /must be a JSON object/],
  ])('but not %j', async (options, message) => {
    const { id } = await ada({ email: `ada${count++}@people.example`, companyName: undefined });
    const refused = await client.post(`/api/contacts/${id}/enrich`, options);
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ success: false, error: expect.stringMatching(message) });
    expect((await client.get(`/api/contacts/${id}/enrichment-jobs`)).body.data.total).toBe(0);
  });
});
