// `npm run bench:quality`: how right and how complete the engine is on a labelled corpus.
//   --dump DIR   writes the pages and their labels out   --verbose   names what of the tuned part was missed or wrong
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { QualityCase } from './corpus/case.ts';
import { buildCorpus } from './corpus/corpus.ts';
import { enrich, type Extract } from './engine.ts';
import { report, summarize, type Judged } from './report.ts';
import { judge } from './score.ts';
import { serveCorpus } from './serve.ts';

const AT_ONCE = 8;
const MIN_PRECISION = 0.98;
const MIN_COVERAGE = { withModel: 0.85, without: 0.6 } as const;

const { values: options } = parseArgs({ options: { dump: { type: 'string' }, verbose: { type: 'boolean' } } });
const corpus = buildCorpus();
if (options.dump === undefined) process.exitCode = (await measure(corpus)) ? 0 : 1;
else dump(corpus, options.dump);

/** @returns whether every bar is met, on both parts of the corpus */
async function measure(cases: readonly QualityCase[], extract?: Extract): Promise<boolean> {
  const served = await serveCorpus(cases);
  const judged: Judged[] = [];
  for (let from = 0; from < cases.length; from += AT_ONCE) {
    const some = cases.slice(from, from + AT_ONCE);
    judged.push(...(await Promise.all(some.map(async (one) => judge(one, await enrich(one, served.pages, extract))))));
  }
  await served.close();
  const of = (isPart: (one: QualityCase) => boolean): Judged => ({
    findings: judged.flatMap(({ findings }) => findings.filter(({ one }) => isPart(one))),
    facts: judged.flatMap(({ facts }) => facts.filter(({ one }) => isPart(one))),
  });
  const [tuned, heldOut] = [of((one) => !one.heldOut), of((one) => one.heldOut)];
  const kindOf = ({ kind, heldOut }: QualityCase) => `${kind}${heldOut ? ' (held out)' : ''}`;
  for (const kind of new Set(cases.map(kindOf))) {
    const list = cases.filter((one) => kindOf(one) === kind);
    print(`${kind}: ${list.length} sites of ${new Set(list.map(({ template }) => template)).size} templates`);
  }
  if (options.verbose) printTrouble(tuned);
  print(report('Tuned part', tuned));
  print(report('Held-out part (measured only)', heldOut));
  return [meetsBars('tuned', tuned, extract), meetsBars('held-out', heldOut, extract)].every(Boolean);
}

function meetsBars(part: string, judged: Judged, extract: Extract | undefined): boolean {
  const { precision, coverage, unproven, hostile } = summarize(judged);
  const minCoverage = extract ? MIN_COVERAGE.withModel : MIN_COVERAGE.without;
  const missed = [
    precision < MIN_PRECISION && `precision ${precision.toFixed(3)} < ${MIN_PRECISION}`,
    coverage < minCoverage && `coverage ${coverage.toFixed(3)} < ${minCoverage}`,
    unproven > 0 && `${unproven} written without valid evidence`,
    hostile > 0 && `${hostile} hostile values written`,
  ].filter((line) => line !== false);
  print(missed.length ? `MISSED on the ${part} part: ${missed.join('; ')}` : `All bars met on the ${part} part.`);
  return missed.length === 0;
}

/** What to look at; the held-out part is never shown. */
function printTrouble({ findings, facts }: Judged): void {
  for (const { one, field, value, confidence, decision, correct, proven } of findings) {
    if (correct && proven) continue;
    print(
      `${proven ? 'wrong' : 'UNPROVEN'} ${decision} ${one.id} ${field} ${JSON.stringify(value)} ${confidence.toFixed(3)}`,
    );
  }
  for (const { one, field, where, written } of facts) {
    if (!written && where !== 'prose') print(`missed ${where} ${one.id} ${field}`);
  }
}

function dump(cases: readonly QualityCase[], directory: string): void {
  for (const { sites, ...label } of cases) {
    for (const [host, pages] of Object.entries(sites)) {
      const folder = join(directory, label.id, host);
      mkdirSync(folder, { recursive: true });
      for (const [path, { body }] of Object.entries(pages))
        writeFileSync(join(folder, `${path.slice(1) || 'index'}.html`), body);
    }
    writeFileSync(join(directory, label.id, 'label.json'), `${JSON.stringify(label, null, 2)}\n`);
  }
  print(`${cases.length} sites written to ${directory}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
