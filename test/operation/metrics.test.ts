import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { setTimeout as delay } from 'node:timers/promises';
import { startApp, startStack, type App } from '../support/apps.ts';
import type { Client } from '../support/client.ts';
import { startEnrichingPaid, type PaidEnrichingStack } from '../support/enriching-stack.ts';
import { backends } from './backends.ts';
import { gateTo } from './gate.ts';
import { until } from './until.ts';

const OPERATIONS = { OPERATIONS_PORT: '0', ENRICHER_OPERATIONS_PORT: '0' };

/** Where a process has opened its port for operators. */
function operationsUrl(app: App): string {
  const url = /"operationsUrl":"(?<url>[^"]+)"/.exec(app.output())?.groups?.['url'];
  if (url === undefined) throw new Error(`no operations port:\n${app.output()}`);
  return url;
}

/** Samples by name and labels, as Prometheus reads them. */
type Samples = ReadonlyMap<string, number>;

async function scrape(app: App): Promise<Samples> {
  const response = await fetch(`${operationsUrl(app)}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

/** The sum of the samples of a name that have all of these labels. */
function sum(samples: Samples, name: string, labels: Readonly<Record<string, string>> = {}): number {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return [...samples]
    .filter(([sample]) => sample.split('{')[0] === name && wanted.every((label) => sample.includes(label)))
    .reduce((total, [, value]) => total + value, 0);
}

const namesOf = (samples: Samples): Set<string> => new Set([...samples.keys()].map((sample) => sample.split('{')[0]!));

interface Rule {
  readonly alert: string;
  readonly expr: string;
}

/** What Prometheus would not take, or would never fire, in the rules; as far as can be told without it. */
function ruleFaults(text: string, metrics: ReadonlySet<string>): string[] {
  const document = parse(text) as { groups: { name: string; rules: Rule[] }[] };
  const rules = document.groups.flatMap(({ rules }) => rules);
  const unknown = rules.flatMap(({ alert, expr }) => {
    const names = expr.replace(/"[^"]*"/g, '""').match(/\b[a-z]\w*_\w+(?=[{[\s)]|$)/g) ?? [];
    const functions = /^(?:histogram_quantile|min_over_time)$/;
    return names.filter((name) => !functions.test(name) && !metrics.has(name)).map((name) => `${alert}: no ${name}`);
  });
  const malformed = rules.filter((rule) => {
    const { alert, expr, for: lasting = '1m', labels, annotations } = rule as Rule & Record<string, any>;
    const known = Object.keys(rule).every((key) => ['alert', 'expr', 'for', 'labels', 'annotations'].includes(key));
    const balanced = expr.split('(').length === expr.split(')').length;
    const told = typeof annotations?.summary === 'string' && /^(?:warning|critical)$/.test(labels?.severity);
    return !(known && balanced && told && /^Contacts[A-Z]\w+$/.test(alert) && /^\d+[smhd]$/.test(lasting));
  });
  return [...unknown, ...malformed.map(({ alert }) => `${alert}: malformed`)];
}

describe.each(backends)('the operations ports on $name', (backend) => {
  let paid: PaidEnrichingStack;
  let client: Client;
  beforeAll(async () => {
    paid = await startEnrichingPaid(2, {
      env: { ...backend.env(), ...OPERATIONS, ENRICHMENT_SOURCES: 'email,company_website,people_data_labs' },
    });
    client = paid.client;
  });
  afterAll(() => paid.stop());
  const api = () => paid.stack.api;
  const enricher = () => paid.stack.enrichers[0]!;

  it('tell the times of requests by route, method and status, and nothing personal', async () => {
    const { id } = await client.createContact({ email: 'ada@acme0.example', lastName: 'Lovelace' });
    for (let request = 0; request < 3; request += 1) await client.get(`/api/contacts/${id}`);
    await client.get('/api/contacts?limit=0');
    await client.get('/nothing/here');
    const samples = await scrape(api());
    const requests = (labels: Record<string, string>) => sum(samples, 'http_request_duration_seconds_count', labels);
    expect(requests({ method: 'GET', route: '/api/contacts/:id', status: '200' })).toBe(3);
    expect(requests({ method: 'POST', route: '/api/contacts', status: '201' })).toBe(1);
    expect(requests({ method: 'GET', route: '/api/contacts', status: '400' })).toBe(1);
    expect(requests({ method: 'GET', route: 'none', status: '404' })).toBe(1);
    expect(sum(samples, 'http_request_duration_seconds_sum', { route: '/api/contacts/:id' })).toBeLessThan(5);
    expect([...samples.keys()].join('\n')).not.toMatch(new RegExp(`${id}|@|lovelace|introzy_`, 'i'));
  });

  it('tell what came of jobs and sources, and what they cost', async () => {
    const { id } = await client.createContact({ email: 'grace@acme1.example', lastName: 'Hopper' });
    const job = await client.enrich(id, { fields: ['jobTitle', 'linkedinUrl'] });
    const usage = (await client.get('/api/usage')).body.data;
    await until(
      'the job is counted',
      async () => sum(await scrape(enricher()), 'enrichment_job_duration_seconds_count') > 0,
    );
    const samples = await scrape(enricher());
    expect(sum(samples, 'enrichment_job_duration_seconds_count', { outcome: job.status })).toBe(1);
    for (const { source, outcome } of job.sources) {
      expect([source, sum(samples, 'enrichment_source_duration_seconds_count', { source, outcome })]).toEqual([
        source,
        1,
      ]);
    }
    expect(usage.total.calls).toBeGreaterThan(0);
    expect(sum(samples, 'provider_calls_total', { provider: 'people_data_labs' })).toBe(usage.total.calls);
    expect(sum(samples, 'provider_spend_micro_usd_total')).toBe(usage.total.costMicroUsd);
  });

  it('tell how much waits, and for how long', async () => {
    const contact = await client.createContact();
    await paid.stack.database.query(
      `INSERT INTO enrichment_jobs (id, organization_id, contact_id, requested_by, created_at, enqueued_at)
       SELECT 'job_' || md5('waits'), organization_id, id, owner_id, now() - interval '100 s', now()
       FROM contacts WHERE id = $1`,
      [contact.id],
    );
    for (const app of [api(), enricher()]) {
      const samples = await scrape(app);
      expect(sum(samples, 'enrichment_jobs_live', { status: 'queued' })).toBe(1);
      expect(sum(samples, 'enrichment_jobs_live', { status: 'running' })).toBe(0);
      expect(sum(samples, 'enrichment_oldest_queued_job_seconds')).toBeGreaterThanOrEqual(100);
      expect(sum(samples, 'enrichment_oldest_queued_job_seconds')).toBeLessThan(130);
      expect([...namesOf(samples)]).toContain('enrichment_queue_tasks');
      expect(sum(samples, 'database_pool_connections')).toBeGreaterThan(0);
      expect(sum(samples, 'process_resident_memory_bytes')).toBeGreaterThan(50_000_000);
    }
    await paid.stack.database.query(`DELETE FROM enrichment_jobs WHERE id = 'job_' || md5('waits')`);
    const samples = await scrape(api());
    expect(sum(samples, 'enrichment_oldest_queued_job_seconds')).toBe(0);
  });

  it('show nobody waiting for the database while there is nothing to do', async () => {
    for (const app of [api(), enricher()]) {
      const waiting: number[] = [];
      for (let time = 0; time < 5; time += 1) {
        waiting.push((await scrape(app)).get('database_pool_waiting') ?? NaN);
        await delay(50);
      }
      expect(waiting).toEqual([0, 0, 0, 0, 0]);
    }
  });

  it('have every metric that an alert rule names', async () => {
    const names = new Set([...namesOf(await scrape(api())), ...namesOf(await scrape(enricher())), 'up']);
    const rules = readFileSync('deploy/alerts.yml', 'utf8');
    expect(ruleFaults(rules, names)).toEqual([]);
    const planted = rules.replaceAll('database_pool_waiting', 'database_pool_queue').replace('for: 5m', 'for: soon');
    expect(ruleFaults(planted, names)).toEqual([
      'ContactsDatabasePoolExhausted: no database_pool_queue',
      'ContactsRequestsFail: malformed',
    ]);
  });

  it('show the queue, and change nothing in it', async () => {
    for (const app of [api(), enricher()]) {
      const page = await fetch(`${operationsUrl(app)}/queue`);
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Enrichment queue')]);
      const queues = await fetch(`${operationsUrl(app)}/queue/api/queues?activeQueue=enrichment&page=1&jobsPerPage=10`);
      const body = (await queues.json()) as { queues: unknown };
      expect(body.queues).toEqual([expect.objectContaining({ name: 'enrichment', readOnlyMode: true })]);
      const paused = await fetch(`${operationsUrl(app)}/queue/api/queues/enrichment/pause`, { method: 'PUT' });
      expect(paused.status).toBe(405);
    }
  });
});

describe('the operations port', () => {
  it('is not open unless it is configured, and listens on loopback', async () => {
    const paid = await startEnrichingPaid(0, { enrichers: 0 });
    expect(paid.stack.api.output()).not.toContain('operationsUrl');
    expect((await fetch(`${paid.stack.api.url}/metrics`)).status).toBe(404);
    expect((await fetch(`${paid.stack.api.url}/queue`)).status).toBe(404);
    await paid.stop();
    const open = await startEnrichingPaid(0, { enrichers: 0, env: OPERATIONS });
    expect(operationsUrl(open.stack.api)).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await open.stop();
  });

  it('tells the rest while the queue is away', async () => {
    const paid = await startEnrichingPaid(0, {
      enrichers: 0,
      env: { ...OPERATIONS, QUEUE_URL: 'redis://127.0.0.1:1' },
    });
    const names = namesOf(await scrape(paid.stack.api));
    expect([...names]).toContain('enrichment_jobs_live');
    expect([...names]).not.toContain('enrichment_queue_tasks');
    await paid.stop();
  });

  it('tells of the process itself, in time, while the database does not answer', async () => {
    const stack = await startStack();
    const direct = new URL(stack.database.url);
    const gate = await gateTo(direct.hostname, Number(direct.port));
    const DATABASE_URL = Object.assign(direct, { hostname: '127.0.0.1', port: String(gate.port) }).href;
    const apps = [
      await startApp('api', { ...OPERATIONS, DATABASE_URL }),
      await startApp('enricher', { ...OPERATIONS, DATABASE_URL }),
    ];
    for (const app of apps) expect(sum(await scrape(app), 'contacts_scrape_faults_total')).toBe(0);
    gate.freeze();
    for (const app of apps) {
      for (const faults of [0, 3]) {
        const asked = performance.now();
        const samples = await scrape(app);
        expect(performance.now() - asked).toBeLessThan(3000);
        expect(sum(samples, 'process_resident_memory_bytes')).toBeGreaterThan(50_000_000);
        expect(samples.has('database_pool_waiting')).toBe(true);
        expect([...samples.keys()].filter((name) => name.startsWith('enrichment_jobs_live'))).toEqual([]);
        expect(sum(samples, 'contacts_scrape_faults_total')).toBe(faults);
      }
    }
    gate.thaw();
    await Promise.all(apps.map((app) => app.stop()));
    await gate.shut();
    await stack.stop();
  }, 60_000);
});
