import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { startStack, type Stack } from '../support/apps.ts';
import { serveWebsites, type Page, type Websites } from '../support/website.ts';
import { homePage } from './company-site.ts';

const acme = { name: 'Acme', industry: 'Software' };
const raw =
  (headers: Record<string, string>, body: string | Buffer): Page =>
  (_request, response) =>
    void response.writeHead(200, headers).end(body);
const html = { 'Content-Type': 'text/html' };
const never: Page = () => undefined;

/** By host: what the website does, and what the job says of it. */
const websitesThatFail: Record<string, { page: Page; outcome: string; reason: RegExp }> = {
  'hangs.example': { page: never, outcome: 'error', reason: /in time|too long/ },
  'trickles.example': {
    page: (_request, response) => {
      response.writeHead(200, html).write('<html>');
      const drip = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(drip));
    },
    ...{ outcome: 'error', reason: /in time|too long/ },
  },
  'resets.example': { page: ({ socket }) => socket.destroy(), outcome: '', reason: /./ },
  'broken.example': { page: (_request, { socket }) => void socket?.end('not http\r\n\r\n'), outcome: '', reason: /./ },
  'huge.example': {
    page: raw(html, Buffer.alloc(3_000_000, 32)),
    outcome: 'no_match',
    reason: /larger than the limit/,
  },
  'loops.example': {
    page: (_request, response) => void response.writeHead(302, { Location: '/' }).end(),
    ...{ outcome: '', reason: /redirected too many times/ },
  },
  'inside.example': {
    page: (_request, response) =>
      void response.writeHead(302, { Location: 'http://169.254.169.254/latest/meta-data/' }).end(),
    ...{ outcome: 'skipped', reason: /not on the public internet/ },
  },
  'image.example': { page: raw({ 'Content-Type': 'image/png' }, 'PNG'), outcome: 'no_match', reason: /./ },
  'down.example': {
    page: (_request, response) => void response.writeHead(503).end('down'),
    ...{ outcome: 'no_match', reason: /./ },
  },
  'garbage.example': {
    page: raw(
      html,
      '<script type="application/ld+json">{"@type":["Person"</script>'.repeat(500) + '<div>'.repeat(20_000),
    ),
    ...{ outcome: 'matched', reason: /^null$/ },
  },
};

let websites: Websites;
let stack: Stack;
let client: Client;
beforeAll(async () => {
  const pages = Object.entries(websitesThatFail).map(([host, { page }]) => [host, { '/': page }] as const);
  websites = await serveWebsites({
    ...Object.fromEntries(pages),
    'nul.example': {},
    'hidden.example': {},
    'robots.example': {},
  });
  const env = {
    OUTBOUND_CONNECT_TO: websites.connectTo,
    OUTBOUND_TIMEOUT_MS: '3000',
    ENRICHMENT_SOURCE_TIMEOUT_MS: '7000',
  };
  stack = await startStack({ enrichers: 1, env });
  client = await stack.client();
});
afterAll(async () => {
  await stack.stop();
  await websites.close();
});

type Enriched = Record<'job' | 'site' | 'profile', any>;

async function enrichAt(host: string, fields: Record<string, unknown> = {}): Promise<Enriched> {
  const contact = { email: `ada@${host}`, firstName: 'Ada', lastName: 'Byron', address: 'Berlin, Germany', ...fields };
  const { id } = await client.createContact(contact);
  const job = await client.enrich(id, { force: true });
  const site = job.sources.find(({ source }: { source: string }) => source === 'company_website');
  return { job, site, profile: (await client.get(`/api/contacts/${id}`)).body.data.profile };
}

/** With the website given, so that https is not tried first and the reason is that of the one address. */
async function enrichWithWebsite(host: string): ReturnType<typeof enrichAt> {
  const company = await client.post('/api/companies', { name: host, website: `http://${host}/` });
  return enrichAt(host, { companyId: company.body.data.id });
}

describe('a website that fails takes nothing from the other sources', () => {
  const results: Record<string, ReturnType<typeof enrichAt>> = {};
  beforeAll(async () => {
    for (const host of Object.keys(websitesThatFail)) results[host] = enrichWithWebsite(host);
    await Promise.all(Object.values(results));
  });

  it.each(Object.entries(websitesThatFail))('%s', async (host, { outcome, reason }) => {
    const { job, site, profile } = await results[host]!;
    expect(job).toMatchObject({ status: 'succeeded', attempts: 1, error: null });
    expect(site.outcome).toMatch(outcome === '' ? /^(error|no_match)$/ : outcome);
    expect(String(site.reason)).toMatch(reason);
    expect(String(site.reason)).not.toMatch(/127\.0|169\.254|\d{4,5}|ECONN|undici|at \w+ \(/);
    expect(profile.location.value.city).toBe('Berlin');
  });
});

describe('an address inside the network', () => {
  it.each([
    ...[
      'http://127.0.0.1:PORT/',
      'http://localhost:PORT/',
      'http://[::1]:PORT/',
      'http://169.254.169.254/',
      'http://10.0.0.1/',
    ],
    ...['http://2130706433:PORT/', 'http://[::ffff:127.0.0.1]:PORT/', 'http://0.0.0.0:PORT/'],
  ])('is not read, and nothing of it is told: %s', async (address) => {
    const website = address.replace('PORT', String(websites.port));
    const created = await client.post('/api/companies', { name: `Inside ${address}`, website });
    // What the api does not even take as a website is not read either.
    if (created.status === 400) return;
    expect(created.status).toBe(201);
    const before = websites.requests.length;
    const { job, site } = await enrichAt(`ada-${Math.random().toString(36).slice(2)}.invalid`, {
      companyId: created.body.data.id,
    });
    expect(job.status).toBe('succeeded');
    expect(site).toMatchObject({ outcome: 'skipped', valuesWritten: 0 });
    expect(site.reason).toMatch(/^The address is not on the public internet/);
    expect(websites.requests.slice(before)).toEqual([]);
  });
});

it('what cannot be stored is dropped, and the rest is written', async () => {
  const person = (jobTitle: string) => ({ name: 'Ada Byron', jobTitle, sameAs: ['https://github.com/ada'] });
  for (const bad of ['\u0000', '\ud800']) {
    websites.pages['nul.example'] = {
      '/': homePage({ ...acme, industry: `Soft${bad}ware`, people: [person(`CEO${bad}`)] }),
    };
    const { job, profile } = await enrichAt('nul.example', {
      email: `ada${bad.charCodeAt(0)}@nul.example`,
      companyName: 'Acme',
    });
    expect(job).toMatchObject({ status: 'succeeded', attempts: 1 });
    expect(profile.githubUrl.value).toBe('https://github.com/ada');
    expect(JSON.stringify(profile)).not.toMatch(/\\u0000|\\ud800/);
  }
});

it('what a page hides from people is no source', async () => {
  const card = (style: string, title: string) =>
    `<div class="h-card" ${style}><span class="p-name">Ada Byron</span><span class="p-job-title">${title}</span></div>`;
  const hidden = [
    'style="display:none"',
    'style="font-size:0"',
    'aria-hidden="true"',
    'hidden',
    'style="visibility:hidden"',
  ];
  websites.pages['hidden.example'] = {
    '/': homePage({ ...acme, body: hidden.map((style) => card(style, 'Emperor')).join('') }),
  };
  const { profile } = await enrichAt('hidden.example');
  expect(profile).not.toHaveProperty('jobTitle');
  websites.pages['hidden.example'] = {
    '/': homePage({ ...acme, body: card(hidden[0]!, 'Emperor') + card('', 'Engineer') }),
  };
  const seen = await enrichAt('hidden.example', { email: 'ada.b@hidden.example' });
  expect(seen.profile.jobTitle.value).toBe('Engineer');
});

it('a website that closes itself to robots is not read', async () => {
  const robots = raw({ 'Content-Type': 'text/plain' }, 'User-agent: *\nDisallow: /');
  websites.pages['robots.example'] = { '/robots.txt': robots, '/': homePage(acme) };
  const { site } = await enrichAt('robots.example');
  expect(site.outcome).toBe('skipped');
  expect(websites.requests).not.toContain('robots.example/');
});

it('the enricher has logged nothing of the people and websites it failed on', () => {
  const output = stack.enrichers[0]!.output();
  expect(output).not.toMatch(/\bada\b|Byron|\.example|Berlin/);
});
