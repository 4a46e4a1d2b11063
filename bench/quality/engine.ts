import { collectFrom, type CollectedResult } from '../../libs/enrichment/collect.ts';
import { decide, decideDerived } from '../../libs/contacts/merge-policy.ts';
import { derive } from '../../libs/enrichment/derive.ts';
import { readTexts, type Ask } from '../../libs/enrichment/llm/read-texts.ts';
import { resolve, type ResolvedFinding } from '../../libs/enrichment/resolve.ts';
import type { EnrichmentSource, EnrichmentSubject, Lookups } from '../../libs/enrichment/source.ts';
import type { PageFetcher } from '../../libs/enrichment/page-fetcher.ts';
import type { QualityCase } from './corpus/case.ts';

/** What the sources gave for a case, before a language model is asked. */
export interface Collected {
  readonly one: QualityCase;
  readonly subject: EnrichmentSubject;
  readonly results: readonly CollectedResult[];
}

/** What the engine would do with a finding. */
export interface Decided extends ResolvedFinding {
  readonly decision: 'write' | 'suggest';
}

/** Nothing is kept here: every question is asked. */
const lookups: Lookups = { find: async (_lookup, ask) => (await ask()).document };

const timeoutMs = 60_000;

/** Asks the sources about one case. @throws Error where one of them fails */
export async function collect(
  one: QualityCase,
  sources: readonly EnrichmentSource[],
  pages: PageFetcher,
): Promise<Collected> {
  const subject: EnrichmentSubject = {
    contact: { ...one.contact, phoneNumber: null, address: one.contact.address ?? null },
    company: { ...one.company, websiteConfidence: 1 },
  };
  const { signal } = new AbortController();
  const context = { pages, lookups, signal, now: new Date() };
  const results = await Promise.all(sources.map((source) => collectFrom(source, subject, context, timeoutMs)));
  const failed = results.find(({ outcome }) => outcome === 'error');
  if (failed) throw new Error(`${one.id}: ${failed.source}: ${failed.reason ?? ''}`);
  return { one, subject, results };
}

/** Takes what was collected through the rest of the engine: the language model, if any, resolution, and the merge policy. */
export async function enrich({ subject, results }: Collected, ask?: Ask): Promise<Decided[]> {
  const reading = ask && { source: 'llm', ...(await readTexts(subject, results, ask)) };
  const all = [...results, ...(reading ? [reading] : [])];
  const claims = all.flatMap(({ source, claims }) => claims.map((claim) => ({ source, claim })));
  const now = new Date();
  // As for an empty profile.
  const resolved = resolve(derive(claims));
  return resolved.flatMap((found) => {
    const decision = decisionOf(found, resolved, now);
    return decision === 'drop' ? [] : [{ ...found, decision }];
  });
}

/** What the merge policy does with a finding for an empty profile: what follows a title is written where the title is. */
function decisionOf(
  { finding }: ResolvedFinding,
  all: readonly ResolvedFinding[],
  now: Date,
): ReturnType<typeof decide> {
  const { follows } = finding;
  if (!follows) return decide(finding, undefined, now);
  const leader = all.find((other) => other.finding.field === follows.field)?.finding;
  const isHeld = leader !== undefined && decide(leader, undefined, now) === 'write';
  return decideDerived({ ...finding, follows }, isHeld ? leader : undefined, undefined, now);
}
