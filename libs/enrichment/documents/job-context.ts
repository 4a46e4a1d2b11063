import { Injectable } from '@nestjs/common';
import type { ProfileRecord } from '#contacts';
import type { Lease } from '../job-leases.ts';
import { rejectedAmong } from '../rejected-claims.ts';
import type { Claim, SourceContext } from '../source.ts';
import { JobLookups } from './job-lookups.ts';
import { KeptPages } from './kept-pages.ts';

/** What the sources of a job may use, and what nothing may be taken from. */
interface Means {
  readonly context: SourceContext;
  /** Documents that a user has said are about somebody else, by URL. */
  readonly barred: ReadonlySet<string>;
  /** Whether a user has turned down what a claim says: it is not proposed again. */
  readonly isRejected: (claim: Claim) => boolean;
}

/** Makes what the sources of a job work with. */
@Injectable()
export class JobContext {
  constructor(
    private readonly pages: KeptPages,
    private readonly lookups: JobLookups,
  ) {}

  for(lease: Lease, record: ProfileRecord, signal: AbortSignal): Means {
    return {
      isRejected: rejectedAmong(record),
      context: { pages: this.pages.for(lease), lookups: this.lookups.for(lease, signal), signal, now: new Date() },
      barred: record.barredUrls,
    };
  }
}
