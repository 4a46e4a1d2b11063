import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OutboundClient } from '#platform';
import {
  askSource,
  jane,
  keepAnswers,
  loopbackClient,
  outcomesOf,
  usualFailures,
} from '../../../test/support/ask-source.ts';
import { serveJsonApi, type ApiAnswer, type JsonApi } from '../../../test/support/json-api.ts';
import type { EnrichmentSubject, Lookups } from '../source.ts';

const key = 'hunter-secret-key';
let api: JsonApi;
let outbound: OutboundClient;
let answers: { person?: ApiAnswer; company?: ApiAnswer };
beforeAll(async () => {
  api = await serveJsonApi(({ path }) => answers[path.startsWith('/people') ? 'person' : 'company'] ?? { status: 404 });
  outbound = loopbackClient();
});
afterAll(async () => {
  await outbound.close();
  await api.close();
});
beforeEach(() => {
  api.requests.length = 0;
  answers = {};
});

const ask = (subject: Partial<EnrichmentSubject> = {}, lookups: Lookups = keepAnswers()) =>
  askSource({ name: 'hunter', env: { HUNTER_BASE_URL: api.url, HUNTER_API_KEY: key }, outbound }, subject, lookups);

const person = {
  ...{ id: 'b3ae14fb-6725-56d1-ac68-a76f8ce04dec', email: 'jane.doe@acme.example', phone: '+15555550100' },
  name: { fullName: 'Jane Doe', givenName: 'Jane', familyName: 'Doe' },
  ...{ location: 'Framingham, Massachusetts, United States', timeZone: 'America/New_York', utcOffset: -5 },
  geo: {
    city: 'Framingham',
    state: 'Massachusetts',
    country: 'United States',
    countryCode: 'US',
    lat: 42.3,
    lng: -71.4,
  },
  employment: { domain: 'acme.example', name: 'Acme', title: 'Chief Rocket Officer', seniority: 'executive' },
  ...{ bio: 'I build rockets.', site: 'https://jane.example', avatar: 'https://cdn.example/jane.png' },
  ...{
    twitter: { handle: 'janedoe' },
    linkedin: { handle: 'fran%c3%a7oise-doe' },
    github: { handle: null },
    fuzzy: false,
  },
};
const company = {
  ...{ id: '95ca56a8-a019-5c41-881e-293d9ca4741a', name: 'Acme', domain: 'acme.example', foundedYear: 2015 },
  ...{ category: { sector: 'Industrials', industry: 'Aerospace' }, description: 'We make everything.' },
  ...{
    location: 'Wilmington, Delaware, United States',
    geo: { city: 'Wilmington' },
    logo: 'https://logos.example/acme',
  },
  ...{ linkedin: { handle: 'company/acme' }, twitter: { handle: 'acme' }, metrics: { employees: '11-50' } },
  site: { emailAddresses: ['press@acme.example'] },
};
const found = (more: object = {}): ApiAnswer => ({
  body: { data: { ...person, ...more }, meta: { email: person.email } },
});
const foundCompany = (more: object = {}): ApiAnswer => ({ body: { data: { ...company, ...more } } });

describe('hunter', () => {
  it('reads the records of the contact and of their company', async () => {
    answers = { person: found(), company: foundCompany() };
    expect(outcomesOf(await ask())).toEqual({
      'contact.jobTitle': ['Chief Rocket Officer', 'written'],
      'contact.bio': ['I build rockets.', 'written'],
      'contact.websiteUrl': ['https://jane.example/', 'written'],
      'contact.linkedinUrl': ['https://www.linkedin.com/in/fran%c3%a7oise-doe', 'written'],
      'contact.twitterUrl': ['https://x.com/janedoe', 'written'],
      'contact.location': [expect.objectContaining({ city: 'Framingham', countryCode: 'US' }), 'written'],
      'contact.timezone': ['America/New_York', 'written'],
      'company.domain': ['acme.example', 'written'],
      'company.industry': ['Aerospace', 'written'],
      'company.description': ['We make everything.', 'written'],
      'company.foundedYear': [2015, 'written'],
      'company.headquarters': ['Wilmington', 'written'],
      'company.logoUrl': ['https://logos.example/acme', 'written'],
      'company.linkedinUrl': ['https://www.linkedin.com/company/acme', 'written'],
      'company.twitterUrl': ['https://x.com/acme', 'written'],
    });
  });

  it('keeps key and addresses out of what is kept, and the key out of the URL', async () => {
    answers = { person: found(), company: foundCompany() };
    const lookups = keepAnswers();
    const { documents } = await ask({ contact: { ...jane, email: ' JANE.Doe@acme.example' } }, lookups);
    await ask({}, lookups);
    expect(api.requests.map(({ path }) => path)).toEqual([
      '/people/find?email=jane.doe%40acme.example',
      '/companies/find?domain=acme.example',
    ]);
    expect(api.requests.map(({ headers }) => headers['x-api-key'])).toEqual([key, key]);
    const kept = JSON.stringify(documents);
    for (const secret of [key, '@', '+1555']) expect(kept).not.toContain(secret);
    expect(documents.map(({ url }) => url)).toEqual([
      `${api.url}/people/${person.id}`,
      `${api.url}/companies/${company.id}`,
    ]);
    expect(lookups.lookups.map(({ kind, input, price }) => [kind, input, price])).toEqual([
      ['person', { email: 'jane.doe@acme.example' }, { credits: 1 }],
      ['company', { domain: 'acme.example' }, { credits: 1 }],
      ['person', { email: 'jane.doe@acme.example' }, { credits: 1 }],
      ['company', { domain: 'acme.example' }, { credits: 1 }],
    ]);
    expect(lookups.replies.map(({ paid }) => paid)).toEqual([{ credits: 1 }, { credits: 1 }]);
  });

  it('does not say where somebody is whose address was entered', async () => {
    answers = { person: found() };
    const outcomes = outcomesOf(await ask({ contact: { ...jane, address: 'Domplatz 5, 50667 Köln' } }));
    expect(outcomes).not.toHaveProperty(['contact.location']);
    expect(outcomes).not.toHaveProperty(['contact.timezone']);
  });

  it('gives a number of employees, not a range', async () => {
    answers = { company: foundCompany({ metrics: { employees: 37 } }) };
    expect(outcomesOf(await ask())).toMatchObject({ 'company.employees': [37, 'written'] });
  });

  it.each([
    ['of the email, under a name of other words', { name: { fullName: 'Rick Roe' } }, 'suggested'],
    [
      'of the email, at another employer',
      { employment: { ...person.employment, name: 'Zenith', domain: 'zenith.example' } },
      'suggested',
    ],
    ['a fuzzy match at the same employer', { fuzzy: true }, 'written'],
    [
      'a fuzzy match at another',
      { fuzzy: true, employment: { ...person.employment, name: 'Zenith', domain: 'zenith.example' } },
      undefined,
    ],
    ['another’s', { email: 'rick@acme.example', name: { fullName: 'Rick Roe' } }, undefined],
    ['without an id', { id: null }, undefined],
  ])('judges whose record it is: %s', async (_what, more, becomes) => {
    answers = { person: found(more) };
    expect(outcomesOf(await ask())['contact.jobTitle']?.[1]).toBe(becomes);
  });

  it.each([null, 7, true, [], 'x'.repeat(20_000), '<b>x</b>', '../x'].map((value) => [value]))(
    'takes nothing from parts that are %j',
    async (value) => {
      const odd = Object.fromEntries(Object.keys(person).map((name) => [name, value]));
      answers = { person: { body: { data: { ...odd, id: person.id, email: person.email } } } };
      expect(Object.keys(outcomesOf(await ask())).filter((field) => field !== 'contact.bio')).toEqual([]);
    },
  );

  const meant = usualFailures.filter(([what]) => what !== '403' && what !== '429');
  it.each([
    ...meant,
    ['403', { status: 403 }, { outcome: 'error', reason: expect.stringMatching(/limits how often/) }],
    ['429', { status: 429 }, { outcome: 'error', reason: expect.stringMatching(/has no credit left/) }],
    ['451', { status: 451 }, { outcome: 'no_match' }],
  ] as typeof usualFailures)('says what it means to be answered %s', async (_what, answer, outcome) => {
    answers = { person: answer, company: answer };
    expect(await ask()).toMatchObject({ ...outcome, claims: [] });
  });
});
