import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#platform';
import { collectFrom, type CollectedResult } from './collect.ts';
import type { Lease } from './job-leases.ts';
import { TextExtraction } from './llm/text-extraction.ts';
import type { PageFetcher } from './page-fetcher.ts';
import type { EnrichmentSource, Lookups } from './source.ts';
import type { StoredSubject } from './subject.ts';

/** Injection token of the sources, asked in this order. */
export const ENRICHMENT_SOURCES = Symbol('enrichment sources');
/** Injection token of the {@link PageFetcher} that sources read the web with. */
export const PAGE_FETCHER = Symbol('page fetcher');

/** Asks every source about a subject, then a language model for what they left open. */
@Injectable()
export class EvidenceCollector {
  constructor(
    @Inject(ENRICHMENT_SOURCES) private readonly sources: readonly EnrichmentSource[],
    @Inject(PAGE_FETCHER) private readonly pages: PageFetcher,
    @Inject(CONFIG) private readonly config: Config,
    private readonly extraction: TextExtraction,
  ) {}

  /** @returns what each gave, checked; nothing for a contact without an email */
  async collect(
    lease: Lease,
    { email, contact, company }: StoredSubject,
    signal: AbortSignal,
  ): Promise<CollectedResult[]> {
    if (email === null) return [];
    const subject = { contact: { ...contact, email }, company };
    const lookups: Lookups = { find: async (_lookup, ask) => (await ask()).document };
    const context = { pages: this.pages, lookups, signal, now: new Date() };
    const timeout = this.config.ENRICHMENT_SOURCE_TIMEOUT_MS;
    const results = await Promise.all(this.sources.map((source) => collectFrom(source, subject, context, timeout)));
    signal.throwIfAborted();
    return [...results, await this.extraction.extract(lease, subject, results, signal)];
  }
}
