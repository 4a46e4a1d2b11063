import { FailedCallError } from '../../libs/enrichment/ledger/provider-call.ts';
import { askModel } from '../../libs/enrichment/llm/ask-model.ts';
import { configuredModel, type ConfiguredModel } from '../../libs/enrichment/llm/language-model.ts';
import type { Ask } from '../../libs/enrichment/llm/read-texts.ts';
import type { LlmServer } from '../../test/support/llm-server.ts';
import type { Bars } from './bars.ts';
import { enrich, type Collected } from './engine.ts';
import { carefulReader } from './readers/careful.ts';
import type { Known } from './readers/known.ts';
import { liars } from './readers/liar.ts';
import { obedientReader } from './readers/obedient.ts';
import { readRequest, type Reader } from './readers/reader.ts';
import { table, type Judged } from './report.ts';
import { judge } from './score.ts';
import { configOf } from './settings.ts';

/** One way to read the corpus, measured by itself. */
export interface Run extends Bars {
  readonly name: string;
  /** By what they do; all of them answer every request, one after the other. */
  readonly readers: Readonly<Record<string, readonly Reader[]>>;
}

/** What a reader's answers came to. */
export interface Told {
  readonly what: string;
  /** Values that it gave. */
  readonly values: number;
  readonly judged: Judged;
}

/** The scripted language models. */
export function scriptedRuns(known: Known): Run[] {
  return [
    { name: 'Careful model', minCoverage: 0.85, adverse: false, readers: { careful: [carefulReader(known)] } },
    { name: 'Lying model', adverse: true, readers: liars(known) },
    { name: 'Obedient model', adverse: true, readers: { obedient: [obedientReader] } },
  ];
}

/** The product's client of the scripted model. */
function modelAt(url: string): ConfiguredModel | null {
  const settings = { LLM_PROVIDER: 'openai_compatible', LLM_BASE_URL: url, LLM_MODEL: 'scripted' };
  return configuredModel(configOf(settings));
}

/** The model that the environment's LLM_ settings name; null where they name none. */
export function modelOfEnvironment(): ConfiguredModel | null {
  const settings = Object.entries(process.env).filter(([name]) => name.startsWith('LLM_'));
  return configuredModel(configOf(Object.fromEntries(settings)));
}

const AT_ONCE = 8;

/** Takes all cases through the rest of the engine. @param model null for none @throws Error where a call fails */
export async function judgeAll(collected: readonly Collected[], model: ConfiguredModel | null): Promise<Judged> {
  const judged: Judged[] = [];
  for (let from = 0; from < collected.length; from += AT_ONCE) {
    const some = collected.slice(from, from + AT_ONCE);
    const decide = async (each: Collected) => judge(each.one, await enrich(each, model ? asker(model) : undefined));
    judged.push(...(await Promise.all(some.map(decide))));
  }
  return { findings: judged.flatMap(({ findings }) => findings), facts: judged.flatMap(({ facts }) => facts) };
}

function asker(model: ConfiguredModel): Ask {
  const { signal } = new AbortController();
  return async (question) => {
    try {
      return (await askModel(model, question, signal)).response;
    } catch (error) {
      if (error instanceof FailedCallError) throw new Error(`the language model: ${error.message}`, { cause: error });
      throw error;
    }
  };
}

/** Has each reader of a run answer for all cases. */
export async function perform(run: Run, server: LlmServer, collected: readonly Collected[]): Promise<Told[]> {
  const model = modelAt(server.url);
  const told: Told[] = [];
  for (const [what, readers] of Object.entries(run.readers)) {
    for (const reader of readers) {
      let values = 0;
      server.requests.length = 0;
      server.mode = (body) => {
        const say = reader(readRequest(body));
        values += say.length;
        return { say };
      };
      const judged = await judgeAll(collected, model);
      told.push({ what, values, judged });
    }
  }
  return told;
}

/** All passes as one: a fact counts that is found in each, and what sources found without the model counts once. */
export function together(told: readonly Told[]): Judged {
  const [first, ...rest] = told.map(({ judged }) => judged);
  const added = rest.flatMap(({ findings }) => findings.filter(({ sources }) => sources.includes('llm')));
  const facts = (first?.facts ?? []).map((fact, index) => ({
    ...fact,
    written: told.every(({ judged }) => judged.facts[index]?.written),
  }));
  return { findings: [...(first?.findings ?? []), ...added], facts };
}

/** What each way to answer came to. */
export function toldTable(told: readonly Told[]): string {
  const rows = [...new Set(told.map(({ what }) => what))].map((what) => {
    const own = told.filter((pass) => pass.what === what);
    const written = own.flatMap(({ judged }) =>
      judged.findings.filter(({ sources, decision }) => sources.includes('llm') && decision === 'write'),
    );
    const values = own.reduce((sum, pass) => sum + pass.values, 0);
    return [what, String(values), String(written.length), String(written.filter(({ correct }) => !correct).length)];
  });
  return table(['way', 'values given', 'written', 'of these wrong'], rows);
}
