import { carryOver } from './carry-over.ts';
import type { Finding, MergedFinding, NewEvidence } from './finding.ts';
import { decisionOn, replacedBy } from './merge-decisions.ts';
import type { ProfileRecord, StoredValue } from './profile-record.ts';
import type { NewValue } from './profile-rows.ts';
import { heldByUser } from './user-values.ts';
import { sameValue } from './value-key.ts';

/** How a job's findings are to be merged. */
export interface MergeOptions {
  /** How sure a finding has to be to be written, where that is more than usual. */
  readonly writeAt?: number | undefined;
  /** Whether a source was asked for a field: what it does not say any more is gone. */
  readonly asked: (source: string, field: string) => boolean;
}

/** What merging comes to. */
export interface Merge {
  readonly merged: readonly MergedFinding[];
  /** Stored values that leave the profile, or its suggestions. */
  readonly replaced: readonly StoredValue[];
  readonly added: readonly Pick<NewValue, 'finding' | 'status'>[];
}

/**
 * Merges findings into a profile by the policy of `merge-policy.ts`; one that brings nothing new has no effect.
 * @param values the profile's own
 * @param company the company's record where it is the company's profile, else null
 */
export function mergeFindings(
  values: readonly StoredValue[],
  company: ProfileRecord['company'],
  findings: readonly Finding[],
  { writeAt, asked }: MergeOptions,
): Merge {
  const state = { stored: values, held: heldByUser(values, company), writeAt };
  const merged: MergedFinding[] = [];
  const replaced: StoredValue[] = [];
  const added: Pick<NewValue, 'finding' | 'status'>[] = [];
  const now = new Date();
  // What follows a value comes after it.
  for (const found of findings.toSorted((a, b) => Number(Boolean(a.follows)) - Number(Boolean(b.follows)))) {
    const finding = withStored(found, state.stored, asked, now);
    const decision = decisionOn(finding, state, now);
    const status = decision === 'write' ? 'written' : 'suggested';
    const isKnown = state.stored.some((value) => value.status === status && repeats(finding, value));
    merged.push({ finding: found, decision: isKnown ? 'drop' : decision });
    if (decision === 'drop' || isKnown) continue;
    const gone = replacedBy(finding, decision, state.stored);
    replaced.push(...gone);
    added.push({ finding, status });
    state.stored = state.stored.filter((value) => !gone.includes(value));
    if (decision === 'write') state.held.set(finding.field, { ...finding, origin: 'enrichment', foundAt: now });
  }
  return { merged, replaced, added };
}

/** The finding, with what an earlier one of the same value has from sources that were not asked for it now. */
function withStored(
  finding: Finding,
  stored: readonly StoredValue[],
  asked: MergeOptions['asked'],
  now: Date,
): Finding {
  const written = stored.find(
    ({ status, field, value, decidedBy }) =>
      status === 'written' && field === finding.field && decidedBy === null && sameValue(value, finding.value),
  );
  if (!written) return finding;
  const own = written.evidence.filter(
    ({ source }) => !asked(source, finding.field) && !finding.evidence.some((own) => own.source === source),
  );
  return carryOver(finding, own, now);
}

/** What the record itself says was read just now, at every reading; within a day that is no news. In milliseconds. */
const RECORD_NEWS_AFTER_MS = 86_400_000;

/** Whether a stored value says the same on the same grounds: documents that are kept give the same findings again. */
function repeats(finding: Finding, { field, confidence, value, evidence }: StoredValue): boolean {
  if (field !== finding.field || confidence !== finding.confidence || !sameValue(value, finding.value)) return false;
  return (
    evidence.length === finding.evidence.length &&
    finding.evidence.every((one) => evidence.some((other) => same(one, other)))
  );
}

function same(a: NewEvidence, b: NewEvidence): boolean {
  const key = ({ source, url, pointer, quote }: NewEvidence): string => JSON.stringify([source, url, pointer, quote]);
  const apart = Math.abs(a.fetchedAt.getTime() - b.fetchedAt.getTime());
  return key(a) === key(b) && apart < (a.url === null ? RECORD_NEWS_AFTER_MS : 1);
}
