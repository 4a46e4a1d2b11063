import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#platform';
import type { CollectedResult } from '../collect.ts';
import { FailedCallError, SpendingLimitError } from '../ledger/provider-call.ts';
import type { EnrichmentSubject, SourceContext } from '../source.ts';
import { askModel } from './ask-model.ts';
import { configuredModel, type ConfiguredModel } from './language-model.ts';
import { modelPriceAtMost } from './model-descriptor.ts';
import type { ModelAnswer, Question } from './question.ts';
import { readTexts, skipped, type Reading } from './read-texts.ts';

/** The name under which its findings are stored. */
const LLM_SOURCE = 'llm';
/** Changes with the question and the checks: an answer to an older one is not reused. */
const VERSION = 2;
/** An answer that is of no use serves the attempts of one job, so that it is not paid for again; in days. */
const USELESS_GOOD_FOR_DAYS = 1 / 24;

/** Reads the texts of a job's sources with the configured language model; its one call is kept and entered in the ledger. */
@Injectable()
export class TextExtraction {
  private readonly model: ConfiguredModel | null;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.model = configuredModel(config);
  }

  /**
   * Never throws for what a model or its provider does: that is reported.
   * @param wanted names of the fields to look for
   * @throws the signal's reason, and errors of the database
   */
  async extract(
    context: SourceContext,
    subject: EnrichmentSubject,
    results: readonly CollectedResult[],
    wanted: readonly string[],
  ): Promise<CollectedResult> {
    const startedAt = new Date();
    const reading = await this.read(context, subject, results, wanted).catch((error: unknown): Reading => {
      context.signal.throwIfAborted();
      if (error instanceof SpendingLimitError) return { outcome: 'skipped', reason: error.message, claims: [] };
      if (error instanceof FailedCallError) return { outcome: 'error', reason: error.message, claims: [] };
      throw error;
    });
    return { source: LLM_SOURCE, documents: [], startedAt, durationMs: Date.now() - startedAt.getTime(), ...reading };
  }

  private async read(
    context: SourceContext,
    subject: EnrichmentSubject,
    results: readonly CollectedResult[],
    wanted: readonly string[],
  ): Promise<Reading> {
    const { model } = this;
    if (!model) return skipped('No language model is configured');
    return readTexts(subject, results, (question) => this.paidAnswer(model, context, question), new Set(wanted));
  }

  private async paidAnswer(
    model: ConfiguredModel,
    { lookups, signal }: SourceContext,
    question: Question<ModelAnswer>,
  ): Promise<ModelAnswer | null> {
    const { system, prompt } = question;
    const lookup = {
      ...{ provider: model.provider, operation: 'extract_fields', kind: 'person' as const, version: VERSION },
      input: { at: this.config.LLM_BASE_URL ?? null, model: model.name, system, prompt },
      price: { costMicroUsd: modelPriceAtMost(this.config, system.length + prompt.length) },
    };
    const answer = await lookups.find(lookup, async () => {
      const { response, outcome, ...paid } = await askModel(model, question, signal);
      const document = response && { url: null, fetchedAt: new Date(), text: '', data: response };
      return { document, outcome, paid, ...(response === null && { goodForDays: USELESS_GOOD_FOR_DAYS }) };
    });
    return answer && (answer.data as ModelAnswer);
  }
}
