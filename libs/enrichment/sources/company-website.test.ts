import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OutboundClient, OutboundError, RobotsRules } from '#platform';
import { askEveryTime } from '../../../test/support/lookups.ts';
import type { Claim, EnrichmentSubject, SourceOutcome } from '../source.ts';
import { isSupported } from '../verify.ts';
import { WebPageFetcher } from '../web/web-page-fetcher.ts';
import { companyWebsiteSource } from './company-website.ts';

/** Pages by host and path; hosts that are not here have no address. */
let site: Record<string, string>;
let requests: string[];
let server: Server;

beforeAll(async () => {
  server = createServer(({ headers, url }, response) => {
    const key = `${headers.host}${url}`;
    requests.push(key);
    const page = site[key];
    if (page?.startsWith('-> ')) return response.writeHead(301, { location: page.slice(3) }).end();
    return response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  requests = [];
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const person = { email: 'jane.doe@acme.example', firstName: 'Jane', lastName: 'Doe', phoneNumber: null, address: null };
const acme = { name: 'Acme Inc', website: null, websiteConfidence: 1 };

async function collect(
  subject: Partial<EnrichmentSubject['contact']> = {},
  company: EnrichmentSubject['company'] = acme,
) {
  const target = { address: '127.0.0.1', port: (server.address() as AddressInfo).port };
  const hosts = new Set(Object.keys(site).map((key) => key.split('/')[0]!));
  const client = new OutboundClient({
    userAgent: 'tester/1.0',
    connectTo: new Map([
      ...[...hosts].map((host) => [host, target] as const),
      ['down.example', { ...target, port: 1 }],
    ]),
    resolver: () => Promise.resolve([]),
  });
  const pages = new WebPageFetcher(client, new RobotsRules(client));
  const { signal } = new AbortController();
  try {
    const contact = { ...person, ...subject };
    return await companyWebsiteSource.collect(
      { contact, company },
      {
        ...{ pages, lookups: askEveryTime, signal },
        now: new Date('2026-01-01'),
      },
    );
  } finally {
    await client.close();
  }
}

/** Field → value and confidence; fails if a claim would not pass the pipeline's verification. */
function summarize(outcome: SourceOutcome, subject: Claim['subject']) {
  if (outcome.outcome !== 'matched') throw new Error(`${outcome.outcome}: ${outcome.reason}`);
  expect(outcome.claims.filter((claim) => !isSupported(claim))).toEqual([]);
  const own = outcome.claims.filter((claim) => claim.subject === subject);
  return Object.fromEntries(
    own.map(({ field, value, strength: { prior, identity, extraction } }) => [
      field,
      [value, (prior * identity * extraction >= 0.7 && 'written') || 'suggested'],
    ]),
  );
}

const jsonLd = (value: unknown) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;
const organization = {
  '@type': 'Organization',
  name: 'ACME',
  url: 'http://acme.example/',
  industry: 'Rocketry',
  description: 'Acme builds rockets for everyone. \n They fly.',
  logo: { '@type': 'ImageObject', url: '/logo.png?v=2' },
  sameAs: ['https://www.linkedin.com/company/acme/', 'https://x.com/acme', 'https://x.com/share'],
};
const jane = {
  '@type': 'Person',
  name: 'Dr. Jane Doe',
  jobTitle: 'Chief Rocket Officer',
  url: 'https://jane.example/',
  sameAs: [
    'https://www.linkedin.com/in/jane-doe?trk=team',
    'https://github.com/janedoe',
    'https://twitter.com/intent/tweet',
  ],
};
const home = (body = '', head = '') => `<title>Acme | Rockets</title>${head}<a href="/team">Team</a>${body}`;

describe('company website: the company', () => {
  it('reads the organization’s own markup', async () => {
    site = { 'acme.example/': home(jsonLd({ '@graph': [{ '@type': 'WebSite', name: 'x' }, organization] })) };
    expect(summarize(await collect(), 'company')).toEqual({
      domain: ['acme.example', 'written'],
      website: ['http://acme.example', 'written'],
      industry: ['Rocketry', 'written'],
      description: ['Acme builds rockets for everyone. They fly.', 'written'],
      logoUrl: ['http://acme.example/logo.png?v=2', expect.any(String)],
      linkedinUrl: ['https://www.linkedin.com/company/acme/', 'written'],
      twitterUrl: ['https://x.com/acme', 'written'],
    });
  });

  it('falls back to metadata and links', async () => {
    const head = '<meta name="description" content="Rockets for every purse and purpose.">';
    const links =
      '<a href="https://linkedin.com/company/acme">in</a><a href="https://x.com/a1">1</a><a href="https://x.com/b2">2</a>';
    site = { 'acme.example/': home(links, head) };
    const found = summarize(await collect(), 'company');
    expect(found['description']).toEqual(['Rockets for every purse and purpose.', 'written']);
    expect(found['linkedinUrl']).toEqual(['https://linkedin.com/company/acme', 'written']);
    expect(found).not.toHaveProperty('twitterUrl');
  });

  it('only suggests what a site of another name says', async () => {
    site = { 'acme.example/': home(jsonLd({ ...organization, name: 'Zenith' })).replace('Acme |', 'Zenith |') };
    expect(new Set(Object.values(summarize(await collect(), 'company')).map(([, how]) => how))).toEqual(
      new Set(['suggested']),
    );
  });

  it('trusts the website that a user gave, and does not propose it back', async () => {
    site = { 'www.acme.example/': home(jsonLd({ ...organization, name: 'Zenith' })) };
    const found = summarize(
      await collect({ email: 'jane@gmail.com' }, { ...acme, website: 'http://www.acme.example/' }),
      'company',
    );
    expect(found['industry']).toEqual(['Rocketry', 'written']);
    expect(found).not.toHaveProperty('website');
  });

  it('does not trust where a given site has moved to', async () => {
    site = {
      'acme.example/': '-> http://sold.example/',
      'sold.example/': home(jsonLd({ ...organization, url: undefined }))
        .replace('Acme |', 'Sold |')
        .replace('ACME', 'Sold'),
    };
    const found = summarize(await collect({}, { ...acme, website: 'http://acme.example/' }), 'company');
    expect(found['industry']).toEqual(['Rocketry', 'suggested']);
  });

  it('takes no other organization for the site’s own', async () => {
    const agency = {
      '@type': 'Organization',
      name: 'Web Agency',
      url: 'https://agency.example',
      industry: 'Web design',
    };
    site = { 'acme.example/': home(jsonLd([agency])) };
    expect(summarize(await collect(), 'company')).not.toHaveProperty('industry');
  });

  it('cuts a long description after a sentence', async () => {
    site = { 'acme.example/': home(jsonLd({ ...organization, description: 'We build rockets for all. '.repeat(60) })) };
    const [description] = summarize(await collect(), 'company')['description']!;
    expect(String(description).length).toBeLessThanOrEqual(1000);
    expect(description).toMatch(/for all\.$/);
  });
});

describe('company website: the person', () => {
  const team = (body: string) => ({ 'acme.example/': home(), 'acme.example/team': body });

  it('reads the person’s own markup on a team page', async () => {
    site = team(jsonLd({ ...organization, employee: [{ '@type': 'Person', name: 'Bo Boss', jobTitle: 'CEO' }, jane] }));
    expect(summarize(await collect({}, null), 'contact')).toEqual({
      jobTitle: ['Chief Rocket Officer', 'written'],
      linkedinUrl: ['https://www.linkedin.com/in/jane-doe', 'written'],
      githubUrl: ['https://github.com/janedoe', 'written'],
      websiteUrl: ['https://jane.example/', 'written'],
    });
  });

  it('gives no company values where the contact has no company', async () => {
    site = team(jsonLd([organization, jane]));
    expect(summarize(await collect({}, null), 'company')).toEqual({});
  });

  it.each([
    [
      'microdata',
      '<div itemscope itemtype="http://schema.org/Person"><h2 itemprop="name">Jane Doe</h2><p itemprop="jobTitle">CTO</p></div>',
    ],
    ['h-card', '<div class="h-card"><h2 class="p-name">Jane Doe</h2><p class="p-job-title">CTO</p></div>'],
  ])('reads %s', async (_, markup) => {
    site = team(markup);
    expect(summarize(await collect(), 'contact')).toEqual({ jobTitle: ['CTO', 'written'] });
  });

  it('prefers the scope with the contact’s address over a namesake’s', async () => {
    site = team(
      jsonLd([
        { ...jane, jobTitle: 'Intern' },
        { ...jane, email: 'mailto:Jane.Doe@acme.example' },
      ]),
    );
    expect(summarize(await collect(), 'contact')['jobTitle']).toEqual(['Chief Rocket Officer', 'written']);
  });

  it.each([
    ['two people of one name', [jane, { ...jane, jobTitle: 'Intern' }]],
    ['a first name alone', [{ ...jane, name: 'Jane' }]],
    ['another address of the domain', [{ ...jane, email: 'jane.doe2@acme.example' }]],
    ['another employer', [{ ...jane, worksFor: { '@type': 'Organization', name: 'Zenith' } }]],
    [
      'a former employer',
      [{ ...jane, worksFor: { '@type': 'Role', endDate: '2020-01-01', worksFor: { name: 'Acme' } } }],
    ],
    ['a former role', [{ ...organization, employee: { '@type': 'Role', endDate: '2020-01-01', employee: jane } }]],
    ['an alumna', [{ ...organization, alumni: [jane] }]],
    ['hidden markup', '<div hidden class="h-card"><b class="p-name">Jane Doe</b><i class="p-job-title">CTO</i></div>'],
    ['prose', '<p>Jane Doe</p><p>CTO</p>'],
  ])('says nothing of the person for %s', async (_, content) => {
    site = team(typeof content === 'string' ? content : jsonLd(content));
    expect(summarize(await collect(), 'contact')).toEqual({});
  });

  it('keeps to the site, to five pages and to those that tell', async () => {
    const links = [
      '/news',
      '/about',
      '/impressum',
      '/contact',
      '/leadership',
      'http://other.example/team',
      '/team.pdf',
    ];
    site = { 'acme.example/': home(links.map((href) => `<a href="${href}">x</a>`).join('')) };
    await collect();
    const read = requests.filter((path) => !path.endsWith('robots.txt') && path.startsWith('acme'));
    expect(read).toEqual(['/', '/team', '/leadership', '/about', '/impressum'].map((path) => `acme.example${path}`));
  });
});

describe('company website: nothing to read', () => {
  it('does not look at free and throw-away domains', async () => {
    site = {};
    expect(await collect({ email: 'jane@gmail.com' })).toMatchObject({ outcome: 'skipped' });
    expect(await collect({ email: 'jane@mailinator.com' })).toMatchObject({ outcome: 'skipped' });
    expect(requests).toEqual([]);
  });

  it('tells a domain without a website from a site that does not answer', async () => {
    site = {};
    expect(await collect()).toMatchObject({ outcome: 'no_match', reason: 'The domain has no website' });
    await expect(collect({ email: 'jane@down.example' })).rejects.toThrow(OutboundError);
    await expect(collect({}, { ...acme, website: 'http://127.0.0.1/' })).resolves.toMatchObject({ outcome: 'skipped' });
  });

  it('respects robots.txt, and says so', async () => {
    site = { 'acme.example/': home(jsonLd(jane)), 'acme.example/robots.txt': 'User-agent: *\nDisallow: /' };
    expect(await collect()).toMatchObject({ outcome: 'skipped', reason: expect.stringContaining('robots.txt') });
    expect(requests.filter((path) => !path.endsWith('robots.txt'))).toEqual([]);
  });

  it('knows a parked domain', async () => {
    site = { 'acme.example/': '<title>acme.example - this domain is for sale</title>' };
    expect(await collect()).toMatchObject({ outcome: 'no_match', reason: 'The domain is parked' });
  });
});
