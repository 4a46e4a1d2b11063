import { In, type EntityManager } from 'typeorm';
import { combinedConfidence } from './confidence.ts';
import { EnrichedValue } from './enriched-value.entity.ts';
import { Evidence } from './evidence.entity.ts';
import type { NewEvidence } from './finding.ts';
import { SUGGEST_AT, WRITE_AT } from './merge-policy.ts';
import { endValues, insertValues, mirror } from './profile-rows.ts';

/**
 * Takes a document that is about somebody else out of a contact's values: what stands on it alone leaves the profile; what
 * else stands on other documents stays as far as they carry it. What a user accepted and is read elsewhere too stays.
 */
export async function barDocument(
  manager: EntityManager,
  owner: { readonly organizationId: string; readonly contactId: string },
  url: string,
): Promise<void> {
  const live = await manager.findBy(EnrichedValue, { ...owner, status: In(['written', 'suggested']) });
  const evidence = await manager.findBy(Evidence, { enrichedValueId: In(live.map(({ id }) => id)) });
  for (const value of live) {
    const own = evidence.filter(({ enrichedValueId }) => enrichedValueId === value.id);
    const [first, ...rest] = own.filter((one) => one.url !== url).map(toNew);
    if (rest.length + Number(first !== undefined) === own.length) continue;
    if (first && value.decidedBy !== null) continue;
    await endValues(manager, [value], 'withdrawn');
    const confidence = first ? combinedConfidence([first, ...rest]) : 0;
    const isWritten = value.status === 'written' && confidence >= WRITE_AT;
    if (first && confidence >= SUGGEST_AT) {
      const { field, inputs, jobId } = value;
      const finding = { field, value: value.value, confidence, inputs, evidence: [first, ...rest] as const };
      const { organizationId, contactId } = owner;
      const status = isWritten ? 'written' : 'suggested';
      await insertValues(manager, organizationId, jobId, [{ owner: { contactId }, finding, status }]);
    }
    if (value.status === 'written' && !isWritten) await mirror(manager, owner, value.field, null);
  }
}

/** Evidence as it is entered for another value. */
function toNew(evidence: Evidence): NewEvidence {
  const { source, documentId, url, pointer, quote, fetchedAt, confidence } = evidence;
  return { source, documentId, url, pointer, quote, fetchedAt, confidence };
}
