import { setTimeout as delay } from 'node:timers/promises';
import { startLoadClient } from '../load/load-client.ts';
import { userEmail } from '../data/dataset.ts';
import type { Bench } from './bench.ts';
import { startRedis, type RedisServer } from './redis.ts';
import { Skipped } from '../rows/row.ts';
import type { ServerProcess } from './server-process.ts';
import { serveSlowSites, type SlowSites } from './slow-sites.ts';

export type QueueKind = 'Postgres' | 'Redis';

/** How long the only source takes to answer, in milliseconds. */
export const SOURCE_MS = 200;

/** A job that has ended, in milliseconds; `finishedAt` since 1970. */
export interface EndedJob {
  readonly duration: number;
  readonly inSource: number;
  readonly finishedAt: number;
}

/** Enough for no two jobs that run at once to wait for the same one. */
const SITES = 100;
const REQUESTS_AT_ONCE = 16;
const MAX_SECONDS = 300;
let subjects = 0;

/** An api and enrichers on a queue, with one source that takes 200 ms, the website of each contact's own company. */
export class EnrichmentStack {
  private constructor(
    private readonly bench: Bench,
    private readonly sites: SlowSites,
    private readonly redis: RedisServer | undefined,
    readonly api: ServerProcess,
    private readonly env: Record<string, string>,
  ) {}

  /** @throws Skipped where there is no Redis to be had */
  static async start(bench: Bench, queue: QueueKind): Promise<EnrichmentStack> {
    const redis = queue === 'Redis' ? await startRedis() : undefined;
    if (queue === 'Redis' && !redis) throw new Skipped('redis-server is not installed');
    const sites = await serveSlowSites(SITES, SOURCE_MS);
    const env = {
      ...(redis && { QUEUE_URL: redis.url }),
      ...{ ENRICHMENT_SOURCES: 'company_website', OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8' },
    };
    return new EnrichmentStack(bench, sites, redis, await bench.start('api', env), env);
  }

  startEnricher(concurrency: number): Promise<ServerProcess> {
    return this.bench.start('enricher', { ...this.env, ENRICHER_CONCURRENCY: String(concurrency) });
  }

  /** Adds contacts of the big organization, each with a company and a website of its own. @returns their ids */
  async addSubjects(count: number): Promise<string[]> {
    const { n, name } = this.bench.organization('big');
    const from = (subjects += count) - count;
    const rows = await this.bench.query<{ id: string }>(
      `WITH tenant AS (SELECT o.id AS organization_id, u.id AS owner_id FROM organizations o
         JOIN users u ON u.organization_id = o.id WHERE o.name = $1 AND u.email = $2),
       site AS (
         INSERT INTO companies (id, organization_id, name, website, user_fields)
           SELECT gen_random_uuid(), organization_id, 'Site ' || n, ($3::text[])[1 + n % cardinality($3::text[])] || '/' || n,
             '{name,website}'
           FROM tenant, generate_series($4::int, $5::int) n RETURNING id, organization_id, name)
       INSERT INTO contacts (id, organization_id, owner_id, company_id, email, first_name, last_name)
         SELECT gen_random_uuid(), s.organization_id, owner_id, s.id,
           lower(replace(s.name, ' ', '-')) || '@sites.example', 'Ada', 'Lovelace'
         FROM site s, tenant RETURNING id`,
      [name, userEmail(n, 0), this.sites.origins, from, from + count - 1],
    );
    return rows.map(({ id }) => id);
  }

  /** Asks for contacts to be enriched, as fast as the api takes it. */
  async request(ids: readonly string[]): Promise<void> {
    const client = startLoadClient();
    const paths = ids.map((id) => `/api/contacts/${id}/enrich`);
    await client.perSecond({
      ...{ url: this.api.url, key: await this.bench.key('big'), connections: REQUESTS_AT_ONCE, seconds: MAX_SECONDS },
      requests: [{ method: 'POST', paths, once: true }],
    });
    await client.stop();
  }

  /** Waits until all jobs of these contacts have ended. @returns them, in the order they ended @throws Error if one failed */
  async ended(ids: readonly string[], everyMs = 250): Promise<EndedJob[]> {
    for (const until = Date.now() + MAX_SECONDS * 1000; Date.now() < until;) {
      const [row] = await this.bench.query<{ live: number; failed: number }>(
        `SELECT count(*) FILTER (WHERE status IN ('queued', 'running'))::int AS live,
           count(*) FILTER (WHERE status NOT IN ('queued', 'running', 'succeeded'))::int AS failed
         FROM enrichment_jobs WHERE contact_id = ANY ($1)`,
        [ids],
      );
      if (row && row.failed > 0) throw new Error(`${row.failed} jobs did not succeed`);
      if (row?.live === 0) return this.read(ids);
      await delay(everyMs);
    }
    throw new Error(`jobs have not ended after ${MAX_SECONDS} s`);
  }

  async stop(): Promise<void> {
    await this.api.stop();
    await this.sites.close();
    await this.redis?.stop();
  }

  private read(ids: readonly string[]): Promise<EndedJob[]> {
    return this.bench.query<EndedJob>(
      `SELECT extract(epoch FROM j.finished_at - j.started_at)::float8 * 1000 AS duration,
         extract(epoch FROM j.finished_at)::float8 * 1000 AS "finishedAt",
         (SELECT sum(duration_ms)::float8 FROM enrichment_source_results r WHERE r.job_id = j.id) AS "inSource"
       FROM enrichment_jobs j WHERE j.contact_id = ANY ($1) ORDER BY j.finished_at`,
      [ids],
    );
  }
}
