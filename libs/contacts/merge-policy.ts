import { agedConfidence } from './confidence.ts';
import { sameValue } from './value-key.ts';

/** From this confidence on, a finding is written into the profile. */
export const WRITE_AT = 0.7;
/** From this confidence on, a finding is worth a person's look. */
export const SUGGEST_AT = 0.4;

/** What a field holds at the moment of merging: what a user entered or cleared, or what enrichment found earlier. */
export type CurrentValue =
  | { readonly origin: 'user'; readonly value: unknown }
  | { readonly origin: 'enrichment'; readonly value: unknown; readonly confidence: number; readonly foundAt: Date };

/**
 * What becomes of a finding. People win: what a user entered or cleared stays, and a differing finding is at most
 * suggested. An earlier finding gives way to one that is at least as sure as it still is itself.
 * @param writeAt how sure a finding has to be to be written, where that is more than usual
 */
export function decide(
  finding: { readonly value: unknown; readonly confidence: number },
  current: CurrentValue | undefined,
  now: Date,
  writeAt = WRITE_AT,
): 'write' | 'suggest' | 'drop' {
  if (finding.confidence < SUGGEST_AT) return 'drop';
  const sure = finding.confidence >= Math.max(writeAt, WRITE_AT);
  if (!current) return sure ? 'write' : 'suggest';
  const same = sameValue(finding.value, current.value);
  if (current.origin === 'user') return same ? 'drop' : 'suggest';
  if (same) return sure ? 'write' : 'drop';
  const surer = finding.confidence >= agedConfidence(current.confidence, current.foundAt, now);
  return sure && surer ? 'write' : 'suggest';
}

/**
 * What becomes of a finding that was derived from another field's value: it goes with that value or not at all, and is never
 * suggested on its own.
 * @param leader what the profile holds for the field that it follows, after this merge; undefined where it holds nothing
 * @param current what an earlier finding derived from that same value
 */
export function decideDerived(
  finding: { readonly value: unknown; readonly confidence: number; readonly follows: { readonly value: unknown } },
  leader: { readonly value: unknown } | undefined,
  current: CurrentValue | undefined,
  now: Date,
): 'write' | 'drop' {
  if (!leader || !sameValue(leader.value, finding.follows.value)) return 'drop';
  if (!current || !sameValue(current.value, finding.value)) return 'write';
  return decide(finding, current, now) === 'write' ? 'write' : 'drop';
}
