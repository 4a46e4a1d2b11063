import type { HeldFact, HeldPlace, QualityCase, Where } from './corpus/case.ts';
import type { Decided } from './engine.ts';
import { isProven } from './evidence-check.ts';

/** One finding, judged by the labels. */
export interface JudgedFinding {
  readonly one: QualityCase;
  readonly field: string;
  readonly value: unknown;
  readonly confidence: number;
  readonly decision: Decided['decision'];
  readonly sources: readonly string[];
  readonly correct: boolean;
  readonly proven: boolean;
}

/** One labelled fact, and whether it was written. */
export interface JudgedFact {
  readonly one: QualityCase;
  readonly field: string;
  readonly where: Where;
  readonly written: boolean;
}

/** What follows from the address of the site alone: right or wrong, but not something that a page holds. */
export const ADDRESS_FIELDS: ReadonlySet<string> = new Set(['company.domain', 'company.website']);

const keyOf = (subject: string, field: string) => `${subject}.${field}`;

/** Judges what the engine would do with one case. */
export function judge(
  one: QualityCase,
  decided: readonly Decided[],
): { findings: JudgedFinding[]; facts: JudgedFact[] } {
  const findings = decided.map(({ subject, finding, decision, sources }): JudgedFinding => {
    const { field, value, confidence, evidence } = finding;
    const held = one.holds.filter((fact) => fact.subject === subject && fact.field === field);
    const follows = isAddress(one, subject, field, value) || isOfTitle(one, field, value);
    const correct = follows || held.some((fact) => matches(fact, value));
    const proven = evidence.length > 0 && evidence.every((stored) => isProven(one, value, stored));
    return { one, field: keyOf(subject, field), value, confidence, decision, sources, correct, proven };
  });
  const facts = one.holds.map((fact): JudgedFact => {
    const field = keyOf(fact.subject, fact.field);
    const written = findings.some((found) => found.field === field && found.decision === 'write' && found.correct);
    return { one, field, where: fact.where, written };
  });
  return { findings, facts };
}

function isAddress({ sites }: QualityCase, subject: string, field: string, value: unknown): boolean {
  const host = Object.keys(sites)[0] ?? '';
  if (subject !== 'company') return false;
  return (field === 'domain' && value === host) || (field === 'website' && value === `http://${host}`);
}

/** Level and department are judged by what the person's title says. */
function isOfTitle({ titled }: QualityCase, field: string, value: unknown): boolean {
  return (field === 'seniority' || field === 'department') && titled !== undefined && titled[field] === value;
}

/** Half a kilometre for a street address, the extent of a city for its centre. In degrees. */
const NEAR = { address: 0.005, city: 0.2 } as const;

function isPlace(held: HeldPlace, value: object): boolean {
  const found = value as Partial<HeldPlace>;
  const near = (one: number, other = NaN) => Math.abs(one - other) <= NEAR[held.precision];
  return (
    found.city === held.city &&
    found.countryCode === held.countryCode &&
    found.precision === held.precision &&
    near(held.latitude, found.latitude) &&
    near(held.longitude, found.longitude)
  );
}

function matches({ values }: HeldFact, value: unknown): boolean {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    return values.some((held) => typeof held === 'object' && isPlace(held, value));
  }
  if (typeof value === 'number')
    return values.some((held) => typeof held !== 'object' && String(held) === String(value));
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  return values.some((held) => typeof held === 'string' && plain(held) === plain(text));
}

/** A final slash and the old name of a network are no difference between addresses; text has to be the same. */
function plain(text: string): string {
  const line = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  if (!/^https?:/.test(line)) return line;
  return line
    .replace(/^https?:\/\/(www\.)?/, '')
    .replace(/^x\.com/, 'twitter.com')
    .replace(/\/$/, '');
}
