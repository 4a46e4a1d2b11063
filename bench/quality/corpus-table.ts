import type { QualityCase } from './corpus/case.ts';
import { table } from './report.ts';

/** How many cases there are of each kind, and what the hostile ones try. */
export function corpusTable(cases: readonly QualityCase[]): string {
  const rows = (of: readonly QualityCase[], name: (one: QualityCase) => string): string[][] =>
    [...new Set(of.map(name))].map((group) => {
      const own = of.filter((one) => name(one) === group);
      const heldOut = own.filter((one) => one.heldOut).length;
      return [group, String(own.length), String(new Set(own.map(({ template }) => template)).size), String(heldOut)];
    });
  const head = ['cases', 'templates', 'held out'];
  const kindOf = ({ kind, provider }: QualityCase) => (provider ? `answer of ${provider.source}` : `${kind} site`);
  const hostile = cases.filter(({ kind }) => kind === 'hostile');
  return [
    table(['corpus', ...head], rows(cases, kindOf)),
    table(['hostile cases', ...head], rows(hostile, ({ trap = '' }) => trap).sort()),
  ].join('\n');
}
