import { Injectable } from '@nestjs/common';
import type { Lease } from '../job-leases.ts';
import type { SourceContext } from '../source.ts';
import { JobLookups } from './job-lookups.ts';
import { KeptPages } from './kept-pages.ts';

/** Makes what the sources of a job may use. */
@Injectable()
export class JobContext {
  constructor(
    private readonly pages: KeptPages,
    private readonly lookups: JobLookups,
  ) {}

  for(lease: Lease, signal: AbortSignal): SourceContext {
    return { pages: this.pages.for(lease), lookups: this.lookups.for(lease, signal), signal, now: new Date() };
  }
}
