import type { Config } from '#platform';
import type { SourceDescriptor } from '../source-definition.ts';
import { MAX_CHARACTERS_IN } from './page-excerpts.ts';
import { MAX_TOKENS_OUT, TEXT_FIELDS } from './question.ts';

/** Characters that a token has at least, on the average of texts that are sent. */
const CHARACTERS_PER_TOKEN = 2;
/** Those of the instructions and of what is asked. */
const CHARACTERS_AROUND = 4000;

/** The language model, as a source: it reads what the others have read. */
export const modelDescriptor: SourceDescriptor = {
  name: 'llm',
  description: 'Has a language model look for what is still missing, in the pages that other sources read.',
  ...{ key: 'optional', cost: 'As its provider bills tokens; free where it runs on your own machine', rateLimit: null },
  terms: 'Those of the provider that LLM_PROVIDER names; a model of your own has none but its licence.',
  discloses: 'To the provider: the name of the contact and their company, and excerpts of public pages.',
  gives: {
    contact: ['jobTitle'],
    company: TEXT_FIELDS.filter((field) => field !== 'jobTitle'),
  },
};

/** Why no model is asked; null where one is. */
export function whyNoModel({ LLM_PROVIDER: provider }: Config): string | null {
  return provider === undefined ? 'No language model is configured: set LLM_PROVIDER' : null;
}

/** Micro-dollars for so many tokens. */
export function modelPrice(config: Config, tokensIn: number, tokensOut: number): number {
  return Math.ceil((tokensIn * config.LLM_PRICE_IN + tokensOut * config.LLM_PRICE_OUT) / 1_000_000);
}

/** What a question of so many characters may cost at most, in micro-dollars; without their number, the longest. */
export function modelPriceAtMost(config: Config, characters = MAX_CHARACTERS_IN + CHARACTERS_AROUND): number {
  return modelPrice(config, Math.ceil(characters / CHARACTERS_PER_TOKEN), MAX_TOKENS_OUT);
}
