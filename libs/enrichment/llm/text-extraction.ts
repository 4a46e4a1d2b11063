import { Inject, Injectable } from '@nestjs/common';
import { WRITE_AT } from '#contacts';
import { CONFIG, type Config } from '#platform';
import type { CollectedResult } from '../collect.ts';
import { fieldName } from '../fields.ts';
import { FailedCallError, SpendingLimitError } from '../ledger/provider-call.ts';
import { claimConfidence } from '../resolve.ts';
import type { Claim, EnrichmentSubject, SourceContext } from '../source.ts';
import { claimsFrom } from './answer-claims.ts';
import { askModel } from './ask-model.ts';
import { configuredModel, type ConfiguredModel } from './language-model.ts';
import { modelPriceAtMost } from './model-descriptor.ts';
import { excerptsOf } from './page-excerpts.ts';
import { questionFor, TEXT_FIELDS, type ModelAnswer, type Question, type TextField } from './question.ts';
import { standingIn } from './standing.ts';

type Reported = Pick<CollectedResult, 'outcome' | 'reason' | 'claims'>;

/** The name under which its findings are stored. */
const LLM_SOURCE = 'llm';
/** Changes with the question and the checks: an answer to an older one is not reused. */
const VERSION = 1;
/** An answer that is of no use serves the attempts of one job, so that it is not paid for again; in days. */
const USELESS_GOOD_FOR_DAYS = 1 / 24;

/** Has a language model look for what the sources left open, in the documents that they read, and checks what it says. */
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
    const reported = await this.ask(context, subject, results, wanted).catch((error: unknown): Reported => {
      context.signal.throwIfAborted();
      if (error instanceof SpendingLimitError) return { outcome: 'skipped', reason: error.message, claims: [] };
      if (error instanceof FailedCallError) return { outcome: 'error', reason: error.message, claims: [] };
      throw error;
    });
    return { source: LLM_SOURCE, documents: [], startedAt, durationMs: Date.now() - startedAt.getTime(), ...reported };
  }

  private async ask(
    context: SourceContext,
    subject: EnrichmentSubject,
    results: readonly CollectedResult[],
    wanted: readonly string[],
  ): Promise<Reported> {
    const { model } = this;
    if (!model) return skipped('No language model is configured');
    const read = results.flatMap(({ documents }) => documents);
    const excerpts = excerptsOf(read, subject.contact.lastName);
    if (excerpts.length === 0) return skipped('No text was read');
    const standing = standingIn(results, subject);
    const fields = openFields(subject, results).filter(
      (field) =>
        wanted.includes(fieldName(field === 'jobTitle' ? 'contact' : 'company', field)) &&
        excerpts.some(({ document }) => standing(document)?.[field === 'jobTitle' ? 'person' : 'company']),
    );
    if (fields.length === 0) return skipped('Nothing was left to look for');
    const answer = await this.paidAnswer(model, context, questionFor(fields, subject, excerpts));
    if (!answer) return { outcome: 'error', reason: 'The language model gave no usable answer', claims: [] };
    const documents = excerpts.map(({ document }) => document);
    const claims = claimsFrom(answer, fields, documents, subject, standing);
    if (claims.length > 0) return { outcome: 'matched', reason: null, claims };
    const reason = answer.findings.length > 0 ? 'Nothing that its evidence supports was found' : 'Nothing was found';
    return { outcome: 'no_match', reason, claims };
  }

  private async paidAnswer(
    model: ConfiguredModel,
    { lookups, signal }: SourceContext,
    question: Question<ModelAnswer>,
  ): Promise<ModelAnswer | null> {
    const { system, prompt } = question;
    const lookup = {
      ...{ provider: model.provider, operation: 'extract_fields', kind: 'person' as const, version: VERSION },
      input: { model: model.name, system, prompt },
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
          (documents.length > 0 || claimConfidence(claim) >= WRITE_AT),
      ),
    );
  return TEXT_FIELDS.filter((field) => {
    if (field === 'jobTitle') return contact.lastName !== null && !isSettled('contact', field);
    return company !== null && !isSettled('company', field);
  });
}
