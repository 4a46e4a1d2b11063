import type { Config } from '#platform';
import type { CompanyField, ContactField } from './fields.ts';
import type { ProviderClient, ProviderPolicy } from './providers/provider-client.ts';
import type { EnrichmentSource } from './source.ts';

/** What a source is, needs, costs and gives, as the api tells it to users. */
export interface SourceDescriptor {
  /** Stable, snake_case; stored with every value it gives. */
  readonly name: string;
  readonly description: string;
  readonly key: 'none' | 'optional' | 'required';
  /** The setting that holds the key. */
  readonly keySetting?:
    'GRAVATAR_API_KEY' | 'GITHUB_TOKEN' | 'PEOPLE_DATA_LABS_API_KEY' | 'HUNTER_API_KEY' | 'APOLLO_API_KEY';
  readonly cost: string;
  /** Credits that one contact costs at most; absent where it is free. */
  readonly credits?: number;
  /** Its provider's limit, which all enrichers keep together; null where there is none. */
  readonly rateLimit: string | null;
  /** Licence or terms of its data, in a sentence. */
  readonly terms: string;
  /** What leaves this installation, and to whom. */
  readonly discloses: string;
  readonly gives: { readonly contact: readonly ContactField[]; readonly company: readonly CompanyField[] };
}

/** A source as its file in `sources/` defines it: all there is to adding one, besides a line in `sources/index.ts`. */
export interface SourceDefinition {
  readonly about: SourceDescriptor;
  /** Where it asks; absent where it asks no fixed address. */
  readonly baseUrl?: (config: Config) => string;
  /** Why it is off unless ENRICHMENT_SOURCES names it; null where it is on by default. */
  readonly offByDefault: (config: Config) => string | null;
  /** @param provider makes the client of an API, within its limits */
  create(config: Config, provider: (policy: ProviderPolicy) => ProviderClient): EnrichmentSource;
}

/** For `offByDefault`. */
export const onByDefault = (): null => null;
