import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { startEnriching } from '../support/enriching-stack.ts';
import { homePage } from './company-site.ts';

const description = 'Software that counts the anvils of the whole world.';
const hosts = ['entered', 'cleared', 'later', 'same'].map((name) => `${name}.example`);
const facts = (host: string) => ({ name: host.split('.')[0]!, industry: 'Software', description });

let client: Client;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ client, stop } = await startEnriching(
    Object.fromEntries(hosts.map((host) => [host, { '/': homePage(facts(host)) }])),
  ));
});
afterAll(() => stop());

async function contactOf(
  name: string,
  fields: Record<string, unknown> = {},
): Promise<{ id: string; companyId: string }> {
  const companyId: string = (await client.post('/api/companies', { name, ...fields })).body.data.id;
  const { id } = await client.createContact({
    email: `ada@${name}.example`,
    firstName: 'Ada',
    lastName: 'Byron',
    companyId,
  });
  return { id, companyId };
}

const company = async (id: string) => (await client.get(`/api/companies/${id}`)).body.data;
const suggestions = async (id: string): Promise<[string, unknown][]> => {
  const { evidence } = (await client.get(`/api/contacts/${id}/evidence?limit=100`)).body.data;
  const suggested = evidence.filter(({ status }: { status: string }) => status === 'suggested');
  return suggested.map(({ field, value }: { field: string; value: unknown }) => [field, value]);
};

it('what a user entered stays, and what was found is suggested', async () => {
  const { id, companyId } = await contactOf('entered', { industry: 'Retail' });
  const job = await client.enrich(id);
  expect(await company(companyId)).toMatchObject({ industry: 'Retail', description });
  expect(await suggestions(id)).toEqual([['industry', 'Software']]);
  expect(job.sources).toContainEqual(expect.objectContaining({ source: 'company_website', valuesSuggested: 1 }));
  await client.enrich(id);
  expect(await suggestions(id)).toEqual([['industry', 'Software']]);
});

it('what a user cleared stays empty, however often it is found again', async () => {
  const { id, companyId } = await contactOf('cleared');
  await client.enrich(id);
  expect(await company(companyId)).toMatchObject({ industry: 'Software', description });
  await client.patch(`/api/companies/${companyId}`, { industry: null, description: null });
  expect(await company(companyId)).toMatchObject({ industry: null, description: null, profile: {} });
  await client.enrich(id);
  await client.enrich(id);
  expect(await company(companyId)).toMatchObject({ industry: null, description: null });
  expect((await suggestions(id)).sort()).toEqual([
    ['description', description],
    ['industry', 'Software'],
  ]);
});

it('what a user enters over a finding takes its place in the profile', async () => {
  const { id, companyId } = await contactOf('later');
  await client.enrich(id);
  expect((await company(companyId)).profile.industry.value).toBe('Software');
  await client.patch(`/api/companies/${companyId}`, { industry: 'Retail' });
  const changed = await company(companyId);
  expect(changed.industry).toBe('Retail');
  expect(changed.profile).not.toHaveProperty('industry');
});

it('what a user entered and is found as well is not suggested', async () => {
  const { id, companyId } = await contactOf('same', { industry: 'Retail', description });
  await client.enrich(id);
  expect(await suggestions(id)).toEqual([['industry', 'Software']]);
  await client.patch(`/api/companies/${companyId}`, { industry: 'Software' });
  expect(await suggestions(id)).toEqual([]);
});
