import { In, type EntityManager } from 'typeorm';
import { Company } from './company.entity.ts';
import { EnrichedValue } from './enriched-value.entity.ts';
import { Evidence } from './evidence.entity.ts';
import { mirror } from './profile-rows.ts';
import { readHeldByUser } from './user-values.ts';

/**
 * Removes from a company's profile and its history the values that speak of a person, or whose evidence does. What a user
 * entered or accepted stays in the company's own record.
 * @param mentions whether a text speaks of the person
 */
export async function forgetMentions(
  manager: EntityManager,
  organizationId: string,
  companyId: string,
  mentions: (text: string) => boolean,
): Promise<void> {
  await manager.findOne(Company, { where: { organizationId, id: companyId }, lock: { mode: 'for_no_key_update' } });
  const values = await manager.findBy(EnrichedValue, { organizationId, companyId });
  const evidence = await manager.findBy(Evidence, { organizationId, enrichedValueId: In(values.map(({ id }) => id)) });
  const told = new Set(
    evidence.filter(({ quote, url }) => mentions(quote) || mentions(url ?? '')).map((one) => one.enrichedValueId),
  );
  const gone = values.filter(({ id, value }) => told.has(id) || mentions(JSON.stringify(value)));
  if (gone.length === 0) return;
  const byUser = await readHeldByUser(manager, { companyId });
  await manager.delete(EnrichedValue, { organizationId, id: In(gone.map(({ id }) => id)) });
  for (const { status, field } of gone) {
    if (status === 'written' && !byUser.has(field)) await mirror(manager, { companyId }, field, null);
  }
}
