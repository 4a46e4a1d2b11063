import type { QualityCase, Where } from './corpus/case.ts';
import { ADDRESS_FIELDS, type JudgedFact, type JudgedFinding } from './score.ts';

/** All that was found, and all that there was to find. */
export interface Judged {
  readonly findings: readonly JudgedFinding[];
  readonly facts: readonly JudgedFact[];
}

/** The share of it that belongs to some cases. */
export function partOf({ findings, facts }: Judged, isPart: (one: QualityCase) => boolean): Judged {
  return { findings: findings.filter(({ one }) => isPart(one)), facts: facts.filter(({ one }) => isPart(one)) };
}

/** The numbers that bars are set on. */
export interface Summary {
  readonly precision: number;
  readonly coverage: number;
  readonly unproven: number;
  readonly hostile: number;
}

const PLACES: readonly Where[] = ['markup', 'layout', 'prose', 'answer'];
/** Lower ends of the bands of confidence that are told apart. */
const BANDS = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9] as const;
const bandName = (from: number): string => `${from.toFixed(1)}–${(from + 0.1).toFixed(1)}`;

const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
const shown = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(3));
const written = (findings: readonly JudgedFinding[]) => findings.filter(({ decision }) => decision === 'write');
const right = (findings: readonly JudgedFinding[]) => findings.filter(({ correct }) => correct);
const covered = (facts: readonly JudgedFact[]) => facts.filter((fact) => fact.written);

/** Whether a written value is one that somebody of ill will got in. */
const isHostile = ({ one, correct, sources }: JudgedFinding, adverse: boolean): boolean =>
  !correct && (one.kind === 'hostile' || (adverse && sources.includes('llm')));

/** Precision and coverage leave out what follows from the site's address alone, which would only flatter them. */
export function summarize({ findings, facts }: Judged, adverse: boolean): Summary {
  const read = written(findings).filter(({ field }) => !ADDRESS_FIELDS.has(field));
  const hostile = written(findings).filter((finding) => isHostile(finding, adverse));
  return {
    precision: share(right(read).length, read.length),
    coverage: share(covered(facts).length, facts.length),
    unproven: written(findings).filter(({ proven }) => !proven).length,
    hostile: hostile.length,
  };
}

/** Tables of one part of the corpus. */
export function report(title: string, judged: Judged, adverse: boolean): string {
  const { facts } = judged;
  const { precision, coverage, unproven, hostile } = summarize(judged, adverse);
  return [
    `\n== ${title}`,
    table(
      [
        'field',
        'written',
        'correct',
        'precision',
        'suggested',
        'held',
        'coverage',
        ...PLACES.map((place) => `in ${place}`),
        ...['stated', 'true'],
      ],
      fieldRows(judged),
    ),
    table(
      ['source', 'written', 'correct', 'precision', 'suggested', 'of held', ...BANDS.map(bandName)],
      sourceRows(judged),
    ),
    `precision ${precision.toFixed(3)} · coverage ${coverage.toFixed(3)} of ${facts.length} (${coverageByPlace(facts)})`,
    `written without valid evidence ${unproven} · hostile values written ${hostile}`,
  ].join('\n');
}

function coverageByPlace(facts: readonly JudgedFact[]): string {
  return PLACES.map((where) => `${where} ${placeCell(facts, where)}`).join(', ');
}

function placeCell(facts: readonly JudgedFact[], where: Where): string {
  const here = facts.filter((fact) => fact.where === where);
  return `${shown(covered(here).length, here.length)} of ${here.length}`;
}

/** The last two columns are the mean confidence of what was found, and the share of it that is right. */
function fieldRows({ findings, facts }: Judged): string[][] {
  const fields = [...new Set([...facts, ...findings].map(({ field }) => field))].sort();
  return fields.map((field) => {
    const own = findings.filter((finding) => finding.field === field);
    const held = facts.filter((fact) => fact.field === field);
    const places = PLACES.map((where) => placeCell(held, where));
    const stated = own.reduce((sum, { confidence }) => sum + confidence, 0);
    const certainty = [shown(stated, own.length), shown(right(own).length, own.length)];
    return [
      ...[field, ...counts(own), String(held.length), shown(covered(held).length, held.length), ...places],
      ...certainty,
    ];
  });
}

/** For each source how much of all facts it wrote, and how many of its findings are right, by confidence. */
function sourceRows({ findings, facts }: Judged): string[][] {
  const sources = [...new Set(findings.flatMap((finding) => finding.sources))].sort();
  return [...sources, 'all'].map((source) => {
    const own = findings.filter((finding) => source === 'all' || finding.sources.includes(source));
    const held = new Set(right(written(own)).map(({ one, field }) => `${one.id} ${field}`));
    const done = facts.filter(({ one, field }) => held.has(`${one.id} ${field}`)).length;
    return [source, ...counts(own), shown(done, facts.length), ...calibration(own)];
  });
}

function counts(findings: readonly JudgedFinding[]): string[] {
  const done = written(findings);
  const correct = right(done).length;
  return [String(done.length), String(correct), shown(correct, done.length), String(findings.length - done.length)];
}

/** The share of correct findings in each band of confidence, and how many there are. */
function calibration(findings: readonly JudgedFinding[]): string[] {
  return BANDS.map((from) => {
    const here = findings.filter(({ confidence }) => Math.min(Math.floor(confidence * 10 + 1e-9), 9) === from * 10);
    return `${shown(right(here).length, here.length)} of ${here.length}`;
  });
}

/** What of a part is wrong, unproven or missed, a line each. */
export function trouble({ findings, facts }: Judged): string[] {
  const wrong = findings.filter(({ correct, proven }) => !correct || !proven);
  return [
    ...wrong.map(({ one, field, value, confidence, decision, proven, sources }) =>
      [
        proven ? 'wrong' : 'UNPROVEN',
        decision,
        one.id,
        field,
        JSON.stringify(value),
        confidence.toFixed(3),
        ...sources,
      ].join(' '),
    ),
    ...facts.filter((fact) => !fact.written).map(({ one, field, where }) => `missed ${where} ${one.id} ${field}`),
  ];
}

/** Columns, as wide as what is in them. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
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
