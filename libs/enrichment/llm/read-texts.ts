import { WRITE_AT } from '#contacts';
import type { CollectedResult } from '../collect.ts';
import { fieldName } from '../fields.ts';
import { claimConfidence } from '../resolve.ts';
import type { Claim, EnrichmentSubject } from '../source.ts';
import { claimsFrom } from './answer-claims.ts';
import { excerptsOf } from './page-excerpts.ts';
import { questionFor, TEXT_FIELDS, type ModelAnswer, type Question, type TextField } from './question.ts';
import { standingIn } from './standing.ts';

/** What came of reading: a source's outcome, with the claims that stood up. */
export type Reading = Pick<CollectedResult, 'outcome' | 'reason' | 'claims'>;

/** Puts a question to a model. @returns null where its answer is of no use */
export type Ask = (question: Question<ModelAnswer>) => Promise<ModelAnswer | null>;

/**
 * Has a model look for what the sources left open, in the documents that they read, and checks what it says. It is asked
 * once at most, and only if something is missing and something was read.
 * @param ask makes the call, and accounts for it; what it throws is thrown on
 * @param wanted names of the fields to look for; all where left out
 */
export async function readTexts(
  subject: EnrichmentSubject,
  results: readonly CollectedResult[],
  ask: Ask,
  wanted?: ReadonlySet<string>,
): Promise<Reading> {
  const read = results.flatMap(({ documents }) => documents);
  const excerpts = excerptsOf(read, subject.contact.lastName);
  if (excerpts.length === 0) return skipped('No text was read');
  const standing = standingIn(results, subject);
  const fields = openFields(subject, results).filter((field) => {
    const about = field === 'jobTitle' ? 'contact' : 'company';
    if (wanted && !wanted.has(fieldName(about, field))) return false;
    return excerpts.some(({ document }) => standing(document)?.[about === 'contact' ? 'person' : 'company']);
  });
  if (fields.length === 0) return skipped('Nothing was left to look for');
  const answer = await ask(questionFor(fields, subject, excerpts));
  if (!answer) return { outcome: 'error', reason: 'The language model gave no usable answer', claims: [] };
  const documents = excerpts.map(({ document }) => document);
  const claims = claimsFrom(answer, fields, documents, subject, standing);
  if (claims.length > 0) return { outcome: 'matched', reason: null, claims };
  const reason = answer.findings.length > 0 ? 'Nothing that its evidence supports was found' : 'Nothing was found';
  return { outcome: 'no_match', reason, claims };
}

/** That no model was asked, and why. */
export const skipped = (reason: string): Reading => ({ outcome: 'skipped', reason, claims: [] });

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
          (documents.some(({ text }) => text !== '') || claimConfidence(claim) >= WRITE_AT),
      ),
    );
  return TEXT_FIELDS.filter((field) => {
    if (field === 'jobTitle') return contact.lastName !== null && !isSettled('contact', field);
    return company !== null && !isSettled('company', field);
  });
}
