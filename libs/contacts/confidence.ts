/** No finding is ever surer than this. */
export const MAX_CONFIDENCE = 0.98;

/** A finding loses half of its confidence in a year: people change jobs, companies move. */
const HALF_LIFE_MS = 365 * 86_400_000;

/** What a confidence, from 0 to 1, has become since the finding. */
export function agedConfidence(confidence: number, foundAt: Date, now: Date): number {
  return confidence * 0.5 ** (Math.max(now.getTime() - foundAt.getTime(), 0) / HALF_LIFE_MS);
}

/** How sure a value is by all that speaks for it: a source counts as its surest, independent ones as 1 − ∏(1 − c). */
export function combinedConfidence(
  voices: readonly { readonly source: string; readonly confidence: number }[],
): number {
  const surest = new Map<string, number>();
  for (const { source, confidence } of voices) surest.set(source, Math.max(confidence, surest.get(source) ?? 0));
  const doubt = [...surest.values()].reduce((product, confidence) => product * (1 - confidence), 1);
  return Math.min(1 - doubt, MAX_CONFIDENCE);
}
