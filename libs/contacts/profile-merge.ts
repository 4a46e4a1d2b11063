import { In, type EntityManager } from 'typeorm';
import { carryOver } from './carry-over.ts';
import { EnrichedValue } from './enriched-value.entity.ts';
import { Evidence } from './evidence.entity.ts';
import type { Finding, MergedFinding, NewEvidence } from './finding.ts';
import { decisionOn, replacedBy } from './merge-decisions.ts';
import { sameValue } from './value-key.ts';
import { endValues, insertFinding, mirror, userValues, type ProfileOwner } from './profile-rows.ts';

/** How a job's findings are to be merged. */
export interface MergeOptions {
  /** How sure a finding has to be to be written, where that is more than usual. */
  readonly writeAt?: number | undefined;
  /** Whether a source was asked for a field: what it does not say any more is gone. */
  readonly asked: (source: string, field: string) => boolean;
}

/** Merges findings into a profile by the policy of `merge-policy.ts`; one that brings nothing new has no effect. */
export async function mergeFindings(
  manager: EntityManager,
  owner: ProfileOwner,
  jobId: string,
  findings: readonly Finding[],
  { writeAt, asked }: MergeOptions,
): Promise<MergedFinding[]> {
  if (findings.length === 0) return [];
  const statuses = ['written', 'suggested', 'rejected'] as const;
  const state = {
    stored: await manager.findBy(EnrichedValue, { ...owner, status: In(statuses) }),
    held: await userValues(manager, owner),
    writeAt,
  };
  const evidence = await manager.findBy(Evidence, { enrichedValueId: In(state.stored.map(({ id }) => id)) });
  const merged: MergedFinding[] = [];
  const now = new Date();
  // What follows a value comes after it.
  for (const found of findings.toSorted((a, b) => Number(Boolean(a.follows)) - Number(Boolean(b.follows)))) {
    const finding = withStored(found, state.stored, evidence, asked, now);
    const decision = decisionOn(finding, state, now);
    const status = decision === 'write' ? 'written' : 'suggested';
    const isKnown = state.stored.some((value) => value.status === status && repeats(finding, value, evidence));
    merged.push({ finding: found, decision: isKnown ? 'drop' : decision });
    if (decision === 'drop' || isKnown) continue;
    const replaced = replacedBy(finding, decision, state.stored);
    await endValues(manager, replaced, 'superseded');
    await insertFinding(manager, owner, jobId, finding, status);
    state.stored = state.stored.filter((value) => !replaced.includes(value));
    if (decision !== 'write') continue;
    state.held.set(finding.field, { ...finding, origin: 'enrichment', foundAt: now });
    await mirror(manager, owner, finding.field, finding.value);
  }
  return merged;
}

/** The finding, with what an earlier one of the same value has from sources that were not asked for it now. */
function withStored(
  finding: Finding,
  stored: readonly EnrichedValue[],
  evidence: readonly Evidence[],
  asked: MergeOptions['asked'],
  now: Date,
): Finding {
  const written = stored.find(
    ({ status, field, value, decidedBy }) =>
      status === 'written' && field === finding.field && decidedBy === null && sameValue(value, finding.value),
  );
  if (!written) return finding;
  const own = evidence.filter(
    ({ enrichedValueId, source }) =>
      enrichedValueId === written.id &&
      !asked(source, finding.field) &&
      !finding.evidence.some((own) => own.source === source),
  );
  return carryOver(finding, own, now);
}

/** What the record itself says was read just now, at every reading; within a day that is no news. In milliseconds. */
const RECORD_NEWS_AFTER_MS = 86_400_000;

/** Whether a stored value says the same on the same grounds: documents that are kept give the same findings again. */
function repeats(finding: Finding, value: EnrichedValue, evidence: readonly Evidence[]): boolean {
  const { field, confidence } = finding;
  if (value.field !== field || value.confidence !== confidence || !sameValue(value.value, finding.value)) return false;
  const old = evidence.filter(({ enrichedValueId }) => enrichedValueId === value.id);
  return (
    old.length === finding.evidence.length && finding.evidence.every((one) => old.some((other) => same(one, other)))
  );
}

function same(a: NewEvidence, b: NewEvidence): boolean {
  const key = ({ source, url, pointer, quote }: NewEvidence): string => JSON.stringify([source, url, pointer, quote]);
  const apart = Math.abs(a.fetchedAt.getTime() - b.fetchedAt.getTime());
  return key(a) === key(b) && apart < (a.url === null ? RECORD_NEWS_AFTER_MS : 1);
}
