import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#platform';
import type { CollectedResult } from '../collect.ts';
import type { Lease } from '../job-leases.ts';
import { FailedCallError, SpendingLimitError } from '../ledger/provider-call.ts';
import { ProviderCallLedger } from '../ledger/provider-call-ledger.ts';
import { claimConfidence } from '../resolve.ts';
import type { Claim, EnrichmentSubject } from '../source.ts';
import { claimsFrom } from './answer-claims.ts';
import { askModel } from './ask-model.ts';
import { configuredModel, type ConfiguredModel } from './language-model.ts';
import { excerptsOf } from './page-excerpts.ts';
import {
  MAX_TOKENS_OUT,
  questionFor,
  TEXT_FIELDS,
  type ModelAnswer,
  type Question,
  type TextField,
} from './question.ts';
import { standingIn } from './standing.ts';

type Reported = Pick<CollectedResult, 'outcome' | 'reason' | 'claims'>;

/** The name under which its findings are stored. */
const LLM_SOURCE = 'llm';
/** A finding this sure is written, so nothing is missing. */
const SURE = 0.7;
/** Changes with the question and the checks: an answer to an older one is not reused. */
const VERSION = 1;
/** Characters a token has at least, on the average of texts that are sent: for what a call may cost at most. */
const CHARACTERS_PER_TOKEN = 2;

/** Has a language model look for what the sources left open, in the documents that they read, and checks what it says. */
@Injectable()
export class TextExtraction {
  private readonly model: ConfiguredModel | null;

  constructor(
    private readonly ledger: ProviderCallLedger,
    @Inject(CONFIG) config: Config,
  ) {
    this.model = configuredModel(config);
  }

  /**
   * Never throws for what a model or its provider does: that is reported.
   * @throws the signal's reason, and errors of the database
   */
  async extract(
    lease: Lease,
    subject: EnrichmentSubject,
    results: readonly CollectedResult[],
    signal: AbortSignal,
  ): Promise<CollectedResult> {
    const startedAt = new Date();
    const reported = await this.ask(lease, subject, results, signal).catch((error: unknown): Reported => {
      signal.throwIfAborted();
      if (error instanceof SpendingLimitError) return { outcome: 'skipped', reason: error.message, claims: [] };
      if (error instanceof FailedCallError) return { outcome: 'error', reason: error.message, claims: [] };
      throw error;
    });
    return { source: LLM_SOURCE, documents: [], startedAt, durationMs: Date.now() - startedAt.getTime(), ...reported };
  }

  private async ask(
    lease: Lease,
    subject: EnrichmentSubject,
    results: readonly CollectedResult[],
    signal: AbortSignal,
  ): Promise<Reported> {
    const { model } = this;
    if (!model) return skipped('No language model is configured');
    const read = results.flatMap(({ documents }) => documents);
    const excerpts = excerptsOf(read, subject.contact.lastName);
    if (excerpts.length === 0) return skipped('No text was read');
    const standing = standingIn(results, subject);
    const fields = openFields(subject, results).filter((field) =>
      excerpts.some(({ document }) => standing(document)?.[field === 'jobTitle' ? 'person' : 'company']),
    );
    if (fields.length === 0) return skipped('Nothing was left to look for');
    const answer = await this.paidAnswer(model, lease, questionFor(fields, subject, excerpts), signal);
    if (!answer) return { outcome: 'error', reason: 'The language model gave no usable answer', claims: [] };
    const documents = excerpts.map(({ document }) => document);
    const claims = claimsFrom(answer, fields, documents, subject, standing);
    if (claims.length > 0) return { outcome: 'matched', reason: null, claims };
    const reason = answer.findings.length > 0 ? 'Nothing that its evidence supports was found' : 'Nothing was found';
    return { outcome: 'no_match', reason, claims };
  }

  private async paidAnswer(
    model: ConfiguredModel,
    { organizationId, jobId }: Lease,
    question: Question<ModelAnswer>,
    signal: AbortSignal,
  ): Promise<ModelAnswer | null> {
    const { system, prompt } = question;
    const tokens = Math.ceil((system.length + prompt.length) / CHARACTERS_PER_TOKEN);
    const call = {
      ...{ organizationId, jobId, provider: model.provider, operation: 'extract_fields' },
      input: { version: VERSION, model: model.name, system, prompt },
      atMost: { costMicroUsd: model.price(tokens, MAX_TOKENS_OUT) },
    };
    return (await this.ledger.once(call, () => askModel(model, question, signal))).response;
  }
}

const skipped = (reason: string): Reported => ({ outcome: 'skipped', reason, claims: [] });

/**
 * The fields for which no source gave a sure value. Where a source that read the documents gave one that is less sure, the
 * same documents have nothing to add: they are no second, independent voice.
 */
function openFields({ contact, company }: EnrichmentSubject, results: readonly CollectedResult[]): TextField[] {
  const isSettled = (subject: Claim['subject'], field: TextField): boolean =>
    results.some(({ claims, documents }) =>
      claims.some(
        (claim) =>
          claim.subject === subject &&
          claim.field === field &&
          (documents.length > 0 || claimConfidence(claim) >= SURE),
      ),
    );
  return TEXT_FIELDS.filter((field) => {
    if (field === 'jobTitle') return contact.lastName !== null && !isSettled('contact', field);
    return company !== null && !isSettled('company', field);
  });
}
