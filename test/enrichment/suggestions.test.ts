import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Stack } from '../support/apps.ts';
import type { Answer, Client } from '../support/client.ts';
import { startEnriching } from '../support/enriching-stack.ts';
import type { Websites } from '../support/website.ts';
import { homePage, type CompanyFacts } from './company-site.ts';

const hosts = ['accept', 'reject', 'title', 'rank', 'wrong', 'race', 'tenant'].map((name) => `${name}.example`);

let websites: Websites;
let stack: Stack;
let client: Client;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ websites, stack, client, stop } = await startEnriching(Object.fromEntries(hosts.map((host) => [host, {}])), {
    strict: true,
  }));
});
afterAll(() => stop());

const publish = (name: string, facts: Omit<CompanyFacts, 'name'>): void => {
  websites.pages[`${name}.example`] = { '/': homePage({ name, ...facts }) };
};

/** A contact whose company's industry was entered by a user. */
async function contactOf(name: string, company: object = { industry: 'Retail' }) {
  const companyId: string = (await client.post('/api/companies', { name, ...company })).body.data.id;
  const person = { email: `ada@${name}.example`, firstName: 'Ada', lastName: 'Byron' };
  const { id }: { id: string } = await client.createContact({ ...person, companyId });
  return { id, path: `/api/contacts/${id}` };
}

const open = async (path: string) => (await client.get(`${path}/suggestions`)).body.data.suggestions;
const decide = (path: string, id: string, decision: 'accept' | 'reject'): Promise<Answer> =>
  client.post(`${path}/suggestions/${id}/${decision}`);

describe('a suggestion', () => {
  it('shows what the field holds and the evidence, and becomes the user’s own value when accepted', async () => {
    publish('accept', { industry: 'Software' });
    const { id, path } = await contactOf('accept');
    await client.enrich(id, { force: true });
    const [suggestion] = await open(path);
    expect(suggestion).toMatchObject({
      ...{ subject: 'company', field: 'industry', value: 'Software', currentValue: 'Retail' },
      evidence: [{ source: 'company_website', quote: 'Software', url: expect.stringContaining('accept.example') }],
    });
    const accepted = await decide(path, suggestion.id, 'accept');
    expect(accepted).toMatchObject({ status: 200, body: { data: { company: { industry: 'Software' } } } });
    expect(await open(path)).toEqual([]);

    publish('accept', { industry: 'Shipping' });
    await client.enrich(id, { force: true });
    expect((await client.get(path)).body.data.company.industry).toBe('Software');
    expect(await open(path)).toMatchObject([{ value: 'Shipping', currentValue: 'Software' }]);
  });

  it('is not proposed again once rejected, while another value is', async () => {
    publish('reject', { industry: 'Software' });
    const { id, path } = await contactOf('reject');
    await client.enrich(id, { force: true });
    const [suggestion] = await open(path);
    expect((await decide(path, suggestion.id, 'reject')).status).toBe(200);
    await client.enrich(id, { force: true });
    expect(await open(path)).toEqual([]);
    publish('reject', { industry: 'Shipping' });
    await client.enrich(id, { force: true });
    expect(await open(path)).toMatchObject([{ value: 'Shipping', currentValue: 'Retail' }]);
  });

  it('for the contact itself is accepted into the profile, where no finding replaces it', async () => {
    const named = (jobTitle: string, email?: string) => ({ people: [{ name: 'Ada Byron', jobTitle, email }] });
    publish('title', named('Head of Engines', 'ada@title.example'));
    const { id, path } = await contactOf('title', {});
    await client.enrich(id, { force: true });
    publish('title', named('Head of Looms'));
    await client.enrich(id, { force: true });
    const [suggestion] = (await open(path)).filter(({ field }: { field: string }) => field === 'jobTitle');
    expect(suggestion).toMatchObject({ subject: 'contact', value: 'Head of Looms', currentValue: 'Head of Engines' });
    const accepted = await decide(path, suggestion.id, 'accept');
    expect(accepted.body.data.profile.jobTitle).toMatchObject({ value: 'Head of Looms', quote: 'Head of Looms' });
    publish('title', named('Head of Engines', 'ada@title.example'));
    await client.enrich(id, { force: true });
    expect((await client.get(path)).body.data.profile.jobTitle.value).toBe('Head of Looms');
  });

  it('of a title takes what was derived from the old one out of the profile, until it is derived anew', async () => {
    const named = (jobTitle: string, email?: string) => ({ people: [{ name: 'Ada Byron', jobTitle, email }] });
    const derived = async () => {
      const { profile } = (await client.get(path)).body.data;
      return [profile.jobTitle, profile.seniority, profile.department].map((found) => found?.value);
    };
    publish('rank', named('Head of Engineering', 'ada@rank.example'));
    const { id, path } = await contactOf('rank', {});
    await client.enrich(id, { force: true });
    expect(await derived()).toEqual(['Head of Engineering', 'head', 'engineering']);
    publish('rank', named('Sales Director'));
    await client.enrich(id, { force: true });
    expect(await derived()).toEqual(['Head of Engineering', 'head', 'engineering']);
    const suggestions: { id: string; field: string }[] = await open(path);
    expect(suggestions.map(({ field }) => field)).toEqual(['jobTitle']);
    await decide(path, suggestions[0]?.id ?? '', 'accept');
    expect(await derived()).toEqual(['Sales Director', undefined, undefined]);
    await client.enrich(id, { force: true });
    expect(await derived()).toEqual(['Sales Director', 'director', 'sales']);
    publish('rank', named('Head of Engineering', 'ada@rank.example'));
    await client.enrich(id, { force: true });
    expect(await derived()).toEqual(['Sales Director', 'director', 'sales']);
  });

  it('is decided once, also when many decide at the same moment', async () => {
    publish('race', { industry: 'Software' });
    const { id, path } = await contactOf('race');
    await client.enrich(id, { force: true });
    const [suggestion] = await open(path);
    const decisions = Array.from({ length: 10 }, (_, index) =>
      decide(path, suggestion.id, index % 2 === 0 ? 'accept' : 'reject'),
    );
    const statuses = (await Promise.all(decisions)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
  });

  it('is not there for others, nor without the scope, nor under another contact', async () => {
    publish('tenant', { industry: 'Software' });
    const { id, path } = await contactOf('tenant');
    await client.enrich(id, { force: true });
    const [suggestion] = await open(path);
    const accept = `${path}/suggestions/${suggestion.id}/accept`;
    const stranger = await stack.client({ organization: 'Other Inc', email: 'eve@other.example' });
    expect((await stranger.post(accept)).status).toBe(404);
    expect((await stranger.get(`${path}/suggestions`)).status).toBe(404);
    const reader = await stack.client({ scopes: ['contacts:read'] });
    expect(await reader.post(accept)).toMatchObject({
      status: 403,
      body: { error: expect.stringContaining('contacts:write') },
    });
    const other = await client.createContact();
    expect((await client.post(`/api/contacts/${other.id}/suggestions/${suggestion.id}/accept`)).status).toBe(404);
    expect((await client.post(`${path}/suggestions/${id}/accept`)).status).toBe(404);
    expect((await client.post(`${path}/suggestions/x/accept`)).body.details).toMatchObject([{ field: 'suggestionId' }]);
    expect(await open(path)).toHaveLength(1);
  });
});

describe('a match of the wrong person', () => {
  it('takes back what only it gave, and is barred from then on', async () => {
    publish('wrong', { industry: 'Software', people: [{ name: 'Ada Byron', jobTitle: 'Head of Engines' }] });
    const { id, path } = await contactOf('wrong', {});
    await client.enrich(id, { force: true });
    const { evidenceId } = (await client.get(path)).body.data.profile.jobTitle;
    const barred = await client.post(`${path}/evidence/${evidenceId}/wrong-person`);
    expect(barred.status).toBe(200);
    expect(barred.body.data.profile).not.toHaveProperty('jobTitle');
    expect(barred.body.data.profile).toHaveProperty('companyDomain');
    await client.enrich(id, { force: true });
    const again = (await client.get(path)).body.data;
    expect(again.profile).not.toHaveProperty('jobTitle');
    expect(again.company.industry).toBe('Software');
    expect(await stack.database.query('SELECT FROM barred_matches WHERE contact_id = $1', [id])).toHaveLength(1);
    await client.delete(path);
    expect(await stack.database.query('SELECT FROM barred_matches WHERE contact_id = $1', [id])).toHaveLength(0);
  });

  it("cannot be the contact's own record, nor evidence of another contact", async () => {
    const { id } = await client.createContact({ email: 'own@record.example' });
    await client.enrich(id, { force: true });
    const { evidenceId } = (await client.get(`/api/contacts/${id}`)).body.data.profile.companyDomain;
    const own = await client.post(`/api/contacts/${id}/evidence/${evidenceId}/wrong-person`);
    expect(own).toMatchObject({ status: 400, body: { details: [{ field: 'evidenceId' }] } });
    const other = await client.createContact();
    expect((await client.post(`/api/contacts/${other.id}/evidence/${evidenceId}/wrong-person`)).status).toBe(404);
  });
});
