import { IsNull, Not, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { EnrichedValue } from './enriched-value.entity.ts';
import { Evidence } from './evidence.entity.ts';
import type { Finding } from './finding.ts';
import type { CurrentValue } from './merge-policy.ts';

/** Whose profile: a contact's or a company's. */
export type ProfileSubject = { readonly contactId: string } | { readonly companyId: string };

/** A profile of an organization. */
export type ProfileOwner = ProfileSubject & { readonly organizationId: string };

/** Fields of a company's profile that are columns of the company as well, which users can edit. */
const COMPANY_COLUMNS = ['website', 'industry', 'description'] as const;
type CompanyColumn = (typeof COMPANY_COLUMNS)[number];

export const isCompanyColumn = (field: string): field is CompanyColumn =>
  COMPANY_COLUMNS.includes(field as CompanyColumn);

/** Puts a finding into a profile, or beside it. */
export async function insertFinding(
  manager: EntityManager,
  owner: ProfileOwner,
  jobId: string | null,
  finding: Finding,
  status: 'written' | 'suggested',
): Promise<void> {
  const id = uuidv7();
  const { field, value, confidence } = finding;
  const inputs = [...finding.inputs];
  await manager.insert(EnrichedValue, {
    ...{ id, ...owner, field, confidence, status, inputs, jobId },
    value: value as object,
  });
  const { organizationId } = owner;
  await manager.insert(
    Evidence,
    finding.evidence.map((evidence) => ({ ...evidence, id: uuidv7(), organizationId, enrichedValueId: id })),
  );
}

/**
 * A company's contacts with values that rest on these inputs. Locked in the order in which all transactions lock them, unless
 * the company is locked already: contacts come before it.
 */
export async function contactsRestingOn(
  manager: EntityManager,
  organizationId: string,
  companyId: string,
  inputs: readonly string[],
  lock: boolean,
): Promise<string[]> {
  if (inputs.length === 0) return [];
  const rows = await manager.query<{ id: string }[]>(
    `SELECT c.id FROM contacts c WHERE c.organization_id = $1 AND c.company_id = $2
       AND EXISTS (SELECT FROM enriched_values v WHERE v.organization_id = c.organization_id AND v.contact_id = c.id
         AND v.status IN ('written', 'suggested') AND v.inputs && $3::text[])
     ORDER BY c.id ${lock ? 'FOR NO KEY UPDATE OF c' : ''}`,
    [organizationId, companyId, [...inputs]],
  );
  return rows.map(({ id }) => id);
}

/** Takes values out of a profile; they stay as its history. */
export async function endValues(
  manager: EntityManager,
  values: readonly EnrichedValue[],
  status: 'superseded' | 'withdrawn',
): Promise<void> {
  if (values.length === 0) return;
  const ids = values.map((value) => value.id);
  await manager.update(EnrichedValue, ids, { status, endedAt: () => 'now()' });
}

/** Repeats a profile value in the column that the contract shows it in; null clears the column. */
export async function mirror(
  manager: EntityManager,
  subject: ProfileSubject,
  field: string,
  value: unknown,
): Promise<void> {
  if ('companyId' in subject) {
    if (!isCompanyColumn(field)) return;
    await manager.query(`UPDATE companies SET ${field} = $2, updated_at = clock_timestamp() WHERE id = $1`, [
      subject.companyId,
      value,
    ]);
  } else if (field === 'location') {
    const place = value as { latitude: number; longitude: number } | null;
    await manager.query(
      'UPDATE contacts SET latitude = $2, longitude = $3, updated_at = clock_timestamp() WHERE id = $1',
      [subject.contactId, place?.latitude ?? null, place?.longitude ?? null],
    );
  }
}

/** The fields that a user has entered, cleared or accepted, with their values. */
export async function userValues(manager: EntityManager, subject: ProfileSubject): Promise<Map<string, CurrentValue>> {
  const owner = 'companyId' in subject ? { companyId: subject.companyId } : { contactId: subject.contactId };
  const accepted = await manager.findBy(EnrichedValue, { ...owner, status: 'written', decidedBy: Not(IsNull()) });
  const values = new Map(accepted.map(({ field, value }) => [field, { origin: 'user' as const, value }]));
  if (!('companyId' in subject)) return values;
  const [company] = await manager.query<[Record<CompanyColumn, string | null> & { user_fields: string[] }]>(
    'SELECT website, industry, description, user_fields FROM companies WHERE id = $1',
    [subject.companyId],
  );
  const owned = company.user_fields.filter(isCompanyColumn);
  for (const field of owned) values.set(field, { origin: 'user', value: company[field] });
  return values;
}

/** Whose value it is. */
export function subjectOf({ contactId, companyId }: EnrichedValue): ProfileSubject {
  return contactId === null ? { companyId: companyId ?? '' } : { contactId };
}
