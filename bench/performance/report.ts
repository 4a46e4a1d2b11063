import { judgedValue, meets, Skipped, type Bound, type Measurement, type Row } from './rows/row.ts';

const NAME_WIDTH = 48;

export const HEADER = line('what', 'value', 'min..max of rounds', 'target', '', '');

/** A row of the table. */
export interface Outcome {
  readonly text: string;
  readonly missed: boolean;
}

export function outcomeOf(row: Row, bound: Bound, measured: Measurement | Error): Outcome {
  const target = `${'max' in bound ? `≤ ${bound.max}` : `≥ ${bound.min}`}${row.unit ? ` ${row.unit}` : ''}`;
  if (measured instanceof Skipped)
    return { text: line(row.name, '', '', target, 'skipped', measured.message), missed: false };
  if (measured instanceof Error)
    return { text: line(row.name, '', '', target, 'MISSED', measured.message), missed: true };
  const value = judgedValue(row, measured);
  const isMet = meets(value, bound);
  const spread = `${shown(Math.min(...measured.rounds))}..${shown(Math.max(...measured.rounds))}`;
  const text = line(row.name, shown(value), spread, target, isMet ? 'ok' : 'MISSED', measured.detail ?? '');
  return { text, missed: !isMet };
}

const shown = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 2 : 1);

function line(name: string, value: string, spread: string, target: string, verdict: string, detail: string): string {
  const columns = [
    name.padEnd(NAME_WIDTH),
    value.padStart(7),
    spread.padStart(18),
    target.padStart(9),
    verdict.padEnd(7),
  ];
  return `${columns.join('  ')}  ${detail}`.trimEnd();
}
