import { ConfigError, type Config } from '#platform';
import type { ProviderClient, ProviderPolicy } from '../providers/provider-client.ts';
import type { SourceDefinition } from '../source-definition.ts';
import type { EnrichmentSource } from '../source.ts';
import { address } from './address.ts';
import { apollo } from './apollo.ts';
import { companyWebsite } from './company-website.ts';
import { dns } from './dns.ts';
import { email } from './email.ts';
import { github } from './github.ts';
import { gravatar } from './gravatar.ts';
import { hunter } from './hunter.ts';
import { nominatim } from './nominatim.ts';
import { peopleDataLabs } from './people-data-labs.ts';
import { phone } from './phone.ts';
import { photon } from './photon.ts';
import { wikidata } from './wikidata.ts';

/** Every source there is, in the order in which they are asked by default: those that are paid last. */
const definitions: readonly SourceDefinition[] = [
  ...[email, phone, address, nominatim, photon, dns, companyWebsite, wikidata],
  ...[gravatar, github],
  ...[peopleDataLabs, apollo, hunter],
];

/** Whether a source is on under a configuration. */
export interface SourceChoice {
  readonly definition: SourceDefinition;
  /** Why it is off; null where it is on. */
  readonly off: string | null;
}

/**
 * Which sources are on: those that ENRICHMENT_SOURCES names, in that order, else those that are on by default.
 * @returns every source, those that are on first
 * @throws ConfigError where ENRICHMENT_SOURCES names a source that there is not
 */
export function chooseSources(config: Config): SourceChoice[] {
  const wanted = [...new Set(config.ENRICHMENT_SOURCES)];
  const named = wanted.flatMap((name) => definitions.find(({ about }) => about.name === name) ?? []);
  if (named.length < wanted.length) {
    const known = definitions.map(({ about }) => about.name).join(', ');
    throw new ConfigError([`ENRICHMENT_SOURCES must be a list of sources, which are ${known}`]);
  }
  const ordered = [...named, ...definitions.filter((definition) => !named.includes(definition))];
  const choices = ordered.map((definition) => ({ definition, off: whyOff(definition, named, config) }));
  return [...choices.filter(({ off }) => off === null), ...choices.filter(({ off }) => off !== null)];
}

function whyOff(definition: SourceDefinition, named: readonly SourceDefinition[], config: Config): string | null {
  const { key, keySetting } = definition.about;
  if (named.length === 0) {
    const reason = definition.offByDefault(config);
    if (reason !== null) return reason;
  } else if (!named.includes(definition)) {
    return 'ENRICHMENT_SOURCES does not name it';
  }
  if (key !== 'required' || keySetting === undefined || config[keySetting] !== undefined) return null;
  return `It needs a key, and ${keySetting} is not set`;
}

/**
 * The sources that are on, in the order in which they are asked.
 * @param provider makes the client of a provider's API
 * @throws ConfigError where ENRICHMENT_SOURCES names a source that there is not
 */
export function createSources(
  config: Config,
  provider: (policy: ProviderPolicy) => ProviderClient,
): readonly EnrichmentSource[] {
  const on = chooseSources(config).filter(({ off }) => off === null);
  return on.map(({ definition }) => definition.create(config, provider));
}
