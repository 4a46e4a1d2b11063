import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OutboundClient } from '#platform';
import { askSource, jane, keepAnswers, loopbackClient } from '../../../test/support/ask-source.ts';
import { serveJsonApi, type ApiAnswer, type JsonApi } from '../../../test/support/json-api.ts';
import { claimConfidence } from '../resolve.ts';
import type { Claim, EnrichmentSubject, Lookups } from '../source.ts';
import { isSupported } from '../verify.ts';

let api: JsonApi;
let outbound: OutboundClient;
/** By path, without the query: what the API answers. */
let answers: Record<string, ApiAnswer>;
beforeAll(async () => {
  api = await serveJsonApi(({ path }) => answers[path.replace(/\?.*/, '')] ?? { status: 404 });
  outbound = loopbackClient();
});
afterAll(async () => {
  await outbound.close();
  await api.close();
});
beforeEach(() => {
  api.requests.length = 0;
});

function ask(
  name: string,
  subject: Partial<EnrichmentSubject> = {},
  env: Record<string, string> = {},
  lookups: Lookups = keepAnswers(),
) {
  const urls = { GRAVATAR_BASE_URL: api.url, GITHUB_BASE_URL: api.url, WIKIDATA_SPARQL_URL: `${api.url}/sparql` };
  return askSource({ name, env: { ...urls, ...env }, outbound }, subject, lookups);
}

/** Field → value and what becomes of it. */
function summary(claims: readonly Claim[]) {
  expect(claims.filter((claim) => !isSupported(claim))).toEqual([]);
  return Object.fromEntries(
    claims.map((claim) => [claim.field, [claim.value, claimConfidence(claim) >= 0.7 ? 'written' : 'suggested']]),
  );
}

const failures: [what: string, answer: ApiAnswer, outcome: object][] = [
  ['401', { status: 401 }, { outcome: 'error', reason: expect.stringMatching(/refuses the request or its key/) }],
  ['403', { status: 403 }, { outcome: 'error', reason: expect.stringMatching(/refuses the request or its key/) }],
  ['404', { status: 404 }, { outcome: 'no_match' }],
  [
    '429',
    { status: 429, headers: { 'retry-after': '60' } },
    { outcome: 'error', reason: expect.stringMatching(/limits how often/) },
  ],
  ['503', { status: 503 }, { outcome: 'error', reason: expect.stringMatching(/has a fault at the moment \(503\)/) }],
  ['garbage', { body: '{"a":' }, { outcome: 'error', reason: expect.stringMatching(/cannot be read/) }],
  ['another shape', { body: [null, 7] }, { outcome: 'no_match' }],
  ['null', { body: 'null' }, { outcome: 'no_match' }],
  ['nothing', 'never', { outcome: 'error', reason: expect.stringMatching(/did not answer in time/) }],
];

const hash = createHash('sha256').update('jane.doe@acme.example').digest('hex');
const profile = {
  ...{ hash, display_name: 'Jane Doe', profile_url: 'https://gravatar.com/janedoe', location: 'Somewhere, Earth' },
  ...{ avatar_url: `https://0.gravatar.com/avatar/${hash}`, avatar_alt_text: '', description: 'I build\n rockets.' },
  ...{ job_title: 'Rocket Engineer', company: 'Acme Inc', pronunciation: '', pronouns: 'she/her' },
  verified_accounts: [
    {
      service_type: 'linkedin',
      service_label: 'LinkedIn',
      url: 'https://www.linkedin.com/in/jane-doe',
      is_hidden: false,
    },
    { service_type: 'github', service_label: 'GitHub', url: 'https://github.com/janedoe', is_hidden: true },
    { service_type: 'twitter', service_label: 'X', url: 'https://x.com/janedoe', is_hidden: false },
    { service_type: 'mastodon', service_label: 'Mastodon', url: 'https://social.example/@jane', is_hidden: false },
  ],
};

describe('gravatar', () => {
  const path = `/profiles/${hash}`;
  const answered = (more: object = {}) => (answers = { [path]: { body: { ...profile, ...more } } });

  it('reads the profile of the email', async () => {
    answered();
    const { claims } = await ask('gravatar', {}, { GRAVATAR_API_KEY: 'secret' });
    expect(summary(claims)).toEqual({
      jobTitle: ['Rocket Engineer', 'written'],
      bio: ['I build rockets.', 'written'],
      locationText: ['Somewhere, Earth', 'written'],
      avatarUrl: [`https://0.gravatar.com/avatar/${hash}`, 'written'],
      linkedinUrl: ['https://www.linkedin.com/in/jane-doe', 'written'],
      twitterUrl: ['https://x.com/janedoe', 'written'],
    });
    expect(api.requests.map((request) => [request.path, request.headers.authorization])).toEqual([
      [path, 'Bearer secret'],
    ]);
  });

  it('takes nothing from a profile of another address', async () => {
    answered({ hash: createHash('sha256').update('other@acme.example').digest('hex') });
    expect(await ask('gravatar')).toMatchObject({ outcome: 'no_match', claims: [] });
  });

  it('only suggests what a profile of another name says', async () => {
    answered({ display_name: 'Rick Roe' });
    expect(new Set(Object.values(summary((await ask('gravatar')).claims)).map(([, how]) => how))).toEqual(
      new Set(['suggested']),
    );
  });

  it('writes no address that is none of the web', async () => {
    answered({ avatar_url: 'javascript:alert(1)', verified_accounts: [{ url: 'javascript://github.com/jane' }, 7] });
    const found = summary((await ask('gravatar')).claims);
    expect(Object.keys(found)).toEqual(['jobTitle', 'bio', 'locationText']);
  });

  it('does not ask for a mailbox that is nobody’s own', async () => {
    expect(await ask('gravatar', { contact: { ...jane, email: 'info@acme.example' } })).toMatchObject({
      outcome: 'skipped',
    });
    expect(api.requests).toEqual([]);
  });

  it.each(failures)('says what it means to be answered %s', async (_what, answer, outcome) => {
    answers = { [path]: answer };
    expect(await ask('gravatar')).toMatchObject({ ...outcome, claims: [] });
  });
});

const user = {
  ...{ login: 'janedoe', id: 1, type: 'User', html_url: 'https://github.com/janedoe', name: 'Jane Doe' },
  ...{ company: '@acme', blog: 'https://jane.example', location: 'Earth', email: 'jane.doe@acme.example' },
  ...{ bio: 'Rockets', twitter_username: 'jane_doe', hireable: null },
};
const results = (...items: object[]) => ({ body: { total_count: items.length, incomplete_results: false, items } });
const commit = (email: string, login: string | null) => ({
  commit: { author: { name: 'Jane Doe', email, date: '2026-01-01T00:00:00Z' } },
  author: login === null ? null : { login, type: 'User' },
});

describe('github', () => {
  const found = {
    githubUrl: ['https://github.com/janedoe', 'written'],
    bio: ['Rockets', 'written'],
    locationText: ['Earth', 'written'],
    websiteUrl: ['https://jane.example/', 'written'],
    twitterUrl: ['https://x.com/jane_doe', 'written'],
  };

  it('finds the account with this public email', async () => {
    answers = { '/search/users': results({ login: 'janedoe' }), '/users/janedoe': { body: user } };
    expect(summary((await ask('github', {}, { GITHUB_TOKEN: 'secret' })).claims)).toEqual(found);
    const [search] = api.requests;
    expect(decodeURIComponent(search!.path.replaceAll('+', ' '))).toContain('q="jane.doe@acme.example" in:email');
    expect(search!.headers).toMatchObject({ authorization: 'Bearer secret', 'x-github-api-version': '2022-11-28' });
  });

  it('finds the account that GitHub credits with commits under this email', async () => {
    const commits = [commit('Jane.Doe@acme.example', 'janedoe'), commit('jane.doe@acme.example', null)];
    answers = {
      ...{ '/search/users': results(), '/search/commits': results(...commits) },
      '/users/janedoe': { body: { ...user, email: null } },
    };
    expect(summary((await ask('github')).claims)).toEqual(found);
  });

  it.each([
    ['the public email is another', [{ login: 'janedoe' }], [], { email: 'jane.doe@other.example' }],
    ['several accounts are found', [{ login: 'janedoe' }, { login: 'jdoe' }], [], {}],
    ['commits are of another email', [], [commit('jane@other.example', 'janedoe')], {}],
    ['commits are of several accounts', [], ['janedoe', 'jdoe'].map((login) => commit(user.email, login)), {}],
    ['no account has confirmed the email', [], [commit(user.email, null)], {}],
    ['it is an organization’s', [{ login: 'janedoe' }], [], { type: 'Organization' }],
    ['the login is a path', [{ login: '../orgs/acme' }], [], {}],
  ])('takes nothing where %s', async (_why, users, commits, more) => {
    answers = {
      ...{ '/search/users': results(...users), '/search/commits': results(...commits) },
      '/users/janedoe': { body: { ...user, ...more } },
    };
    expect(await ask('github')).toMatchObject({ outcome: 'no_match', claims: [] });
  });

  it('takes no address that is not on GitHub', async () => {
    const body = { ...user, html_url: 'https://github.com.evil.example/janedoe' };
    answers = { '/search/users': results({ login: 'janedoe' }), '/users/janedoe': { body } };
    expect(summary((await ask('github')).claims)).not.toHaveProperty('githubUrl');
  });

  it.each([
    ['limited', { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '4102444800' } }],
    ['limited', { status: 403, headers: { 'retry-after': '60' } }],
  ])('knows that it is %s by a 403', async (_what, answer) => {
    answers = { '/search/users': answer };
    expect(await ask('github')).toMatchObject({ outcome: 'error', reason: 'GitHub limits how often it may be asked' });
  });

  it.each(failures)('says what it means to be answered %s', async (_what, answer, outcome) => {
    answers = { '/search/users': answer };
    expect(await ask('github')).toMatchObject({ ...outcome, claims: [] });
  });
});

const wd = 'http://www.wikidata.org/entity/';
const row = (property: string, value: string, label = value, more: object = {}, item = 'Q42', name = 'Acme') => ({
  ...{ item: { type: 'uri', value: wd + item }, itemLabel: { type: 'literal', value: name } },
  ...{ property: { type: 'uri', value: wd + property }, value: { value }, valueLabel: { value: label }, ...more },
});
const at = (time: string) => ({ pointInTime: { type: 'literal', value: time } });
const rows = [
  row('P452', `${wd}Q1`, 'aerospace industry'),
  row('P159', `${wd}Q2`, 'Springfield'),
  row('P571', '1999-05-01T00:00:00Z'),
  row('P154', 'http://commons.wikimedia.org/wiki/Special:FilePath/Acme%20logo.svg'),
  row('P2002', 'acme'),
  row('P4264', '12345'),
  row('P1128', '900', '900', at('2015-01-01T00:00:00Z')),
  row('P1128', '1200', '1200', at('2024-01-01T00:00:00Z')),
];

describe('wikidata', () => {
  const sparql = (...bindings: object[]) => {
    answers = { '/sparql': { body: { head: { vars: [] }, results: { bindings } } } };
  };

  it('reads the one company with this official website', async () => {
    sparql(...rows);
    expect(summary((await ask('wikidata')).claims)).toEqual({
      industry: ['aerospace industry', 'written'],
      headquarters: ['Springfield', 'written'],
      foundedYear: [1999, 'written'],
      employees: [1200, 'written'],
      logoUrl: ['https://commons.wikimedia.org/wiki/Special:FilePath/Acme%20logo.svg', 'written'],
      twitterUrl: ['https://x.com/acme', 'written'],
      linkedinUrl: ['https://www.linkedin.com/company/12345', 'written'],
    });
    const query = new URLSearchParams(api.requests[0]!.body).get('query');
    expect(query).toContain('<https://acme.example> <https://acme.example/> <https://www.acme.example>');
    expect(query).not.toMatch(/jane|doe/i);
  });

  it('only suggests what an item of another name says, and one of several industries', async () => {
    sparql(row('P452', `${wd}Q1`, 'aerospace', {}, 'Q42', 'Zenith'));
    expect(summary((await ask('wikidata')).claims)).toEqual({ industry: ['aerospace', 'suggested'] });
    sparql(row('P452', `${wd}Q1`, 'aerospace'), row('P452', `${wd}Q2`, 'software'));
    expect(summary((await ask('wikidata')).claims)).toEqual({ industry: ['aerospace', 'suggested'] });
  });

  it('takes nothing where several items have the website, or no label is known', async () => {
    sparql(...rows, row('P452', `${wd}Q1`, 'software', {}, 'Q43'));
    expect(await ask('wikidata')).toMatchObject({ outcome: 'no_match', claims: [] });
    sparql(row('P452', `${wd}Q1`, 'Q1'), row('P571', '-0500-01-01T00:00:00Z'), row('P1128', '1.5'));
    expect(await ask('wikidata')).toMatchObject({ outcome: 'no_match', claims: [] });
  });

  it('is not asked in public for a reserved name', async () => {
    const env = { WIKIDATA_SPARQL_URL: 'https://query.wikidata.org/sparql' };
    expect(await ask('wikidata', {}, env)).toMatchObject({ outcome: 'skipped' });
  });

  it.each(failures)('says what it means to be answered %s', async (_what, answer, outcome) => {
    answers = { '/sparql': answer };
    expect(await ask('wikidata')).toMatchObject({ ...outcome, claims: [] });
  });
});

describe('answers that are kept', () => {
  const rick = { ...jane, email: ' JANE.doe@acme.example ', firstName: 'Rick', lastName: 'Roe' };
  const bindings = rows;

  it.each([
    ['gravatar', { [`/profiles/${hash}`]: { body: profile } }, 'person', { hash }],
    [
      'github',
      { '/search/users': results({ login: 'janedoe' }), '/users/janedoe': { body: user } },
      'person',
      { email: 'jane.doe@acme.example' },
    ],
    ['wikidata', { '/sparql': { body: { results: { bindings } } } }, 'company', { website: 'acme.example' }],
  ] as [string, typeof answers, string, object][])('%s’s serve the next job', async (name, given, kind, input) => {
    answers = given;
    const lookups = keepAnswers();
    const first = await ask(name, {}, {}, lookups);
    const asked = api.requests.length;
    answers = {};
    const other = { name: 'Zenith', website: 'acme.example/', websiteConfidence: 1 };
    const second = await ask(name, { contact: rick, company: other }, {}, lookups);
    expect(api.requests).toHaveLength(asked);
    expect(Object.keys(summary(second.claims))).toEqual(Object.keys(summary(first.claims)));
    // Whom it speaks of is judged anew.
    expect(new Set(Object.values(summary(second.claims)).map(([, how]) => how))).toEqual(new Set(['suggested']));
    expect(lookups.lookups[1]).toEqual(lookups.lookups[0]);
    expect(lookups.lookups[0]).toMatchObject({ provider: name, kind, input, version: 1 });
    expect(lookups.lookups[0]).not.toHaveProperty('price');
  });
});
