import type { Seniority } from '../fields.ts';
import { partsOf, phraseOf } from './title-phrase.ts';
import { ASSISTANTS, NO_LEVEL, RUNGS } from './seniority-words.ts';

/** What is left to somebody who assists: the level of those whom they assist is not theirs. */
const ofAssistants: ReadonlySet<Seniority> = new Set<Seniority>(['intern', 'entry', 'senior']);

/** The level that a job title names, by rules over its words; null where they do not say. Of several, the highest. */
export function seniorityOf(title: string): Seniority | null {
  const phrase = phraseOf(title);
  if (!phrase) return null;
  const parts = partsOf(phrase.text.replace(NO_LEVEL, ' '));
  const assists = ASSISTANTS.test(phrase.text);
  const rung = RUNGS.find(
    ({ level, pattern }) => (!assists || ofAssistants.has(level)) && parts.some((part) => pattern.test(part)),
  );
  return rung?.level ?? null;
}
