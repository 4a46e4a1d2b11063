import type { Department } from '../fields.ts';
import { FUNCTIONS, PHRASES, PROFESSIONS, type DepartmentWords } from './department-words.ts';
import { partsOf, phraseOf } from './title-phrase.ts';

/**
 * The department that a job title names, by rules over its words; null where they name none, or several ("Head of Sales &
 * Marketing"). What is worked on decides over how: a "Marketing Analyst" is in marketing.
 */
export function departmentOf(title: string): Department | null {
  const phrase = phraseOf(title);
  if (!phrase) return null;
  // "Assistant to the Head of Sales": in sales, or in administration?
  if (departmentsIn(phrase.served.replace(/\bc[a-z]{1,2}o\b/g, ''), FUNCTIONS).length > 0) return null;
  const named = settle(phrase.text);
  // Roles that are joined, each with a department of its own: "CEO & Head of Sales".
  const ofParts = new Set(partsOf(phrase.text).flatMap((part) => only(settle(part)) ?? []));
  return ofParts.size > 1 ? null : only(named);
}

/** Phrases that mean more than their words, then what is worked on, then professions: the first that say something. */
function settle(text: string): Department[] {
  const found = new Set<Department>();
  let rest = text;
  for (const { department, pattern } of PHRASES) {
    if (!pattern.test(rest)) continue;
    if (department) found.add(department);
    rest = rest.replace(pattern, ' ');
  }
  for (const department of departmentsIn(rest, FUNCTIONS)) found.add(department);
  return found.size > 0 ? [...found] : departmentsIn(rest, PROFESSIONS);
}

const departmentsIn = (text: string, words: readonly DepartmentWords[]): Department[] =>
  words.flatMap(({ department, pattern }) => (department && pattern.test(text) ? department : []));

const only = (departments: readonly Department[]): Department | null =>
  departments.length === 1 ? (departments[0] ?? null) : null;
