import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { startEnrichingPaid } from '../support/enriching-stack.ts';
import {
  asked,
  holdAnswers,
  isCompanyQuestion,
  peopleDataLabsAnswer,
  type PaidProviders,
} from '../support/paid-providers.ts';
import type { Websites } from '../support/website.ts';
import { until } from '../operation/until.ts';
import { homePage } from './company-site.ts';
import { createAt, createCompany, profileOf } from './paid-companies.ts';

let providers: PaidProviders;
let websites: Websites;
let client: Client;
let stop: () => Promise<void>;
beforeAll(async () => {
  const env = { ENRICHMENT_SOURCES: 'email,company_website,people_data_labs' };
  ({ providers, websites, client, stop } = await startEnrichingPaid(10, { env }));
});
afterAll(() => stop());
beforeEach(() => providers.reset());

const SITE = { force: true, sources: ['email', 'company_website'] };
const PAID = { force: true, sources: ['email', 'people_data_labs'] };

/** Asks for more than anything is sure of, so that what is found waits for a user. */
const SUGGEST = { ...SITE, minConfidence: 0.97 };

/** A contact whose company's site gives a title. */
async function onSite(jobTitle: string) {
  const company = await createCompany(client);
  const contact = await createAt(client, 'Ada', {}, company);
  publish(company.name, jobTitle);
  return { ...contact, id: contact.id as string, company };
}
const publish = (name: string, jobTitle: string): void => {
  const email = `ada@${name}.example`;
  const people = jobTitle === '' ? [] : [{ name: 'Ada Byron', jobTitle, email }];
  websites.pages[`${name}.example`] = { '/': homePage({ name, people }) };
};
const titleOf = async (id: string) => (await profileOf(client, id)).jobTitle;
const titleEvidence = async (id: string): Promise<any[]> =>
  (await client.get(`/api/contacts/${id}/evidence?limit=100`)).body.data.evidence.filter(
    ({ field, status }: any) => field === 'jobTitle' && status === 'written',
  );
const sourcesOf = async (id: string) => [...new Set((await titleEvidence(id)).map(({ source }) => source))].sort();
const suggestedTitle = async (id: string) =>
  (await client.get(`/api/contacts/${id}/suggestions`)).body.data.suggestions.find(
    ({ field }: any) => field === 'jobTitle',
  );

it('a value is not less sure for a job that asks few of its sources, but for one that does not say it any more', async () => {
  const { id, company } = await onSite('Head of Engines');
  await client.enrich(id, SITE);
  const alone = (await titleOf(id)).confidence;
  await client.enrich(id, PAID);
  const both = (await titleOf(id)).confidence;
  expect(both).toBeGreaterThan(alone);
  expect(await sourcesOf(id)).toEqual(['company_website', 'people_data_labs']);
  await client.enrich(id, SITE);
  expect((await titleOf(id)).confidence).toBeCloseTo(both, 4);
  expect(await sourcesOf(id)).toEqual(['company_website', 'people_data_labs']);
  publish(company.name, '');
  await client.enrich(id, { force: true, sources: ['email', 'company_website', 'people_data_labs'] });
  expect((await titleOf(id)).confidence).toBeLessThan(both);
  expect(await sourcesOf(id)).toEqual(['people_data_labs']);
});

it('a document of another person takes its share of a value with it, and its address', async () => {
  const { id } = await onSite('Head of Engines');
  await client.enrich(id, SITE);
  const alone = (await titleOf(id)).confidence;
  await client.enrich(id, PAID);
  const { evidenceId, url } = (await titleEvidence(id))
    .map((one) => ({ evidenceId: one.id as string, url: one.url as string, source: one.source as string }))
    .find(({ source }) => source === 'people_data_labs')!;
  const barred = await client.post(`/api/contacts/${id}/evidence/${evidenceId}/wrong-person`);
  expect(barred.body.data.profile.jobTitle).toMatchObject({ value: 'Head of Engines', source: 'company_website' });
  expect((await titleOf(id)).confidence).toBeCloseTo(alone, 2);
  const all = (await client.get(`/api/contacts/${id}/evidence?limit=100`)).body.data.evidence;
  expect(all.map((one: any) => one.url)).not.toContain(url);
});

it('what a user accepted stays when a part of the record that it rested on is edited', async () => {
  const { id } = await onSite('Head of Looms');
  await client.enrich(id, SUGGEST);
  const suggestion = await suggestedTitle(id);
  expect((await client.post(`/api/contacts/${id}/suggestions/${suggestion.id}/accept`)).status).toBe(200);
  expect((await client.patch(`/api/contacts/${id}`, { lastName: 'Lovelace' })).status).toBe(200);
  expect((await titleOf(id)).value).toBe('Head of Looms');
});

it('what a user rejected settles nothing: the paid source is asked, and it is not back in another spelling', async () => {
  const { id, company } = await onSite('Head of Looms');
  await client.enrich(id, SUGGEST);
  const suggestion = await suggestedTitle(id);
  expect((await client.post(`/api/contacts/${id}/suggestions/${suggestion.id}/reject`)).status).toBe(200);
  publish(company.name, 'HEAD OF  LOOMS');
  await client.enrich(id, { fields: ['jobTitle'], force: true });
  expect(asked(providers.peopleDataLabs, 'person')).toBe(1);
  expect(await titleOf(id)).toMatchObject({ value: 'Head of Engines', source: 'people_data_labs' });
  expect(await suggestedTitle(id)).toBeUndefined();
});

it('a title whose job began before a colleague’s found the company’s website is written all the same', async () => {
  const { name } = await createCompany(client);
  websites.pages[`${name}.example`] = { '/': homePage({ name: 'Colleagues', people: [] }) };
  const { id: companyId } = (await client.post('/api/companies', { name: 'Colleagues' })).body.data;
  const at = { name, companyId };
  const [ada, john] = [await createAt(client, 'Ada', {}, at), await createAt(client, 'John', {}, at)];
  const held = holdAnswers(peopleDataLabsAnswer(), (request) => !isCompanyQuestion(request));
  providers.peopleDataLabs.answer = held.answer;
  const job = client.enrich(john.id, { sources: PAID.sources });
  await until('his record is asked for', () => asked(providers.peopleDataLabs, 'person') === 1);
  await client.enrich(ada.id, { sources: SITE.sources });
  expect((await client.get(`/api/companies/${companyId}`)).body.data.website).toContain(name);
  held.release();
  await job;
  expect((await titleOf(john.id)).value).toBe('Head of Engines');
});

it('a title that rests on the name of the company goes when it is renamed', async () => {
  const { id, company } = await onSite('');
  await client.enrich(id, PAID);
  expect((await titleOf(id)).value).toBe('Head of Engines');
  expect((await client.patch(`/api/companies/${company.companyId}`, { name: 'Looms & Sons' })).status).toBe(200);
  expect(await titleOf(id)).toBeUndefined();
});
