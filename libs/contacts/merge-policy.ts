/** From this confidence on, a finding is written into the profile. */
export const WRITE_AT = 0.7;
/** From this confidence on, a finding is worth a person's look. */
export const SUGGEST_AT = 0.4;

/** What the profile holds for a field at the moment of merging. */
export interface CurrentValue {
  readonly value: unknown;
  /** True where a user entered it, or cleared it. */
  readonly fromUser: boolean;
}

/**
 * What becomes of a finding. People win: what a user entered or cleared stays, and a differing finding is at most
 * suggested. Otherwise the newest sure finding takes the field, and a less sure one is suggested if it differs.
 */
export function decide(
  finding: { readonly value: unknown; readonly confidence: number },
  current: CurrentValue | undefined,
): 'write' | 'suggest' | 'drop' {
  if (finding.confidence < SUGGEST_AT) return 'drop';
  if (current?.fromUser) return sameValue(finding.value, current.value) ? 'drop' : 'suggest';
  if (finding.confidence >= WRITE_AT) return 'write';
  return current && sameValue(finding.value, current.value) ? 'drop' : 'suggest';
}

/** Whether two JSON values are the same, whatever the order of their keys. */
export function sameValue(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
