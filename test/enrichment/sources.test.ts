import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { spawnApp, startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { serveJsonApi, type JsonApi } from '../support/json-api.ts';
import { serveNames, type NameServer } from '../support/name-server.ts';

const email = 'ada.lovely@acme.example';
const hash = createHash('sha256').update(email).digest('hex');

let gravatar: JsonApi;
let github: JsonApi;
let names: NameServer;
let stack: Stack;
let client: Client;
beforeAll(async () => {
  gravatar = await serveJsonApi(() => ({ body: { hash, display_name: 'Ada Lovely', job_title: 'Engine Designer' } }));
  github = await serveJsonApi(() => ({ status: 401 }));
  names = await serveNames({ 'acme.example': { mx: [[1, 'aspmx.l.google.com']] } });
  stack = await startStack({
    enrichers: 1,
    env: {
      ...{ ENRICHMENT_SOURCES: 'email,dns,gravatar,github', DNS_SERVERS: names.address },
      ...{ GRAVATAR_BASE_URL: gravatar.url, GITHUB_BASE_URL: github.url, GITHUB_TOKEN: 'not-a-real-token' },
      OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8',
    },
  });
  client = await stack.client();
});
afterAll(async () => {
  await stack.stop();
  await Promise.all([gravatar.close(), github.close(), names.close()]);
});

it('puts what the sources give into the profile, and tells how each has fared', async () => {
  const { id } = await client.createContact({ email, firstName: 'Ada', lastName: 'Lovely' });
  const job = await client.enrich(id);
  expect(job.status).toBe('succeeded');
  const { profile } = (await client.get(`/api/contacts/${id}`)).body.data;
  expect(profile).toMatchObject({
    jobTitle: { value: 'Engine Designer', source: 'gravatar', url: `${gravatar.url}/profiles/${hash}` },
    emailStatus: { value: 'domain_accepts_mail', source: 'dns', quote: 'aspmx.l.google.com' },
    mailService: { value: 'google_workspace' },
  });

  const answer = await client.get('/api/enrichment/sources');
  expect(answer.status).toBe(200);
  const { sources } = answer.body.data;
  expect(sources.filter(({ on }: { on: boolean }) => on).map(({ name }: { name: string }) => name)).toEqual([
    ...['email', 'dns', 'gravatar', 'github'],
  ]);
  const of = (name: string) => sources.find((source: { name: string }) => source.name === name);
  expect(of('gravatar')).toMatchObject({ baseUrl: gravatar.url, keySet: false, lately: { matched: 1, errors: 0 } });
  expect(of('github').keySet).toBe(true);
  expect(of('github').lately).toEqual({
    ...{ matched: 0, noMatch: 0, skipped: 0, errors: 1, medianDurationMs: expect.any(Number) },
    lastError: 'GitHub refuses the request or its key',
  });
  expect(sources.at(-1)).toMatchObject({
    ...{ name: 'llm', on: false, offReason: 'No language model is configured: set LLM_PROVIDER' },
  });
  expect(of('wikidata')).toMatchObject({ on: false, offReason: 'ENRICHMENT_SOURCES does not name it' });
  expect(of('phone').lately.medianDurationMs).toBeNull();
  expect(JSON.stringify(answer.body)).not.toContain('not-a-real-token');
});

it('shows an organization its own record only, and needs the scope', async () => {
  const other = await stack.client({ organization: 'Zenith', email: 'admin@zenith.example' });
  const { sources } = (await other.get('/api/enrichment/sources')).body.data;
  for (const { lately } of sources) expect(lately).toMatchObject({ matched: 0, errors: 0 });
  const narrow = await stack.client({ scopes: ['enrichment:run'] });
  expect((await narrow.get('/api/enrichment/sources')).status).toBe(403);
});

it.each(['api', 'enricher'] as const)('does not start the %s with a source that there is not', async (name) => {
  const app = spawnApp(name, { ...stack.env, ENRICHMENT_SOURCES: 'email,crystal_ball' });
  let errors = '';
  app.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(app, 'close')) as [number];
  expect(code).toBe(1);
  expect(errors).toMatch(/^\w+: cannot start: ENRICHMENT_SOURCES must be a list of sources, which are email, .*\n$/);
});
