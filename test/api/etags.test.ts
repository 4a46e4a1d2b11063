import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent, request } from 'node:http';
import type { Stack } from '../support/apps.ts';
import type { Answer, Client } from '../support/client.ts';
import { startEnriching } from '../support/enriching-stack.ts';
import { homePage } from '../enrichment/company-site.ts';
import { expectRefusal } from './refusal.ts';

let stack: Stack;
let client: Client;
let stop: () => Promise<void>;
beforeAll(async () => {
  const site = { '/': homePage({ name: 'Tagged', industry: 'Software' }) };
  ({ stack, client, stop } = await startEnriching({ 'tagged.example': site }, { strict: true }));
});
afterAll(() => stop());

const tagOf = ({ headers }: Answer): string => headers.get('etag') ?? '';
const STRONG = /^"[\w-]{22}"$/;

async function newContact() {
  const path = `/api/contacts/${(await client.createContact()).id}`;
  return { path, tag: tagOf(await client.get(path)) };
}
async function newCompany() {
  const { id } = (await client.post('/api/companies', { name: `${Math.random()} Inc` })).body.data;
  const path = `/api/companies/${id}`;
  return { path, tag: tagOf(await client.get(path)) };
}

const RESOURCES = [
  { kind: 'a contact', create: newContact, change: { lastName: 'Byron' }, other: { lastName: 'Lovelace' } },
  { kind: 'a company', create: newCompany, change: { industry: 'Rockets' }, other: { industry: 'Trains' } },
];

describe.each(RESOURCES)('$kind', ({ create, change, other }) => {
  const ifMatch = (path: string, body: object | undefined, tag: string): Promise<Answer> =>
    client.send(body ? 'PATCH' : 'DELETE', path, body, { 'If-Match': tag });

  it('has a strong ETag that is the same as long as it is', async () => {
    const { path, tag } = await create();
    expect(tag).toMatch(STRONG);
    expect(tagOf(await client.get(path))).toBe(tag);
    const changed = await client.patch(path, change);
    expect(tagOf(changed)).toMatch(STRONG);
    expect(tagOf(changed)).not.toBe(tag);
    expect(tagOf(await client.get(path))).toBe(tagOf(changed));
  });

  it('is not sent to a GET that has it: 304 without a body', async () => {
    const { path, tag } = await create();
    for (const given of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const answer = await client.send('GET', path, undefined, { 'If-None-Match': given });
      expect([answer.status, answer.body, tagOf(answer)]).toEqual([304, '', tag]);
      expect(answer.headers.get('content-type')).toBeNull();
    }
    for (const given of ['"other"', tag.slice(1, -1), '', 'W/"', '"'.repeat(999)]) {
      const answer = await client.send('GET', path, undefined, { 'If-None-Match': given });
      expect([answer.status, answer.body.success]).toEqual([200, true]);
    }
    await client.patch(path, change);
    expect((await client.send('GET', path, undefined, { 'If-None-Match': tag })).status).toBe(200);
    expect((await client.send('HEAD', path, undefined, { 'If-None-Match': tag })).status).toBe(200);
  });

  it('is changed by who has seen it as it is, and by nobody else', async () => {
    const { path, tag } = await create();
    const changed = await ifMatch(path, change, tag);
    expect([changed.status, tagOf(changed)]).toEqual([200, tagOf(await client.get(path))]);
    for (const stale of [tag, `W/${tagOf(changed)}`, '"other"']) {
      const refused = await ifMatch(path, other, stale);
      expect(refused).toMatchObject({ status: 412, body: { success: false, code: 'precondition_failed' } });
    }
    expect(tagOf(await client.get(path))).toBe(tagOf(changed));
    for (const admitted of ['*', ` "other" , ${tagOf(changed)},`]) {
      await client.patch(path, change);
      const current = tagOf(await client.get(path));
      const given = admitted.replace(tagOf(changed), current);
      expect((await ifMatch(path, other, given)).status).toBe(200);
    }
  });

  it('refuses an If-Match that is none, quickly, and changes nothing', async () => {
    const { path, tag } = await create();
    const hostile = `"a"${', '.repeat(3000)}x`;
    for (const given of ['', 'abc', tag.slice(1), `${tag} or so`, '**', hostile]) {
      const started = performance.now();
      expectRefusal(await ifMatch(path, change, given), 'If-Match');
      expect(performance.now() - started).toBeLessThan(1000);
    }
    expect(tagOf(await client.get(path))).toBe(tag);
    const missing = path.replace(/[^/]+$/, '550e8400-e29b-41d4-a716-446655440000');
    expect((await ifMatch(missing, change, tag)).status).toBe(404);
  });
});

describe('the ETag of a contact', () => {
  it('is given by POST and by decisions as by GET', async () => {
    const created = await client.post('/api/contacts', { email: 'created@people.example', firstName: 'Ada' });
    const path = `/api/contacts/${created.body.data.id}`;
    expect(tagOf(created)).toBe(tagOf(await client.get(path)));
    const company = await client.post('/api/companies', { name: 'Created Inc' });
    expect(tagOf(company)).toBe(tagOf(await client.get(`/api/companies/${company.body.data.id}`)));
    const body = { email: 'keyed@people.example', firstName: 'Ada', companyName: 'Created Inc' };
    const keyed = (): Promise<Answer> => client.send('POST', '/api/contacts', body, { 'Idempotency-Key': 'tagged' });
    const first = await keyed();
    expect(tagOf(first)).toMatch(STRONG);
    expect(tagOf(await keyed())).toBe(tagOf(first));
  });

  it('changes with everything that is shown of it: company, user account, what enrichment found', async () => {
    const { id } = await client.createContact({
      email: 'ada@tagged.example',
      lastName: 'Byron',
      companyName: 'Tagged',
    });
    const path = `/api/contacts/${id}`;
    const tags = [tagOf(await client.get(path))];
    const companyId = (await client.get(path)).body.data.company.id as string;
    const note = async (): Promise<void> => {
      tags.push(tagOf(await client.get(path)));
    };
    await client.patch(`/api/companies/${companyId}`, { name: 'Tagged and Sons' });
    await note();
    await client.post('/api/users', { email: 'ada@tagged.example' });
    await note();
    const companyTag = tagOf(await client.get(`/api/companies/${companyId}`));
    const updatedAt = (await client.get(path)).body.data.updatedAt as string;
    await stack.database.query('UPDATE companies SET website = $2 WHERE id = $1', [companyId, 'http://tagged.example']);
    await client.enrich(id as string, { force: true });
    await note();
    const enriched = (await client.get(path)).body.data;
    expect([enriched.company.industry, enriched.updatedAt]).toEqual(['Software', updatedAt]);
    expect(new Set(tags).size).toBe(tags.length);
    expect(tagOf(await client.get(`/api/companies/${companyId}`))).not.toBe(companyTag);
    const stale = await client.send('PATCH', path, { lastName: 'Lovelace' }, { 'If-Match': tags[0]! });
    expect(stale.status).toBe(412);
  });

  it('keeps a contact that has changed from being erased', async () => {
    const { path, tag } = await newContact();
    await client.patch(path, { lastName: 'Byron' });
    const remove = (given: string) => client.send('DELETE', path, undefined, { 'If-Match': given });
    expect(await remove(tag)).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });
    expect((await client.get(path)).body.data.lastName).toBe('Byron');
    expect((await remove(tagOf(await client.get(path)))).status).toBe(200);
    expect((await remove('*')).status).toBe(404);
  });
});

it('a 304 leaves the connection usable', async () => {
  const { path, tag } = await newContact();
  const headers = { Authorization: `Bearer ${client.key}`, 'If-None-Match': tag };
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const statuses = [];
  for (let at = 0; at < 3; at += 1) {
    statuses.push(
      await new Promise((resolve, reject) => {
        const sent = request(client.baseUrl + path, { agent, headers }, (response) => {
          response.resume().on('end', () => {
            resolve(response.statusCode);
          });
        });
        sent.on('error', reject).end();
      }),
    );
  }
  agent.destroy();
  expect(statuses).toEqual([304, 304, 304]);
});
