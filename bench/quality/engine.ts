import { collectFrom } from '../../libs/enrichment/collect.ts';
import { decide, decideDerived } from '../../libs/contacts/merge-policy.ts';
import { derive } from '../../libs/enrichment/derive.ts';
import { resolve, type ResolvedFinding } from '../../libs/enrichment/resolve.ts';
import type { Claim, EnrichmentSubject, Lookups, SourceDocument } from '../../libs/enrichment/source.ts';
import { companyWebsiteSource } from '../../libs/enrichment/sources/company-website.ts';
import { isSupported } from '../../libs/enrichment/verify.ts';
import type { WebPageFetcher } from '../../libs/enrichment/web/web-page-fetcher.ts';
import type { QualityCase } from './corpus/case.ts';

/** A further stage that reads the fetched documents for the fields that no claim speaks of yet, such as a language model. */
export type Extract = (
  documents: readonly SourceDocument[],
  subject: EnrichmentSubject,
  known: readonly Claim[],
  signal: AbortSignal,
) => Promise<readonly Claim[]>;

/** What the engine would do with a finding. */
export interface Decided extends ResolvedFinding {
  readonly decision: 'write' | 'suggest';
}

/** Nothing is kept here: every question is asked. */
const lookups: Lookups = { find: async (_lookup, ask) => (await ask()).document };

/** Sources that read pages; the others have nothing to do with the corpus. */
const sources = [companyWebsiteSource];
const timeoutMs = 60_000;

/** Takes one case through the engine: collect, verify, resolve, and the merge policy for an empty profile. */
export async function enrich(one: QualityCase, pages: WebPageFetcher, extract?: Extract): Promise<Decided[]> {
  const subject: EnrichmentSubject = {
    contact: { ...one.contact, phoneNumber: null, address: null },
    company: { ...one.company, websiteConfidence: 1 },
  };
  const { signal } = new AbortController();
  const now = new Date();
  const results = await Promise.all(
    sources.map((source) => collectFrom(source, subject, { pages, lookups, signal, now }, timeoutMs)),
  );
  const failed = results.find(({ outcome }) => outcome === 'error');
  if (failed) throw new Error(`${one.id}: ${failed.source}: ${failed.reason ?? ''}`);
  const claims = results.flatMap((result) => result.claims.map((claim) => ({ source: result.source, claim })));
  const known = claims.map(({ claim }) => claim);
  const documents = results.flatMap((result) => result.documents);
  const extracted = (await extract?.(documents, subject, known, signal))?.filter(isSupported) ?? [];
  const all = [...claims, ...extracted.map((claim) => ({ source: 'llm', claim }))];
  const resolved = resolve(derive(all));
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
