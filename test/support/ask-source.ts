import { expect } from '@jest/globals';
import { canonicalJson, loadConfig, OutboundClient } from '#platform';
import { collectFrom, type CollectedResult } from '../../libs/enrichment/collect.ts';
import type { CallLimits } from '../../libs/enrichment/providers/call-limits.ts';
import { geocode } from '../../libs/enrichment/geocoding/geocoder.ts';
import { ProviderClient } from '../../libs/enrichment/providers/provider-client.ts';
import { claimConfidence } from '../../libs/enrichment/resolve.ts';
import type {
  EnrichmentSource,
  EnrichmentSubject,
  Lookup,
  Lookups,
  Reply,
  SourceDocument,
} from '../../libs/enrichment/source.ts';
import { createSources } from '../../libs/enrichment/sources/index.ts';
import { isSupported } from '../../libs/enrichment/verify.ts';
import type { ApiAnswer } from './json-api.ts';

// The first place that is looked up loads the cities, which on a busy machine would use up a call's short time.
await geocode('Berlin, Germany');

const unlimited = { take: () => Promise.resolve(0), pause: () => Promise.resolve() } as unknown as CallLimits;

export const jane = {
  ...{ email: 'Jane.Doe@acme.example', firstName: 'Jane', lastName: 'Doe', phoneNumber: null, address: null },
};
export const acme = { name: 'Acme Inc', website: 'https://www.acme.example', websiteConfidence: 1 };

/** Lookups that keep answers as a store would, as JSON, and remember what was looked up. */
export interface KeptLookups extends Lookups {
  readonly lookups: Lookup[];
  readonly replies: Reply[];
}

export function keepAnswers(): KeptLookups {
  const kept = new Map<string, string>();
  const [lookups, replies]: [Lookup[], Reply[]] = [[], []];
  const find: Lookups['find'] = async (lookup, ask) => {
    lookups.push(lookup);
    const { provider, operation, input, version } = lookup;
    const key = canonicalJson({ provider, operation, input, version });
    if (!kept.has(key)) {
      const reply = await ask();
      replies.push(reply);
      kept.set(key, JSON.stringify(reply.document));
    }
    const document = JSON.parse(kept.get(key) ?? 'null') as SourceDocument | null;
    return document && { ...document, fetchedAt: new Date(document.fetchedAt) };
  };
  return { lookups, replies, find };
}

/** A client that may ask loopback. */
export const loopbackClient = (): OutboundClient =>
  new OutboundClient({ userAgent: 'tester/1.0', allowedNetworks: ['127.0.0.0/8'] });

/** Asks one source about Jane Doe of Acme, as a job would. */
export function askSource(
  { name, env, outbound }: { name: string; env: Record<string, string>; outbound: OutboundClient },
  subject: Partial<EnrichmentSubject> = {},
  lookups: Lookups = keepAnswers(),
): Promise<CollectedResult> {
  const config = loadConfig({
    ...{ DATABASE_URL: 'postgres://none/none', API_KEY_SECRET: 'x'.repeat(32), ENRICHMENT_SOURCES: name, ...env },
  });
  const pace = { timeout: 400, backoff: 1, patience: 10 };
  const [source] = createSources(config, (policy) => new ProviderClient(outbound, unlimited, policy, pace));
  if (!source) throw new Error(`${name} is off`);
  const pages = { fetch: () => Promise.reject(new Error('no page is fetched here')) };
  const context = { pages, lookups, signal: new AbortController().signal, now: new Date() };
  return collectFrom(everyClaimSupported(source), { contact: jane, company: acme, ...subject }, context, 5000);
}

/** A source that makes a claim which its evidence does not support should not have: a job drops such claims silently. */
function everyClaimSupported(source: EnrichmentSource): EnrichmentSource {
  const collect: EnrichmentSource['collect'] = async (subject, context) => {
    const outcome = await source.collect(subject, context);
    const claims = outcome.outcome === 'matched' ? outcome.claims : [];
    const unsupported = claims.filter((claim) => !isSupported(claim)).map(({ field, value }) => [field, value]);
    return unsupported.length === 0
      ? outcome
      : { outcome: 'skipped', reason: `unsupported: ${JSON.stringify(unsupported)}` };
  };
  return { ...source, collect };
}

/** Subject and field → value, and what becomes of it alone. */
export function outcomesOf({ claims }: CollectedResult): Record<string, [value: unknown, becomes: string]> {
  return Object.fromEntries(
    claims.map((claim) => {
      const confidence = claimConfidence(claim);
      const becomes = confidence >= 0.7 ? 'written' : confidence >= 0.4 ? 'suggested' : 'dropped';
      return [`${claim.subject}.${claim.field}`, [claim.value, becomes]];
    }),
  );
}

/** What most APIs mean by an answer, and what a job says of it. */
export const usualFailures: [what: string, answer: ApiAnswer, outcome: object][] = [
  ['400', { status: 400 }, { outcome: 'error', reason: expect.stringMatching(/does not accept the request/) }],
  ['401', { status: 401 }, { outcome: 'error', reason: expect.stringMatching(/refuses the request or its key/) }],
  ['402', { status: 402 }, { outcome: 'error', reason: expect.stringMatching(/has no credit left/) }],
  ['403', { status: 403 }, { outcome: 'error', reason: expect.stringMatching(/refuses the request or its key/) }],
  ['404', { status: 404 }, { outcome: 'no_match' }],
  ['422', { status: 422 }, { outcome: 'error', reason: expect.stringMatching(/does not accept the request/) }],
  ['429', { status: 429 }, { outcome: 'error', reason: expect.stringMatching(/limits how often/) }],
  ['500', { status: 500 }, { outcome: 'error', reason: expect.stringMatching(/has a fault at the moment/) }],
  ['garbage', { body: '{"a":' }, { outcome: 'error', reason: expect.stringMatching(/cannot be read/) }],
  ['another shape', { body: [null, 7] }, { outcome: 'no_match' }],
  ['null', { body: 'null' }, { outcome: 'no_match' }],
  ['nothing', 'never', { outcome: 'error', reason: expect.stringMatching(/did not answer in time/) }],
];
