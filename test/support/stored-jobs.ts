import { randomUUID } from 'node:crypto';
import type { Config } from '#platform';
import { DataSource } from 'typeorm';
import { DocumentStore } from '../../libs/enrichment/documents/document-store.ts';
import { JobLookups } from '../../libs/enrichment/documents/job-lookups.ts';
import type { Lease } from '../../libs/enrichment/job-leases.ts';
import { ProviderCallLedger } from '../../libs/enrichment/ledger/provider-call-ledger.ts';
import type { Lookup, Reply } from '../../libs/enrichment/source.ts';
import type { TestDatabase } from './database.ts';

/** A database with an organization, for tests of what jobs do at the same moment. */
export class StoredJobs {
  readonly organizationId = randomUUID();
  readonly userId = randomUUID();

  private constructor(
    readonly database: TestDatabase,
    readonly dataSource: DataSource,
  ) {}

  static async open(database: TestDatabase): Promise<StoredJobs> {
    const jobs = new StoredJobs(database, await new DataSource({ type: 'postgres', url: database.url }).initialize());
    const { organizationId, userId } = jobs;
    await database.query(`INSERT INTO organizations (id, name) VALUES ($1, 'Acme Inc')`, [organizationId]);
    await database.query('INSERT INTO users (id, organization_id, email) VALUES ($1, $2, $3)', [
      ...[userId, organizationId, 'admin@acme.example'],
    ]);
    return jobs;
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
    await this.database.drop();
  }

  async contact(): Promise<string> {
    const id = randomUUID();
    await this.database.query(
      `INSERT INTO contacts (id, organization_id, owner_id, email, first_name) VALUES ($1, $2, $3, $4, 'Ada')`,
      [id, this.organizationId, this.userId, `${id}@acme.example`],
    );
    return id;
  }

  /** A job that runs, for a new contact unless one is given. */
  async lease(contact?: string): Promise<Lease> {
    const contactId = contact ?? (await this.contact());
    const { organizationId, userId } = this;
    const [jobId, token] = [`job_${randomUUID().replaceAll('-', '')}`, randomUUID()];
    await this.database.query(
      `INSERT INTO enrichment_jobs (id, organization_id, contact_id, requested_by, status, lease_token, lease_expires_at,
         attempts) VALUES ($1, $2, $3, $4, 'running', $5, now() + interval '1 hour', 1)`,
      [jobId, organizationId, contactId, userId, token],
    );
    return {
      jobId,
      organizationId,
      contactId,
      token,
      attempt: 1,
      options: {},
      traceparent: null,
      requestedAt: new Date(0),
    };
  }

  /** The lookups of one enricher process; each has its own. */
  lookups(): JobLookups {
    const settings = {
      CREDIT_PRICES: new Map([['people_data_labs', 1000]]),
      ...{ SPENDING_BY_PROVIDER: new Map(), SPENDING_CREDITS_BY_PROVIDER: new Map() },
      ...{ ENRICHMENT_SOURCES: [] },
    } as unknown as Config;
    const store = new DocumentStore(this.dataSource);
    return new JobLookups(store, new ProviderCallLedger(this.dataSource, settings), settings);
  }
}

/** A question about a company, which costs a credit. */
export const paidLookup = (input: object): Lookup => ({
  ...{ provider: 'people_data_labs', operation: 'company_enrichment', kind: 'company', input, version: 1 },
  price: { credits: 1 },
});

export const paidReply = (): Reply => ({
  document: { url: 'https://records.example/1', fetchedAt: new Date(), text: '', data: { name: 'Acme' } },
  paid: { credits: 1 },
});
