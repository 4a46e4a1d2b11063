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

const key = 'apollo-secret-key';
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
  askSource({ name: 'apollo', env: { APOLLO_BASE_URL: api.url, APOLLO_API_KEY: key }, outbound }, subject, lookups);

const organization = {
  ...{
    id: '5e66b6381e05b4008c8331b8',
    name: 'Acme',
    website_url: 'http://www.acme.example',
    primary_domain: 'acme.example',
  },
  ...{
    linkedin_url: 'http://www.linkedin.com/company/acme',
    twitter_url: 'https://twitter.com/acme/',
    phone: '+15555550100',
  },
  ...{
    founded_year: 2015,
    logo_url: 'https://cdn.example/acme/picture',
    industry: 'aerospace',
    estimated_num_employees: 910,
  },
  ...{ short_description: 'We make everything.', city: 'Springfield', street_address: '1 Main St' },
};
const person = {
  ...{
    id: '64a7ff0cc4dfae00013df1a5',
    first_name: 'Jane',
    last_name: 'Doe',
    name: 'Jane Doe',
    email: 'Jane.Doe@acme.example',
  },
  ...{ linkedin_url: 'http://www.linkedin.com/in/jane-doe', twitter_url: null, github_url: null, seniority: 'c_suite' },
  ...{ title: 'Chief Rocket Officer', headline: 'Rockets at Acme', photo_url: 'https://media.licdn.com/dms/1' },
  ...{ city: 'San Francisco', state: 'California', country: 'United States', personal_emails: ['jane@home.example'] },
  ...{ phone_numbers: [{ raw_number: '+1 555-555-0199' }], organization },
};
const found = (more: object = {}, beside: object = {}): ApiAnswer => ({
  body: { person: { ...person, ...more }, ...beside },
});

describe('apollo', () => {
  it('reads the person and their employer from one answer', async () => {
    answers = { person: found() };
    expect(outcomesOf(await ask())).toEqual({
      'contact.jobTitle': ['Chief Rocket Officer', 'written'],
      'contact.headline': ['Rockets at Acme', 'written'],
      'contact.linkedinUrl': ['https://www.linkedin.com/in/jane-doe', 'written'],
      'contact.location': [expect.objectContaining({ city: 'San Francisco', region: 'California' }), 'written'],
      'contact.timezone': ['America/Los_Angeles', 'written'],
      'company.domain': ['acme.example', 'written'],
      'company.industry': ['aerospace', 'written'],
      'company.description': ['We make everything.', 'written'],
      'company.employees': [910, 'written'],
      'company.foundedYear': [2015, 'written'],
      'company.headquarters': ['Springfield', 'written'],
      'company.logoUrl': ['https://cdn.example/acme/picture', 'written'],
      'company.linkedinUrl': ['https://www.linkedin.com/company/acme', 'written'],
      'company.twitterUrl': ['https://twitter.com/acme', 'written'],
    });
    expect(api.requests).toHaveLength(1);
  });

  it('posts, with the key in a header, and asks for no private address or phone', async () => {
    answers = { person: found() };
    const { documents } = await ask();
    const [request] = api.requests;
    expect(request).toMatchObject({ method: 'POST', body: '{}', headers: { 'x-api-key': key } });
    expect(request!.headers['content-type']).toBe('application/json');
    expect(Object.fromEntries(new URLSearchParams(request!.path.split('?')[1]))).toEqual({
      ...{ email: 'jane.doe@acme.example', first_name: 'jane', last_name: 'doe', organization_name: 'acme inc' },
      ...{ domain: 'acme.example', reveal_personal_emails: 'false', reveal_phone_number: 'false' },
    });
    const kept = JSON.stringify(documents);
    for (const secret of [key, '@', '555', 'Main St', 'licdn']) expect(kept).not.toContain(secret);
    // The company's part is a record of its own: what is said of a company must not lead to a person.
    expect(documents.map(({ url }) => url)).toEqual([
      `${api.url}/people/64a7ff0cc4dfae00013df1a5`,
      `${api.url}/organizations/5e66b6381e05b4008c8331b8`,
    ]);
  });

  it('takes a 200 without a person for no match, which costs nothing', async () => {
    answers = { person: { body: { person: null } }, company: { body: { organization: null } } };
    const lookups = keepAnswers();
    expect(await ask({}, lookups)).toMatchObject({ outcome: 'no_match', claims: [] });
    expect(lookups.replies).toEqual([
      { document: null, paid: { credits: 0 } },
      { document: null, paid: { credits: 0 } },
    ]);
  });

  it('reads nothing from a record that the account’s own users keep', async () => {
    const contact = { ...person, id: '6462b961ad39c900a3070207', title: 'Emperor', headline: 'Rules', city: 'Paris' };
    answers = { person: found({ contact, title: null, headline: null, city: null }) };
    const outcomes = outcomesOf(await ask());
    expect(outcomes).not.toHaveProperty(['contact.jobTitle']);
    expect(outcomes).not.toHaveProperty(['contact.location']);
    expect(JSON.stringify((await ask()).documents)).not.toContain('Emperor');
    answers = { person: { body: { person: null, contact } } };
    expect(await ask()).toMatchObject({ outcome: 'no_match' });
  });

  it('pays what Apollo says that it took', async () => {
    answers = { person: found({}, { credits_consumed: 2 }) };
    const lookups = keepAnswers();
    await ask({}, lookups);
    expect(lookups.lookups).toMatchObject([
      { provider: 'apollo', kind: 'person', price: { credits: 1 } },
      { provider: 'apollo', kind: 'company' },
    ]);
    expect(lookups.lookups[1]).not.toHaveProperty('price');
    expect(lookups.replies.map(({ paid }) => paid)).toEqual([{ credits: 2 }, undefined]);
  });

  it.each([
    ['of the email', {}, 'written'],
    ['of the email, under a name of other words', { name: 'Rick Roe' }, 'suggested'],
    [
      'of the email, at another employer',
      { organization: { name: 'Zenith', primary_domain: 'zenith.example' } },
      'suggested',
    ],
    ['of name and employer', { email: null }, 'written'],
    ['locked', { email: 'email_not_unlocked@domain.com' }, 'written'],
    [
      'a namesake’s at another employer',
      { email: null, organization: { name: 'Zenith', primary_domain: 'zenith.example' } },
      undefined,
    ],
    ['another’s', { email: 'rick@acme.example', name: 'Rick Roe' }, undefined],
    ['without an id', { id: 7 }, undefined],
  ])('judges whose record it is: %s', async (_what, more, becomes) => {
    answers = { person: found(more) };
    expect(outcomesOf(await ask())['contact.jobTitle']?.[1]).toBe(becomes);
  });

  it('asks for the company where the person’s record does not describe it, once for all its contacts', async () => {
    answers = { person: found({ organization: null }), company: { body: { organization } } };
    const lookups = keepAnswers();
    expect(outcomesOf(await ask({}, lookups))).toMatchObject({ 'company.industry': ['aerospace', 'written'] });
    await ask({ contact: { ...jane, email: ' BOB@acme.example', firstName: 'Bob' } }, lookups);
    expect(api.requests.map(({ path }) => path).filter((path) => path.startsWith('/organizations'))).toEqual([
      '/organizations/enrich?domain=acme.example',
    ]);
    expect(lookups.lookups[1]).toEqual({
      ...{
        provider: 'apollo',
        operation: 'organization_enrichment',
        kind: 'company',
        input: { domain: 'acme.example' },
      },
      ...{ version: 1, price: { credits: 1 } },
    });
  });

  it.each(
    [null, 7, true, {}, [], 'x'.repeat(20_000), 'a\0b', '<b>x</b>', 'javascript:alert(1)'].map((value) => [value]),
  )('takes nothing but plain texts from a record of %j', async (value) => {
    const odd = Object.fromEntries(Object.keys(person).map((name) => [name, value]));
    answers = { person: { body: { person: { ...odd, id: person.id, email: person.email } } } };
    const { 'contact.jobTitle': title, 'contact.headline': headline, ...rest } = outcomesOf(await ask());
    expect(rest).toEqual({});
    expect([title?.[0], headline?.[0]]).toEqual(
      value === 'javascript:alert(1)' ? [value, value] : [undefined, undefined],
    );
  });

  it.each(usualFailures)('says what it means to be answered %s', async (_what, answer, outcome) => {
    answers = { person: answer, company: answer };
    expect(await ask()).toMatchObject({ ...outcome, claims: [] });
  });
});
