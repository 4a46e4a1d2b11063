import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Client } from '../support/client.ts';
import { dumpDatabase, findTraces } from '../support/database-dump.ts';
import { startEnriching, type EnrichingStack } from '../support/enriching-stack.ts';
import { homePage } from '../enrichment/company-site.ts';

describe('what is kept for companies of a contact that is erased', () => {
  const sites = {
    middle: 'Founded by Zelma Q. Quillfeather, Acme builds rockets.',
    turned: 'Founded by Quillfeather, Anna Zelma: rockets.',
    han: '公司由王小明创立，总部位于上海，制造火箭。',
    dot: 'We at Dot build rockets for everybody.',
    left: 'Founded by Zelma Quillfeather, Acme builds rockets.',
    twice: 'Founded by Zelma Quillfeather, we build rockets.',
  };
  const [zelma, ming] = [
    { firstName: 'Zelma', lastName: 'Quillfeather' },
    { firstName: '小明', lastName: '王' },
  ];
  let enriching: EnrichingStack;
  let client: Client;
  beforeAll(async () => {
    const pages = Object.entries(sites).map(([site, description]) => {
      const page = homePage({ name: site, industry: 'Rockets', description, body: `<p>${description}</p>` });
      return [`${site}.example`, { '/': page }];
    });
    enriching = await startEnriching(Object.fromEntries(pages));
    client = enriching.client;
  });
  afterAll(() => enriching.stop());

  const enriched = async (site: string, person: object) => {
    const company = { name: `${site} ${randomUUID()}`, website: `http://${site}.example/` };
    const companyId: string = (await client.post('/api/companies', company)).body.data.id;
    const { id } = await client.createContact({ email: `info@${site}.example`, ...person, companyId });
    await client.enrich(id, { force: true, sources: ['email', 'company_website'] });
    return { id, companyId };
  };
  const described = async (id: string) => {
    const { description, industry } = (await client.get(`/api/companies/${id}`)).body.data;
    return [description, industry];
  };
  const traces = async (text: string) => findTraces(await dumpDatabase(enriching.stack.database), [text]);

  it.each([
    ['middle', zelma, 'q. quillfeather'],
    ['turned', zelma, 'quillfeather, anna zelma'],
    ['han', ming, '王小明'],
  ] as const)('goes where it names the person as it is spelled on the site %s', async (site, person, trace) => {
    const { id, companyId } = await enriched(site, person);
    expect(await described(companyId)).toEqual([sites[site], 'Rockets']);
    await client.delete(`/api/contacts/${id}`);
    expect(await described(companyId)).toEqual([null, 'Rockets']);
    expect(await traces(trace)).toEqual([]);
  });

  it.each(['-', '.'])('stays where only the last name is one, and that the company’s: %s', async (firstName) => {
    const { id, companyId } = await enriched('dot', { firstName, lastName: 'Dot' });
    await client.delete(`/api/contacts/${id}`);
    expect(await described(companyId)).toEqual([sites.dot, 'Rockets']);
  });

  it.each([null, 'elsewhere'])('goes also where the contact has left the company, for %s', async (next) => {
    const email = 'zelma@freemail.example';
    const { id, companyId } = await enriched('left', { ...zelma, email });
    const change = next === null ? { companyId: null } : { companyName: next };
    expect((await client.patch(`/api/contacts/${id}`, change)).status).toBe(200);
    expect(await described(companyId)).toEqual([sites.left, 'Rockets']);
    await client.delete(`/api/contacts/${id}`);
    expect(await described(companyId)).toEqual([null, 'Rockets']);
    expect(await traces('zelma quillfeather')).toEqual([]);
  });

  it('goes also where a colleague’s job had found it, and the email is of the company that was left', async () => {
    const { id, companyId } = await enriched('twice', { firstName: 'Ada', lastName: 'Byron' });
    const left = await client.createContact({ ...zelma, email: 'z@mail.twice.example', companyId });
    await client.patch(`/api/contacts/${left.id}`, { companyId: null });
    await client.delete(`/api/contacts/${left.id}`);
    expect(await described(companyId)).toEqual([null, 'Rockets']);
    expect((await client.get(`/api/contacts/${id}`)).status).toBe(200);
    expect(await traces('zelma quillfeather')).toEqual([]);
  });

  it('no request id that a caller chose stays on events of others from the same requests', async () => {
    const chosen = (id: string) => ({ 'X-Request-Id': `${id}-zelma.quillfeather` });
    const person = { email: 'z@elsewhere.example', ...zelma, companyName: 'Made With Zelma Inc' };
    const { id } = (await client.send('POST', '/api/contacts', person, chosen('create'))).body.data;
    await client.send('POST', '/api/companies', { name: 'Other Inc' }, { 'X-Request-Id': 'other' });
    expect(await traces('zelma.quillfeather')).toHaveLength(2);
    await client.send('DELETE', `/api/contacts/${id}?bar=true`, undefined, chosen('erase'));
    expect(await traces('zelma.quillfeather')).toEqual([]);
    const { auditEvents } = (await client.get('/api/audit-events?limit=100')).body.data;
    expect(auditEvents.map(({ requestId }: { requestId: string | null }) => requestId)).toContain('other');
  });
});
