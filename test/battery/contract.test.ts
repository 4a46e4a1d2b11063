import { afterAll, beforeAll } from '@jest/globals';
import { startEnriching, type EnrichingStack } from '../support/enriching-stack.ts';
import { fuzz, type Campaign } from './contract/campaign.ts';
import type { Material } from './contract/requests.ts';
import { withBody, withDouble, type Plan } from './http/double.ts';
import { closeConnections } from './http/exchange.ts';
import { servedOperations, type PlacedOperation } from './http/operations.ts';
import { populate, queuedJobs, sitesOf } from './http/population.ts';
import { planted, row, sized } from './row.ts';

const CASES = sized({ short: 20, full: 300 });
const CONTACTS = sized({ short: 4, full: 8 });
/** Of each kind of request that a planted fault is looked for in. */
const PLANTED_CASES = 300;
/** The short form sends the same requests each time; the full one others, and says which. */
const SEED = Number(process.env['BATTERY_SEED'] ?? sized({ short: 20_260_101, full: Date.now() % 1_000_000_000 }));
const MINE = { people: 'ours', companies: 'ours' };
const THEIRS = { people: 'theirs', companies: 'theirs' };

let enriching: EnrichingStack;
let operations: readonly PlacedOperation[];
let campaign: Campaign;
beforeAll(async () => {
  enriching = await startEnriching({ ...sitesOf(MINE, CONTACTS), ...sitesOf(THEIRS, CONTACTS) });
  const { stack, client } = enriching;
  const other = await stack.client({ organization: 'Theirs Ltd', email: 'boss@theirs.example' });
  const [ours, theirs] = [await populate(client, MINE, CONTACTS), await populate(other, THEIRS, CONTACTS)];
  // Without an enricher jobs wait, and can be cancelled.
  await Promise.all(stack.enrichers.map((enricher) => enricher.stop()));
  const mine = [...ours, ...(await queuedJobs(client, MINE, CASES))];
  const served = await servedOperations(stack.api.url);
  operations = served.operations;
  const material: Material = {
    ...{ document: served.document, key: client.key ?? '', mine, theirs },
    own: (kind) => mine.flatMap((resource) => resource[kind] ?? []),
  };
  campaign = { baseUrl: stack.api.url, material, operations, cases: CASES, seed: SEED };
}, 120_000);
afterAll(async () => {
  closeConnections();
  await enriching.stop();
});

row('contract fuzz', `${CASES} cases an operation: no 5xx, nothing undocumented`, () => fuzz(campaign), 1_800_000);

const named = (name: string): PlacedOperation[] => operations.filter((operation) => operation.name === name);

/** The campaign against one operation, with a fault in the answers. */
const fuzzDouble = (name: string, plan: Plan) =>
  withDouble(campaign.baseUrl, plan, (baseUrl) =>
    fuzz({ ...campaign, baseUrl, operations: named(name), cases: PLANTED_CASES, seed: 1 }),
  );

planted('contract fuzz', 'a 500 to a name with an unpaired surrogate', () =>
  fuzzDouble('POST /api/contacts', {
    answer: (answer, { body = '' }) => (/\\ud[89a-f]/.test(body.toString()) ? { ...answer, status: 500 } : answer),
  }),
);
planted('contract fuzz', 'a status that is not documented', () =>
  fuzzDouble('GET /api/contacts/{id}', {
    answer: (answer) => (answer.status === 404 ? { ...answer, status: 410 } : answer),
  }),
);
planted('contract fuzz', 'a property that is missing', () =>
  fuzzDouble('GET /api/companies', {
    answer: (answer) =>
      answer.status === 200
        ? withBody(answer, ({ data, ...rest }) => ({ ...rest, data: { ...data, total: undefined } }))
        : answer,
  }),
);
planted('contract fuzz', 'reads that nearly always fail', () =>
  fuzzDouble('GET /api/companies', {
    request: (request) => ({ ...request, path: `${request.path}${request.path.includes('?') ? '&' : '?'}x=1` }),
  }),
);
