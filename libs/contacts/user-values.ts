import { IsNull, Not, type EntityManager } from 'typeorm';
import { Company } from './company.entity.ts';
import { EnrichedValue } from './enriched-value.entity.ts';
import type { CurrentValue } from './merge-policy.ts';
import { isCompanyColumn, type CompanyColumn, type ProfileSubject } from './profile-rows.ts';

type Accepted = Pick<EnrichedValue, 'field' | 'value' | 'status' | 'decidedBy'>;

/**
 * The fields that a user has entered, cleared or accepted, with their values.
 * @param values of the profile
 * @param company where it is a company's profile, else null
 */
export function heldByUser(
  values: readonly Accepted[],
  company: Pick<Company, CompanyColumn | 'userFields'> | null,
): Map<string, CurrentValue> {
  const accepted = values.filter(({ status, decidedBy }) => status === 'written' && decidedBy !== null);
  const held = new Map(accepted.map(({ field, value }) => [field, { origin: 'user' as const, value }]));
  if (!company) return held;
  for (const field of company.userFields.filter(isCompanyColumn)) {
    held.set(field, { origin: 'user', value: company[field] });
  }
  return held;
}

/** {@link heldByUser}, of a profile as it is stored. */
export async function readHeldByUser(
  manager: EntityManager,
  subject: ProfileSubject,
): Promise<Map<string, CurrentValue>> {
  const accepted = await manager.findBy(EnrichedValue, { ...subject, status: 'written', decidedBy: Not(IsNull()) });
  const company = 'companyId' in subject ? await manager.findOneByOrFail(Company, { id: subject.companyId }) : null;
  return heldByUser(accepted, company);
}
