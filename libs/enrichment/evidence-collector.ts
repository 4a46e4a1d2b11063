import { Inject, Injectable } from '@nestjs/common';
import type { ProfileRecord } from '#contacts';
import { CONFIG, traced, type Config } from '#platform';
import { collectFrom, type CollectedResult } from './collect.ts';
import { JobContext } from './documents/job-context.ts';
import type { Lease } from './job-leases.ts';
import { TextExtraction } from './llm/text-extraction.ts';
import { sourceDurations } from './operation/metrics.ts';
import { stillOpen, type EnrichmentPlan, type PlannedSource } from './planning/plan.ts';
import { JobProgress } from './progress/job-progress.ts';
import { settledFields } from './resolve.ts';
import type { Claim, EnrichmentSource, EnrichmentSubject, SourceContext } from './source.ts';
import { toSubject } from './subject.ts';

/** Injection token of the sources that are on. */
export const ENRICHMENT_SOURCES = Symbol('enrichment sources');

/** What the sources are asked with. */
interface Round {
  readonly lease: Lease;
  readonly subject: EnrichmentSubject;
  readonly context: SourceContext;
  /** Documents that a user has said are about somebody else, by URL. */
  readonly barred: ReadonlySet<string>;
  /** Whether a user has turned down what a claim says. */
  readonly isRejected: (claim: Claim) => boolean;
}

const NOTHING_OPEN = 'Nothing was left to look for';

/**
 * Asks sources as planned: those that are free at once; those that are paid one after another, as long as something is
 * open; then a language model for what they all left open.
 */
@Injectable()
export class EvidenceCollector {
  constructor(
    @Inject(ENRICHMENT_SOURCES) private readonly sources: readonly EnrichmentSource[],
    private readonly context: JobContext,
    private readonly extraction: TextExtraction,
    private readonly progress: JobProgress,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns what each gave, checked; nothing for a contact without an email */
  async collect(
    lease: Lease,
    record: ProfileRecord,
    plan: EnrichmentPlan,
    signal: AbortSignal,
  ): Promise<CollectedResult[]> {
    const { email, contact, company } = toSubject(record);
    if (email === null) return [];
    const subject = { contact: { ...contact, email }, company };
    const round: Round = { lease, subject, ...this.context.for(lease, record, signal) };
    const planned = plan.sources.filter(({ name }) => name !== 'llm');
    const free = planned.filter(({ price }) => price === null);
    const results = await Promise.all(free.map((source) => this.report(round, source, () => this.ask(source, round))));
    for (const source of planned.filter(({ price }) => price !== null)) {
      signal.throwIfAborted();
      results.push(await this.report(round, source, () => this.askIfOpen(source, round, results)));
    }
    signal.throwIfAborted();
    const model = plan.sources.find(({ name }) => name === 'llm');
    if (model) results.push(await this.report(round, model, () => this.askModel(model, round, results)));
    return results;
  }

  private async ask(
    { name, skipped, fields }: PlannedSource,
    { subject, context, barred }: Round,
    wanted: readonly string[] = fields,
  ): Promise<CollectedResult> {
    if (skipped !== null) return notAsked(name, skipped);
    const source = this.sources.find((one) => one.name === name);
    if (!source) return notAsked(name, 'It is not on in the worker that ran this job');
    const asked = { ...context, wanted: new Set(wanted) };
    const result = await collectFrom(source, subject, asked, this.config.ENRICHMENT_SOURCE_TIMEOUT_MS);
    return withoutBarred(result, barred);
  }

  private async askIfOpen(
    source: PlannedSource,
    round: Round,
    results: readonly CollectedResult[],
  ): Promise<CollectedResult> {
    if (source.skipped !== null) return notAsked(source.name, source.skipped);
    const { options } = round.lease;
    const open = stillOpen(source, settledBy(results, round), options);
    return open.length > 0 ? this.ask(source, round, open) : notAsked(source.name, NOTHING_OPEN);
  }

  private async askModel(
    model: PlannedSource,
    round: Round,
    results: readonly CollectedResult[],
  ): Promise<CollectedResult> {
    if (model.skipped !== null) return notAsked(model.name, model.skipped);
    const open = stillOpen(model, settledBy(results, round), round.lease.options);
    return this.extraction.extract(round.context, round.subject, results, open);
  }

  /** Tells who follows the job. What a source gives once the job is aborted is not its own doing. */
  private async report(
    { lease, context }: Round,
    { name }: PlannedSource,
    ask: () => Promise<CollectedResult>,
  ): Promise<CollectedResult> {
    const result = await traced(`source ${name}`, {}, async (span) => {
      const given = await ask();
      span?.set({ 'source.outcome': given.outcome });
      return given;
    });
    if (context.signal.aborted) return result;
    const { source, outcome, durationMs } = result;
    sourceDurations.observe({ source, outcome }, durationMs / 1000);
    this.progress.sourceFinished(lease, result);
    return result;
  }
}

/** The fields that need no further source. What a user has turned down settles nothing. */
function settledBy(results: readonly CollectedResult[], { lease, isRejected }: Round): Set<string> {
  const standing = results.map(({ source, claims }) => ({ source, claims: claims.filter((one) => !isRejected(one)) }));
  return settledFields(standing, lease.options);
}

function notAsked(source: string, reason: string): CollectedResult {
  return { source, outcome: 'skipped', reason, claims: [], documents: [], startedAt: new Date(), durationMs: 0 };
}

/** What a barred document says is nobody's, and not for a model to read. What it says of the company stays. */
function withoutBarred(result: CollectedResult, barred: ReadonlySet<string>): CollectedResult {
  if (barred.size === 0) return result;
  const isBarred = (url: string | null): boolean => url !== null && barred.has(url);
  return {
    ...result,
    claims: result.claims.filter(({ subject, citation }) => subject === 'company' || !isBarred(citation.document.url)),
    documents: result.documents.filter(({ url }) => !isBarred(url)),
  };
}
