import { In, type EntityManager } from 'typeorm';
import { EnrichedValue } from './enriched-value.entity.ts';
import { Evidence } from './evidence.entity.ts';
import { decide, sameValue, type CurrentValue } from './merge-policy.ts';
import { endValues, insertFinding, mirror, userValues, type Finding, type ProfileOwner } from './profile-rows.ts';

/** What merging did with a finding. */
export interface MergedFinding {
  readonly finding: Finding;
  readonly decision: 'write' | 'suggest' | 'drop';
}

/** Merges findings into a profile by the policy of `merge-policy.ts`; one that brings nothing new has no effect. */
export async function mergeFindings(
  manager: EntityManager,
  owner: ProfileOwner,
  jobId: string,
  findings: readonly Finding[],
  writeAt?: number,
): Promise<MergedFinding[]> {
  if (findings.length === 0) return [];
  const statuses = ['written', 'suggested', 'rejected'] as const;
  const stored = await manager.findBy(EnrichedValue, { ...owner, status: In(statuses) });
  const evidence = await manager.findBy(Evidence, { enrichedValueId: In(stored.map(({ id }) => id)) });
  const byUser = await userValues(manager, owner);
  const merged: MergedFinding[] = [];
  for (const finding of findings) {
    const known = stored.filter(({ field }) => field === finding.field);
    const decision = decideOn(finding, known, byUser.get(finding.field), writeAt);
    const status = decision === 'write' ? 'written' : 'suggested';
    if (decision === 'drop' || known.some((value) => value.status === status && repeats(finding, value, evidence))) {
      merged.push({ finding, decision: 'drop' });
      continue;
    }
    merged.push({ finding, decision });
    const replaced = known.filter(
      (value) => value.status === 'suggested' || (value.status === 'written' && decision === 'write'),
    );
    await endValues(manager, replaced, 'superseded');
    await insertFinding(manager, owner, jobId, finding, status);
    if (decision === 'write') await mirror(manager, owner, finding.field, finding.value);
  }
  return merged;
}

function decideOn(
  finding: Finding,
  known: readonly EnrichedValue[],
  byUser: CurrentValue | undefined,
  writeAt: number | undefined,
): MergedFinding['decision'] {
  if (known.some(({ status, value }) => status === 'rejected' && sameValue(value, finding.value))) return 'drop';
  const written = known.find(({ status }) => status === 'written');
  const found: CurrentValue | undefined = written && {
    ...{ origin: 'enrichment', value: written.value },
    ...{ confidence: written.confidence, foundAt: written.createdAt },
  };
  return decide(finding, byUser ?? found, new Date(), writeAt);
}

/** What the record itself says was read just now, at every reading; within a day that is no news. In milliseconds. */
const RECORD_NEWS_AFTER_MS = 86_400_000;

/** Whether a stored value says the same on the same grounds: documents that are kept give the same findings again. */
function repeats(finding: Finding, value: EnrichedValue, evidence: readonly Evidence[]): boolean {
  if (value.confidence !== finding.confidence || !sameValue(value.value, finding.value)) return false;
  const old = evidence.filter(({ enrichedValueId }) => enrichedValueId === value.id);
  return (
    old.length === finding.evidence.length && finding.evidence.every((one) => old.some((other) => same(one, other)))
  );
}

type Grounds = Finding['evidence'][number];

function same(a: Grounds, b: Grounds): boolean {
  const key = ({ source, url, pointer, quote }: Grounds): string => JSON.stringify([source, url, pointer, quote]);
  const apart = Math.abs(a.fetchedAt.getTime() - b.fetchedAt.getTime());
  return key(a) === key(b) && apart < (a.url === null ? RECORD_NEWS_AFTER_MS : 1);
}
