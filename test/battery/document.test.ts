import { afterAll, beforeAll } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { startEnriching, type EnrichingStack } from '../support/enriching-stack.ts';
import type { OpenApiDocument } from '../support/openapi-check.ts';
import { callsOf, heyApiProgram, openapiFetchProgram } from './document/calls.ts';
import { lint } from './document/lint.ts';
import { generateClients, type TypedClients } from './document/typed-clients.ts';
import { withDouble, type Plan } from './http/double.ts';
import { closeConnections } from './http/exchange.ts';
import { servedOperations, type PlacedOperation } from './http/operations.ts';
import { populate, queuedJobs, sitesOf } from './http/population.ts';
import { planted, row, type Finding } from './row.ts';

/** As many as operations that change or take away a contact, so that each has one of its own. */
const CONTACTS = 8;
/** The two clients call in organizations of their own. */
const ORGANIZATIONS = {
  'openapi-fetch': { people: 'fetched', companies: 'fetched' },
  'hey-api': { people: 'called', companies: 'called' },
};
type Program = keyof typeof ORGANIZATIONS;
const PROGRAMS = Object.keys(ORGANIZATIONS) as Program[];

let enriching: EnrichingStack;
let document: OpenApiDocument;
let operations: readonly PlacedOperation[];
let callers: Record<Program, Client>;
let programs: Record<Program, string>;
let clients: TypedClients;
beforeAll(async () => {
  const sites = PROGRAMS.map((name) => sitesOf(ORGANIZATIONS[name], CONTACTS));
  enriching = await startEnriching(Object.assign({}, ...sites));
  ({ document, operations } = await servedOperations(enriching.stack.api.url));
  const each = await Promise.all(PROGRAMS.map((name) => population(name)));
  await Promise.all(enriching.stack.enrichers.map((enricher) => enricher.stop()));
  callers = { 'openapi-fetch': each[0]!.client, 'hey-api': each[1]!.client };
  const [ofFetch, ofHeyApi] = await Promise.all(
    each.map(async ({ client, markers, settled }) => {
      const waiting = await queuedJobs(client, markers, 1);
      return callsOf(document, operations, { settled, waiting });
    }),
  );
  programs = { 'openapi-fetch': openapiFetchProgram(ofFetch!), 'hey-api': heyApiProgram(ofHeyApi!) };
  clients = await generateClients(document);
}, 120_000);
afterAll(async () => {
  closeConnections();
  await clients.remove();
  await enriching.stop();
});

async function population(name: Program) {
  const markers = ORGANIZATIONS[name];
  const client = await enriching.stack.client({ organization: name, email: `boss@${name}.example` });
  return { client, markers, settled: await populate(client, markers, CONTACTS) };
}

/** Calls every operation by a client that has been compiled: each has to succeed. */
async function callAll(program: Program, baseUrl: string): Promise<Finding> {
  const statuses = await clients.run(program, { BASE_URL: baseUrl, KEY: callers[program].key ?? '' });
  const faults = operations.flatMap(({ operationId = '' }) => {
    const status = statuses.get(operationId);
    return status !== undefined && status < 300 ? [] : [`${operationId} by ${program}: ${status}`];
  });
  return { measured: `${statuses.size} operations called, ${faults.length} refused`, faults };
}

row('document', 'a linter finds no errors', () => lint(document));
row('document', 'two typed clients compile under strict, no call missing', () => clients.compile(programs), 120_000);
row('document', 'openapi-fetch calls every operation', () => callAll('openapi-fetch', enriching.stack.api.url));
row('document', "Hey API's client calls every operation", () => callAll('hey-api', enriching.stack.api.url));

const undocumented: Plan = { answer: (answer) => ({ ...answer, status: 404 }) };

planted('document', 'an operation without a description of its answer', () =>
  lint({ ...document, paths: { ...document.paths, '/planted/{id}': { get: {} } } }),
);
planted(
  'document',
  'a client that does not call a new operation',
  () => {
    const without = (text: string): string => text.replace(/^ {2}getUsage: .*$/m, '');
    return clients.compile({ 'openapi-fetch': without(programs['openapi-fetch']), 'hey-api': programs['hey-api'] });
  },
  120_000,
);
planted('document', 'an operation that the api does not have', () =>
  withDouble(enriching.stack.api.url, undocumented, (url) => callAll('openapi-fetch', url)),
);
