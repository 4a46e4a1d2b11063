import type { Finding, MergedFinding } from './finding.ts';
import { decide, decideDerived, type CurrentValue } from './merge-policy.ts';
import type { StoredValue } from './profile-record.ts';
import { sameValue } from './value-key.ts';

/** Fields that are derived from another one's value: where that changes, they are no longer of the profile. */
export const DERIVED_FROM: Readonly<Record<string, string>> = { seniority: 'jobTitle', department: 'jobTitle' };

/** The fields that are derived from a field. */
export const followersOf = (field: string): readonly string[] =>
  Object.keys(DERIVED_FROM).filter((follower) => DERIVED_FROM[follower] === field);

/** What a profile holds while findings are merged into it. */
export interface MergeState {
  /** Values that were found earlier, and those that users turned down. */
  readonly stored: readonly StoredValue[];
  /** What users entered or accepted, and what this merge has written. */
  readonly held: ReadonlyMap<string, CurrentValue>;
  /** How sure a finding has to be to be written, where that is more than usual. */
  readonly writeAt?: number | undefined;
}

/** What becomes of a finding, given what the profile holds. */
export function decisionOn(finding: Finding, state: MergeState, now: Date): MergedFinding['decision'] {
  const rejected = state.stored.some(
    ({ status, field, value }) => status === 'rejected' && field === finding.field && sameValue(value, finding.value),
  );
  if (rejected) return 'drop';
  const current = currentValue(finding.field, state);
  const { follows } = finding;
  if (!follows) return decide(finding, current, now, state.writeAt);
  return decideDerived({ ...finding, follows }, currentValue(follows.field, state), current, now);
}

function currentValue(field: string, { stored, held }: MergeState): CurrentValue | undefined {
  const written = stored.find((value) => value.status === 'written' && value.field === field);
  return held.get(field) ?? (written && { ...written, origin: 'enrichment', foundAt: written.createdAt });
}

/** The stored values that a finding takes the place of; a new value takes those with it that were derived from the old. */
export function replacedBy(
  finding: Finding,
  decision: 'write' | 'suggest',
  stored: readonly StoredValue[],
): readonly StoredValue[] {
  const isNew = stored.some(
    ({ status, field, value }) => status === 'written' && field === finding.field && !sameValue(value, finding.value),
  );
  const followers = isNew ? followersOf(finding.field) : [];
  return stored.filter(
    ({ field, status }) =>
      (field === finding.field && status === 'suggested') ||
      (decision === 'write' && status === 'written' && (field === finding.field || followers.includes(field))),
  );
}
