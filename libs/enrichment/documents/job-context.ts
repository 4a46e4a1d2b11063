import { Injectable } from '@nestjs/common';
import { ProfileService } from '#contacts';
import { DataSource } from 'typeorm';
import type { Lease } from '../job-leases.ts';
import type { SourceContext } from '../source.ts';
import { JobLookups } from './job-lookups.ts';
import { KeptPages } from './kept-pages.ts';

/** What the sources of a job may use, and what nothing may be taken from. */
interface Means {
  readonly context: SourceContext;
  /** Documents that a user has said are about somebody else, by URL. */
  readonly barred: ReadonlySet<string>;
}

/** Makes what the sources of a job work with. */
@Injectable()
export class JobContext {
  constructor(
    private readonly pages: KeptPages,
    private readonly lookups: JobLookups,
    private readonly profiles: ProfileService,
    private readonly dataSource: DataSource,
  ) {}

  async for(lease: Lease, signal: AbortSignal): Promise<Means> {
    return {
      context: { pages: this.pages.for(lease), lookups: this.lookups.for(lease, signal), signal, now: new Date() },
      barred: await this.profiles.barredUrls(this.dataSource.manager, lease.organizationId, lease.contactId),
    };
  }
}
