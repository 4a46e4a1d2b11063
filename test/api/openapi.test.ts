import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { faults, resolve, type OpenApiDocument, type Operation } from '../support/openapi-check.ts';
import { sampleOf } from '../support/openapi-sample.ts';

let stack: Stack;
let anyone: Client;
let document: OpenApiDocument;
let operations: [name: string, operation: Operation][];
beforeAll(async () => {
  stack = await startStack({ strict: true });
  anyone = stack.clientWithKey(undefined);
  document = (await anyone.get('/openapi.json')).body;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );
});
afterAll(() => stack.stop());

describe('/openapi.json', () => {
  it('has every operation, and no other', () => {
    const id = '{id}';
    expect(operations.map(([name]) => name).sort()).toEqual(
      [
        ...[
          'GET /api/contacts',
          'POST /api/contacts',
          `GET /api/contacts/${id}`,
          `PATCH /api/contacts/${id}`,
          `DELETE /api/contacts/${id}`,
        ],
        ...[
          `POST /api/contacts/${id}/enrich`,
          `GET /api/contacts/${id}/enrichment-jobs`,
          `GET /api/contacts/${id}/evidence`,
        ],
        ...[
          `GET /api/contacts/${id}/insights`,
          `GET /api/contacts/${id}/suggestions`,
          `POST /api/contacts/${id}/suggestions/{suggestionId}/accept`,
          `POST /api/contacts/${id}/suggestions/{suggestionId}/reject`,
          `GET /api/contacts/${id}/evidence/{evidenceId}/document`,
          `POST /api/contacts/${id}/evidence/{evidenceId}/wrong-person`,
        ],
        ...[
          'GET /api/enrichment-jobs/{jobId}',
          'GET /api/enrichment-jobs/{jobId}/events',
          'POST /api/enrichment-jobs/{jobId}/cancel',
        ],
        ...['GET /api/companies', 'POST /api/companies', `GET /api/companies/${id}`, `PATCH /api/companies/${id}`],
        ...['GET /api/users', 'POST /api/users', `PATCH /api/users/${id}`],
        ...['GET /api/api-keys', 'POST /api/api-keys', `DELETE /api/api-keys/${id}`],
        ...['GET /api/enrichment/sources', 'GET /api/usage'],
        ...['GET /api/audit-events', `GET /api/contacts/${id}/export`],
        ...['GET /api/barred-emails', `DELETE /api/barred-emails/${id}`],
        ...['GET /health/live', 'GET /health/ready'],
      ].sort(),
    );
    expect(document.openapi).toMatch(/^3\.0\./);
  });

  it('gives every operation an id of its own, a summary and a tag that is described', () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = document.tags.map(({ name }) => name);
    for (const [name, operation] of operations) {
      expect([name, operation.operationId]).toEqual([name, expect.stringMatching(/^[a-z][A-Za-z]+$/)]);
      expect([name, operation.summary]).toEqual([name, expect.stringMatching(/^[A-Z].{10}/)]);
      expect([name, operation.tags?.every((tag) => tags.includes(tag))]).toEqual([name, true]);
    }
  });

  it('asks for a key everywhere but for health', () => {
    for (const [name, { security }] of operations) {
      const schemes = (security ?? []).flatMap((requirement) => Object.keys(requirement));
      expect([name, schemes]).toEqual([name, name.includes('/health/') ? [] : ['bearer']]);
    }
    expect(document.components.securitySchemes['bearer']).toMatchObject({ type: 'http', scheme: 'bearer' });
  });

  it('gives every status a schema, refusals that of the error envelope', () => {
    for (const [name, { responses }] of operations) {
      const statuses = Object.keys(responses);
      const expected = name.includes('/health/')
        ? ['200']
        : ['400', '401', '413', '414', '415', '429', '431', '500', '503'];
      expect([name, statuses]).toEqual([name, expect.arrayContaining(expected)]);
      for (const [status, { content }] of Object.entries(responses)) {
        const schema = content?.['application/json']?.schema?.$ref;
        if (status === '304' || (name.endsWith('/events') && status.startsWith('2'))) continue;
        expect([name, status, schema]).toEqual([name, status, expect.stringContaining('#/components/schemas/')]);
        if (Number(status) >= 400 && !name.includes('/health/')) expect(schema).toBe('#/components/schemas/ErrorDto');
      }
    }
  });

  it('says of what kind the events of a stream are, shows them, and names the header that resumes it', () => {
    const [, { parameters, responses }] = operations.find(([name]) => name.endsWith('/events'))!;
    expect(Object.keys(responses)).toEqual([
      '200',
      '204',
      '400',
      '401',
      '403',
      '404',
      '413',
      '414',
      '415',
      '429',
      '431',
      '500',
      '503',
    ]);
    expect(Object.keys(responses['200']!.content ?? {})).toEqual(['text/event-stream']);
    expect(responses['204']!.content).toBeUndefined();
    const { schema, example = '' } = responses['200']!.content!['text/event-stream']!;
    const shown = [...example.matchAll(/^event: (.*)\ndata: (.*)$/gm)];
    expect(new Set(shown.map(([, type]) => type))).toEqual(new Set(['status', 'source']));
    for (const [, , data = ''] of shown) expect(faults(document, schema!, JSON.parse(data), 'data')).toEqual([]);
    expect(parameters).toContainEqual(
      expect.objectContaining({ name: 'Last-Event-ID', in: 'header', required: false }),
    );
  });

  it('describes every path parameter, and every body', () => {
    for (const [name, { parameters = [], requestBody }] of operations) {
      const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      expect([
        name,
        parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name),
      ]).toEqual([name, inPath]);
      const takesBody = /^(?:PATCH|POST) (?!.*\/(?:cancel|accept|reject|wrong-person)$)/.test(name);
      expect([name, requestBody !== undefined]).toEqual([name, takesBody]);
    }
  });

  it('has examples that fit their own schemas', () => {
    let count = 0;
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      for (const [property, given] of Object.entries(schema.properties ?? {})) {
        const { example } = resolve(document, given);
        if (example === undefined) continue;
        count += 1;
        expect(faults(document, given, example, `${name}.${property}`)).toEqual([]);
      }
    }
    expect(count).toBeGreaterThan(80);
  });

  it('has bodies to try out that the api takes as they are', async () => {
    // A user is changed in users.test.ts: the sample for one would be of the user who sends it.
    for (const [name, operation] of operations.filter(([name]) => name !== 'PATCH /api/users/{id}')) {
      if (!operation.requestBody) continue;
      const admin = await stack.client({ organization: name });
      const [method = '', path = ''] = name.split(' ');
      const contact = await admin.createContact({ companyName: 'Tried Inc' });
      const id = path.startsWith('/api/contacts') ? contact.id : contact.company.id;
      const { status } = await admin.send(method, path.replace('{id}', id), sampleOf(document, operation));
      const creates = method === 'POST' && !path.endsWith('/enrich');
      expect([name, status]).toEqual([name, creates ? 201 : 200]);
    }
  });
});

describe('/docs', () => {
  it('serves Swagger UI with all that its page asks for, from here alone', async () => {
    const page = await anyone.get('/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    const assets = [...(page.body as string).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url ?? '');
    expect(assets.length).toBeGreaterThan(3);
    for (const asset of assets) {
      const url = new URL(asset, `${stack.api.url}/docs`);
      expect(url.origin).toBe(new URL(stack.api.url).origin);
      expect([asset, (await anyone.get(url.pathname)).status]).toEqual([asset, 200]);
    }
    expect(page.body).not.toMatch(/<script(?![^>]*src=)[^>]*>[^<]/);
  });
});

describe('health', () => {
  it('is open to everyone', async () => {
    const live = await anyone.get('/health/live');
    expect([live.status, live.body]).toEqual([200, { status: 'ok' }]);
    const ready = await anyone.get('/health/ready');
    expect([ready.status, ready.body]).toEqual([200, { status: 'ready', checks: { database: 'up', queue: 'up' } }]);
    expect((await anyone.send('HEAD', '/health/ready')).status).toBe(200);
  });
});
