import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { extractJsonMiddleware, extractReasoningMiddleware, wrapLanguageModel, type LanguageModel } from 'ai';
import type { Config } from '#platform';
import { modelPrice } from './model-descriptor.ts';

/** A model that the operator has configured, and what it costs. */
export interface ConfiguredModel {
  readonly provider: NonNullable<Config['LLM_PROVIDER']>;
  readonly name: string;
  readonly model: LanguageModel;
  readonly timeoutMs: number;
  /** Micro-dollars for so many tokens. */
  readonly price: (tokensIn: number, tokensOut: number) => number;
}

/**
 * The configured model; null where there is none. Its address is the operator's own choice and mostly on their own
 * network (Ollama, vLLM), so these calls do not go through the client that only reaches public addresses.
 */
export function configuredModel(config: Config): ConfiguredModel | null {
  const { LLM_PROVIDER: provider, LLM_MODEL: name } = config;
  if (provider === undefined || name === undefined) return null;
  return {
    ...{ provider, name, timeoutMs: config.LLM_TIMEOUT_MS },
    price: (tokensIn, tokensOut) => modelPrice(config, tokensIn, tokensOut),
    model: wrapLanguageModel({
      model: baseModel(provider, name, config),
      // The last one sees the reply first.
      middleware: [extractJsonMiddleware({ transform: bareJson }), extractReasoningMiddleware({ tagName: 'think' })],
    }),
  };
}

function baseModel(provider: ConfiguredModel['provider'], name: string, config: Config) {
  const settings = {
    ...(config.LLM_API_KEY !== undefined && { apiKey: config.LLM_API_KEY }),
    ...(config.LLM_BASE_URL !== undefined && { baseURL: config.LLM_BASE_URL }),
  };
  if (provider === 'openai') return createOpenAI(settings).chat(name);
  if (provider === 'anthropic') return createAnthropic(settings)(name);
  const baseURL = config.LLM_BASE_URL ?? '';
  return createOpenAICompatible({ ...settings, baseURL, name: 'llm', supportsStructuredOutputs: true })(name);
}

/** The object of a reply that has one in a fence, or after thoughts whose opening tag was left out. */
function bareJson(reply: string): string {
  const text = reply.replace(/^[^]*<\/think>/i, '').trim();
  return /```(?:json)?\s*(?<object>\{[^]*\})\s*```/i.exec(text)?.groups?.['object'] ?? text;
}
