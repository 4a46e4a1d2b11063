import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { startEnriching } from '../support/enriching-stack.ts';
import type { Stack } from '../support/apps.ts';
import type { Websites } from '../support/website.ts';
import { homePage } from './company-site.ts';

const description = 'Acme makes anvils and rockets for coyotes all over the desert.';
const site = {
  '/': homePage({ name: 'Acme Inc', industry: 'Manufacturing', description, body: '<a href="/team">Our team</a>' }),
  '/team': homePage({
    name: 'Acme Inc',
    people: [
      {
        name: 'John Doe',
        jobTitle: 'Head of Sales',
        sameAs: ['https://www.linkedin.com/in/john-doe', 'https://github.com/jdoe'],
      },
      { name: 'Jane Roe', jobTitle: 'Chief Executive Officer' },
    ],
  }),
};
const john = {
  ...{ email: 'john.doe@acme.example', firstName: 'John', lastName: 'Doe', companyName: 'Acme Inc' },
  ...{ phoneNumber: '+44 20 7946 0958', address: '123 Main St, San Francisco, CA 94102' },
};

let websites: Websites;
let stack: Stack;
let client: Client;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ websites, stack, client, stop } = await startEnriching({ 'acme.example': site }, { env: { LOG_LEVEL: 'trace' } }));
});
afterAll(() => stop());

describe('a contact of whom everything is known that the sources read', () => {
  let created: any, requested: any, job: any, contact: any, evidence: any[];
  beforeAll(async () => {
    created = await client.createContact(john);
    requested = await client.post(`/api/contacts/${created.id}/enrich`);
    job = await client.waitForJob(requested.body.data.jobId);
    contact = (await client.get(`/api/contacts/${created.id}`)).body.data;
    evidence = (await client.get(`/api/contacts/${created.id}/evidence?limit=100`)).body.data.evidence;
  });

  it('is enriched by another process than the one that was asked', () => {
    expect(requested.status).toBe(200);
    expect(requested.body).toEqual({
      success: true,
      data: { jobId: job.jobId, contactId: created.id, contactName: 'John Doe', contactEmail: john.email },
      message: 'Enrichment job created for John Doe',
    });
    expect(job).toMatchObject({ status: 'succeeded', attempts: 1, error: null, contactId: created.id });
    const [asked, started, finished] = [job.createdAt, job.startedAt, job.finishedAt].map((time: string) =>
      Date.parse(time),
    );
    expect(asked).toBeLessThanOrEqual(started!);
    expect(started).toBeLessThanOrEqual(finished!);
  });

  it('has the coordinates and time zone of its address', () => {
    expect(contact.latitude).toBeCloseTo(37.77, 1);
    expect(contact.longitude).toBeCloseTo(-122.42, 1);
    expect(contact.profile.location.value).toMatchObject({
      city: 'San Francisco',
      countryCode: 'US',
      precision: 'city',
    });
    expect(contact.profile.timezone.value).toBe('America/Los_Angeles');
  });

  it('has what its email and phone number say', () => {
    const values = Object.fromEntries(
      ['emailType', 'emailProvider', 'companyDomain', 'phoneE164', 'phoneCountry'].map((field) => [
        field,
        contact.profile[field]?.value,
      ]),
    );
    expect(values).toEqual({
      ...{ emailType: 'personal', emailProvider: 'organization', companyDomain: 'acme.example' },
      ...{ phoneE164: '+442079460958', phoneCountry: 'GB' },
    });
  });

  it("has the title and links that its own markup on the company's website gives it", () => {
    expect(contact.profile.jobTitle).toMatchObject({
      ...{ value: 'Head of Sales', quote: 'Head of Sales', source: 'company_website' },
      url: expect.stringMatching(/^http:\/\/(www\.)?acme\.example\/team$/),
    });
    expect(contact.profile.linkedinUrl.value).toMatch(/linkedin\.com\/in\/john-doe$/);
    expect(contact.profile.githubUrl.value).toBe('https://github.com/jdoe');
  });

  it("fills its company from the company's own website", async () => {
    expect(contact.company).toMatchObject({ name: 'Acme Inc', industry: 'Manufacturing' });
    expect(contact.company.website).toMatch(/^http:\/\/(www\.)?acme\.example/);
    const company = (await client.get(`/api/companies/${contact.company.id}`)).body.data;
    expect(company).toMatchObject({ industry: 'Manufacturing', description });
    expect(company.profile.industry).toMatchObject({ value: 'Manufacturing', quote: 'Manufacturing' });
  });

  it('shows the evidence of every value in the profile', () => {
    for (const [field, value] of Object.entries<Record<string, unknown>>(contact.profile)) {
      const found = evidence.find(({ id }) => id === value['evidenceId']);
      expect(found).toMatchObject({
        subject: 'contact',
        field,
        status: 'written',
        jobId: job.jobId,
        quote: value['quote'],
      });
      expect(found.quote).not.toBe('');
      expect(found.source).toMatch(/^(email|phone|address|company_website)$/);
      expect(Date.parse(found.fetchedAt)).toBeGreaterThanOrEqual(Date.parse(job.startedAt) - 1000);
      expect(found.confidence).toBeGreaterThanOrEqual(0.7);
      expect(found.confidence).toBeLessThanOrEqual(0.98);
    }
    expect(evidence.filter(({ subject }) => subject === 'company').map(({ field }) => field)).toEqual(
      expect.arrayContaining(['website', 'industry', 'description']),
    );
  });

  it('reports what each source gave', () => {
    const report = Object.fromEntries(job.sources.map((result: { source: string }) => [result.source, result]));
    for (const source of ['email', 'phone', 'address', 'company_website']) {
      expect(report[source]).toMatchObject({ outcome: 'matched', reason: null, valuesSuggested: 0 });
      expect(report[source].valuesWritten).toBeGreaterThan(0);
      expect(report[source].durationMs).toBeGreaterThanOrEqual(0);
    }
    const written = job.sources.reduce(
      (sum: number, result: { valuesWritten: number }) => sum + result.valuesWritten,
      0,
    );
    expect(written).toBe(evidence.length);
  });

  it('turns to http where the website has no https, and asks each page once', () => {
    const asked = websites.requests.filter((request) => !request.endsWith('/robots.txt'));
    expect(asked.sort()).toEqual(['acme.example/', 'acme.example/team']);
  });
});

it('a contact of whom little is known gets a report that says so', async () => {
  const { id } = await client.createContact({
    email: 'ada@nowhere.invalid',
    firstName: 'Ada',
    phoneNumber: '12',
    address: 'Qqqq',
  });
  const job = await client.enrich(id);
  expect(job.sources.map(({ source, outcome }: Record<string, string>) => [source, outcome])).toEqual(
    expect.arrayContaining([
      ['phone', 'skipped'],
      ['address', 'no_match'],
      ['company_website', 'skipped'],
    ]),
  );
  for (const { outcome, reason } of job.sources) expect(reason === null).toBe(outcome === 'matched');
});

it('a contact that no source knows anything of ends as no_match, not as a failure', async () => {
  const { id } = await client.createContact();
  // The api takes no such address; one that was imported may have it.
  await stack.database.query(`UPDATE contacts SET email = 'ada@[192.0.2.1]' WHERE id = $1`, [id]);
  expect(await client.enrich(id)).toMatchObject({ status: 'no_match', error: null });
});

it('every value in the database has its evidence, and the database refuses one without', async () => {
  const { database } = stack;
  const [counts] = await database.query<{ values: number; bare: number }>(
    `SELECT count(*)::int AS values, count(*) FILTER (WHERE NOT EXISTS (
       SELECT FROM evidence e WHERE e.enriched_value_id = v.id AND e.quote <> ''))::int AS bare FROM enriched_values v`,
  );
  expect(counts?.values).toBeGreaterThan(10);
  expect(counts?.bare).toBe(0);
  const invented = `INSERT INTO enriched_values (id, organization_id, contact_id, field, value, confidence, status, inputs)
    SELECT gen_random_uuid(), organization_id, id, 'made_up', '"x"', 0.9, 'written', '{}' FROM contacts LIMIT 1`;
  await expect(database.query(invented)).rejects.toThrow(/has no evidence/);
});

it('the highest confidence there is can be stored', async () => {
  const { database } = stack;
  const stored = database.query(
    `WITH value AS (
       INSERT INTO enriched_values (id, organization_id, contact_id, field, value, confidence, status, inputs)
       SELECT gen_random_uuid(), organization_id, id, 'certain', '"x"', 0.98, 'written', '{}' FROM contacts LIMIT 1
       RETURNING organization_id, id)
     INSERT INTO evidence (id, organization_id, enriched_value_id, source, quote, fetched_at, confidence)
     SELECT gen_random_uuid(), organization_id, id, 'test', 'x', now(), 0.98 FROM value`,
  );
  await expect(stored).resolves.toBeDefined();
});

it('no personal data and no key is in the logs, however much is logged', () => {
  for (const app of [stack.api, ...stack.enrichers]) {
    const output = app.output();
    expect(output).toContain('"msg":"listening"');
    for (const secret of ['john.doe', 'Doe', 'Acme', 'Main St', '7946', 'introzy_', 'Head of Sales', 'acme.example']) {
      expect(output).not.toContain(secret);
    }
  }
});
