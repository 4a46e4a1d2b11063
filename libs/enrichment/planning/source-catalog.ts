import type { Config } from '#platform';
import { modelDescriptor, modelPriceAtMost, whyNoModel } from '../llm/model-descriptor.ts';
import type { Price } from '../source.ts';
import type { SourceDescriptor } from '../source-definition.ts';
import { chooseSources } from '../sources/index.ts';

/** A source that there is, with what this installation makes of it. */
export interface CatalogEntry {
  readonly about: SourceDescriptor;
  /** Why it is off; null where it is on. */
  readonly off: string | null;
  readonly keySet: boolean;
  /** Where it asks; null where it asks no fixed address. */
  readonly baseUrl: string | null;
  /** What one contact costs at most; null where it is free. */
  readonly price: Price | null;
}

/**
 * Every source, in the order in which they are asked, those that are off after those that are on; the language model,
 * which only reads what they have read, comes last.
 * @throws ConfigError where ENRICHMENT_SOURCES names a source that there is not
 */
export function sourceCatalog(config: Config): CatalogEntry[] {
  const sources = chooseSources(config).map(({ definition: { about, baseUrl }, off }): CatalogEntry => {
    const keySet = about.keySetting !== undefined && config[about.keySetting] !== undefined;
    return { about, off, keySet, baseUrl: baseUrl?.(config) ?? null, price: creditPrice(about, config) };
  });
  const model: CatalogEntry = {
    ...{ about: modelDescriptor, off: whyNoModel(config), keySet: config.LLM_API_KEY !== undefined },
    ...{ baseUrl: config.LLM_BASE_URL ?? null, price: { costMicroUsd: modelPriceAtMost(config) } },
  };
  return [...sources, model];
}

function creditPrice({ name, credits }: SourceDescriptor, config: Config): Price | null {
  if (credits === undefined) return null;
  const perCredit = config.CREDIT_PRICES.get(name);
  return { credits, ...(perCredit !== undefined && { costMicroUsd: credits * perCredit }) };
}
