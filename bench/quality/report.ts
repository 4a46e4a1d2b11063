import type { Where } from './corpus/case.ts';
import { ADDRESS_FIELDS, type JudgedFact, type JudgedFinding } from './score.ts';

/** All that was found, and all that there was to find. */
export interface Judged {
  readonly findings: readonly JudgedFinding[];
  readonly facts: readonly JudgedFact[];
}

/** The numbers that bars are set on. */
export interface Summary {
  readonly precision: number;
  readonly coverage: number;
  readonly unproven: number;
  readonly hostile: number;
}

const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
const shown = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(3));
const written = (findings: readonly JudgedFinding[]) => findings.filter(({ decision }) => decision === 'write');
const right = (findings: readonly JudgedFinding[]) => findings.filter(({ correct }) => correct);
const covered = (facts: readonly JudgedFact[]) => facts.filter((fact) => fact.written);

/** Precision and coverage leave out what follows from the site's address alone, which would only flatter them. */
export function summarize({ findings, facts }: Judged): Summary {
  const read = written(findings).filter(({ field }) => !ADDRESS_FIELDS.has(field));
  const hostile = written(findings).filter(({ one, correct }) => one.kind === 'hostile' && !correct);
  return {
    precision: share(right(read).length, read.length),
    coverage: share(covered(facts).length, facts.length),
    unproven: written(findings).filter(({ proven }) => !proven).length,
    hostile: hostile.length,
  };
}

/** Tables of one part of the corpus. */
export function report(title: string, judged: Judged): string {
  const { findings, facts } = judged;
  const { precision, coverage, unproven, hostile } = summarize(judged);
  return [
    `\n${title}`,
    table(
      [
        'field',
        'written',
        'correct',
        'precision',
        'suggested',
        'held',
        'coverage',
        'in markup',
        'in layout',
        'in prose',
      ],
      fieldRows(judged),
    ),
    table(['source', 'written', 'correct', 'precision', 'suggested'], sourceRows(findings)),
    table(['confidence', 'found', 'correct', 'share'], calibrationRows(findings)),
    `precision ${precision.toFixed(3)} · coverage ${coverage.toFixed(3)} of ${facts.length} (${coverageByPlace(facts)})`,
    `written without valid evidence ${unproven} · hostile values written ${hostile}`,
  ].join('\n');
}

function coverageByPlace(facts: readonly JudgedFact[]): string {
  return (['markup', 'layout', 'prose'] satisfies Where[])
    .map((where) => `${where} ${placeCell(facts, where)}`)
    .join(', ');
}

function placeCell(facts: readonly JudgedFact[], where: Where): string {
  const here = facts.filter((fact) => fact.where === where);
  return `${shown(covered(here).length, here.length)} of ${here.length}`;
}

function fieldRows({ findings, facts }: Judged): string[][] {
  const fields = [...new Set([...facts, ...findings].map(({ field }) => field))].sort();
  return fields.map((field) => {
    const own = findings.filter((finding) => finding.field === field);
    const held = facts.filter((fact) => fact.field === field);
    const places = (['markup', 'layout', 'prose'] satisfies Where[]).map((where) => placeCell(held, where));
    return [field, ...counts(own), String(held.length), shown(covered(held).length, held.length), ...places];
  });
}

function sourceRows(findings: readonly JudgedFinding[]): string[][] {
  const sources = [...new Set(findings.flatMap((finding) => finding.sources))].sort();
  return sources.map((source) => [source, ...counts(findings.filter((finding) => finding.sources.includes(source)))]);
}

function counts(findings: readonly JudgedFinding[]): string[] {
  const done = written(findings);
  const correct = right(done).length;
  return [String(done.length), String(correct), shown(correct, done.length), String(findings.length - done.length)];
}

function calibrationRows(findings: readonly JudgedFinding[]): string[][] {
  return [0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((from) => {
    const here = findings.filter(
      ({ confidence }) => Math.min(Math.floor(confidence * 10 + 1e-9), 9) === Math.round(from * 10),
    );
    return [
      `${from.toFixed(1)}–${(from + 0.1).toFixed(1)}`,
      String(here.length),
      String(right(here).length),
      shown(right(here).length, here.length),
    ];
  });
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return (
    all
      .map((row) =>
        row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd(),
      )
      .join('\n') + '\n'
  );
}
