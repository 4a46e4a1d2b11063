// `npm run bench:quality`: how right and how complete the engine is on a labelled corpus.
//   --dump DIR   writes the pages and their labels out   --verbose   names what of the tuned part was missed or wrong
//   --llm        reads with the model that LLM_PROVIDER and the like name, in place of the scripted ones
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { serveLlm } from '../../test/support/llm-server.ts';
import { missedBars, type Bars } from './bars.ts';
import { collectAnswers, collectPages } from './collect.ts';
import { buildAnswers } from './corpus/answers/answers.ts';
import type { QualityCase } from './corpus/case.ts';
import { buildCorpus } from './corpus/corpus.ts';
import { corpusTable } from './corpus-table.ts';
import type { Collected } from './engine.ts';
import { knownFrom } from './readers/known.ts';
import { partOf, report, trouble, type Judged } from './report.ts';
import { judgeAll, modelOfEnvironment, perform, scriptedRuns, together, toldTable } from './runs.ts';

const { values: options } = parseArgs({
  options: { dump: { type: 'string' }, verbose: { type: 'boolean' }, llm: { type: 'boolean' } },
});
const [pages, answers] = [buildCorpus(), buildAnswers()];
if (options.dump === undefined) process.exitCode = (await measure()) ? 0 : 1;
else dump(pages, options.dump);

/** @returns whether every bar is met, by every run on both parts of the corpus */
async function measure(): Promise<boolean> {
  print(corpusTable([...pages, ...answers]));
  const answered = await judgeAll(await collectAnswers(answers), null);
  const met = [show('Answers of data providers', answered, { minCoverage: 0.85, adverse: false })];
  const collected = await collectPages(pages);
  const alone = await judgeAll(collected, null);
  met.push(showParts('Without a language model', alone, { minCoverage: 0.6, adverse: false }));
  met.push(...(await (options.llm === true ? readForReal(collected, alone) : readByScript(collected, alone))));
  return met.every(Boolean);
}

async function readByScript(collected: readonly Collected[], alone: Judged): Promise<boolean[]> {
  const server = await serveLlm();
  const met: boolean[] = [];
  for (const run of scriptedRuns(knownFrom(pages))) {
    const told = await perform(run, server, collected);
    met.push(showParts(run.name, together(told), { ...run, alone }));
    print(`${run.name}: what was said, over both parts\n${toldTable(told)}`);
  }
  await server.close();
  return met;
}

async function readForReal(collected: readonly Collected[], alone: Judged): Promise<boolean[]> {
  const model = modelOfEnvironment();
  if (!model) throw new Error('--llm needs LLM_PROVIDER and what goes with it, see docs/llm.md');
  const judged = await judgeAll(collected, model);
  return [showParts(model.name, judged, { minCoverage: 0.85, adverse: false, alone })];
}

function showParts(name: string, judged: Judged, bars: Bars): boolean {
  const parts = { 'tuned part': false, 'held-out part, measured only': true };
  return Object.entries(parts)
    .map(([part, heldOut]) => {
      const isPart = (one: QualityCase): boolean => one.heldOut === heldOut;
      const own = { ...bars, ...(bars.alone && { alone: partOf(bars.alone, isPart) }) };
      return show(`${name}: ${part}`, partOf(judged, isPart), own);
    })
    .every(Boolean);
}

function show(title: string, judged: Judged, bars: Bars): boolean {
  // What is set apart is never looked into.
  if (options.verbose) for (const line of trouble(partOf(judged, (one) => !one.heldOut))) print(line);
  print(report(title, judged, bars.adverse));
  const missed = missedBars(judged, bars);
  print(missed.length ? `MISSED: ${missed.join('; ')}` : 'All bars met.');
  return missed.length === 0;
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
