import { afterAll, beforeAll } from '@jest/globals';
import { startEnriching, type EnrichingStack } from '../support/enriching-stack.ts';
import { withBody, withDouble, type Plan } from './http/double.ts';
import { closeConnections } from './http/exchange.ts';
import { servedOperations } from './http/operations.ts';
import { enrichedContact, populate, queuedJobs, sitesOf, type Resource } from './http/population.ts';
import { planted, row, type Finding } from './row.ts';
import { attack, type Attack } from './tenants/leaks.ts';
import { refuseWithoutScope } from './tenants/scopes.ts';

const VICTIM = { people: 'zqvictim', companies: 'zqvictim' };
const VEILED = { people: 'zqveiled', companies: 'shared' };
const OWN = { people: 'rival', companies: 'rival' };
const ORGANIZATION = 'Zqvictim Ltd';
const CONTACTS = 2;

let enriching: EnrichingStack;
/** A key of another organization, that of a member who does not see a private contact, and one that lacks scopes. */
let stranger: Attack;
let member: Attack;
let unscoped: Attack;
beforeAll(async () => {
  const sites = { ...sitesOf(VICTIM, CONTACTS), ...sitesOf(VEILED, 1), ...sitesOf(OWN, CONTACTS) };
  enriching = await startEnriching(sites);
  const { stack, client } = enriching;
  const boss = await stack.client({ organization: ORGANIZATION, email: 'boss@zqvictim.example', keyName: 'Zqvictim' });
  const plain = await stack.client({ organization: ORGANIZATION, email: 'clerk@zqvictim.example' });
  const [victim, own] = [await populate(boss, VICTIM, CONTACTS), await populate(client, OWN, CONTACTS)];
  const veiled = await enrichedContact(boss, VEILED, 0, { visibility: 'private' });
  await Promise.all(stack.enrichers.map((enricher) => enricher.stop()));
  const { document, operations } = await servedOperations(stack.api.url);
  const common = { baseUrl: stack.api.url, document, operations, victimKey: boss.key ?? '' };
  const all = [...victim, ...(await queuedJobs(boss, VICTIM, 1))];
  stranger = { ...common, key: client.key ?? '', victim: all, own, marker: VICTIM.people };
  member = { ...common, key: plain.key ?? '', victim: hiddenOf(veiled), own: all, marker: VEILED.people };
  unscoped = { ...stranger, key: boss.key ?? '', marker: VICTIM.people };
}, 60_000);
afterAll(async () => {
  closeConnections();
  await enriching.stop();
});

/** A private contact's company is no secret. */
function hiddenOf(resources: readonly Resource[]): Resource[] {
  return resources.map((resource) =>
    Object.fromEntries(Object.entries(resource).filter(([kind]) => kind !== 'companies')),
  );
}

const withoutScope = (given: Attack) =>
  refuseWithoutScope(given, async (scopes) => {
    const access = { organization: ORGANIZATION, email: 'boss@zqvictim.example', scopes };
    return (await enriching.stack.client(access)).key ?? '';
  });

row('tenants', 'another organization learns nothing on any route, of any kind of id', () => attack(stranger));
row('tenants', 'a member learns nothing of a private contact on any route', () => attack(member));
row('tenants', 'a key without the scope is refused on every route, and shown nothing', () => withoutScope(unscoped));

/** An attack on a double in which a fault is planted; only what tells of that fault counts. */
async function onDouble(given: Attack, fault: RegExp, plan: Plan, check = attack): Promise<Finding> {
  const { measured, faults } = await withDouble(given.baseUrl, plan, (baseUrl) => check({ ...given, baseUrl }));
  return { measured, faults: faults.filter((text) => fault.test(text)) };
}

/** What the api would answer if it did not ask whose key it is. */
const servedAs = (key: string, path: RegExp): Plan => ({
  request: (request) =>
    request.method === 'GET' && path.test(request.path)
      ? { ...request, headers: { ...request.headers, authorization: `Bearer ${key}` } }
      : request,
});

planted('tenants', "another organization's evidence", () =>
  onDouble(
    stranger,
    /evidence with their id: shows zqvictim/,
    servedAs(stranger.victimKey, /^\/api\/contacts\/[^/]+\/evidence$/),
  ),
);
planted('tenants', 'a 403 that tells that a company exists', () => {
  const ids = stranger.victim.map(({ companies }) => companies).filter(Boolean);
  return onDouble(stranger, /companies.*403.* differs from .*404/, {
    answer: (answer, { path }) => (ids.some((id) => path.endsWith(id!)) ? { ...answer, status: 403 } : answer),
  });
});
planted('tenants', "a total that counts another organization's", () =>
  onDouble(stranger, /search=: .*"total":1.* differs/, {
    answer: (answer, { path }) =>
      path.includes(`search=${VICTIM.people}`)
        ? withBody(answer, (body) => ({ ...body, data: { ...body.data, total: 1 } }))
        : answer,
  }),
);
planted('tenants', 'a name in a header', () =>
  onDouble(stranger, /GET \/api\/usage: shows zqvictim/, {
    answer: (answer, { path }) =>
      path === '/api/usage' ? { ...answer, headers: { ...answer.headers, 'x-by': 'Zqvictim' } } : answer,
  }),
);
planted('tenants', 'a list with what is private', () =>
  onDouble(member, /GET \/api\/contacts: shows zqveiled/, servedAs(member.victimKey, /^\/api\/contacts(?:\?|$)/)),
);
planted('tenants', 'a route that does not ask for its scope', () =>
  onDouble(
    unscoped,
    /GET \/api\/users: 200 without admin/,
    servedAs(unscoped.victimKey, /^\/api\/users/),
    withoutScope,
  ),
);
