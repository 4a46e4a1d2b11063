import { hotQuery } from '#platform';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { EnrichedValue } from './enriched-value.entity.ts';
import type { Finding } from './finding.ts';

/** Whose profile: a contact's or a company's. */
export type ProfileSubject = { readonly contactId: string } | { readonly companyId: string };

/** Fields of a company's profile that are columns of the company as well, which users can edit. */
const COMPANY_COLUMNS = ['website', 'industry', 'description'] as const;
export type CompanyColumn = (typeof COMPANY_COLUMNS)[number];

export const isCompanyColumn = (field: string): field is CompanyColumn =>
  COMPANY_COLUMNS.includes(field as CompanyColumn);

/** A finding on its way into a profile, or beside it. */
export interface NewValue {
  readonly owner: ProfileSubject;
  readonly finding: Finding;
  readonly status: 'written' | 'suggested';
}

const INSERT_VALUES = `
  WITH value AS (
    INSERT INTO enriched_values
      (id, organization_id, contact_id, company_id, field, value, confidence, status, inputs, job_id)
    SELECT v.id, $1, v."contactId", v."companyId", v.field, v.value, v.confidence, v.status, v.inputs, $2
    FROM jsonb_to_recordset($3) AS v (id uuid, "contactId" uuid, "companyId" uuid, field text, value jsonb,
      confidence double precision, status text, inputs text[]))
  INSERT INTO evidence
    (id, organization_id, enriched_value_id, source, document_id, url, pointer, quote, fetched_at, confidence)
  SELECT e.id, $1, e.value_id, e.source, e.document_id, e.url, e.pointer, e.quote, e.fetched_at, e.confidence
  FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::uuid[], $8::text[], $9::text[], $10::text[], $11::timestamptz[],
    $12::double precision[])
    AS e (id, value_id, source, document_id, url, pointer, quote, fetched_at, confidence)`;

/** As the parameters from $4 on have them. */
const EVIDENCE_COLUMNS = [
  'id',
  'valueId',
  'source',
  'documentId',
  'url',
  'pointer',
  'quote',
  'fetchedAt',
  'confidence',
] as const;

/** Puts findings into profiles, or beside them, with all their evidence: one statement, however many they are. */
export async function insertValues(
  manager: EntityManager,
  organizationId: string,
  jobId: string | null,
  added: readonly NewValue[],
): Promise<void> {
  if (added.length === 0) return;
  const values = added.map(({ owner, finding, status }) => {
    const { field, value, confidence, inputs } = finding;
    return { id: uuidv7(), ...owner, field, value, confidence, status, inputs };
  });
  const evidence = added.flatMap(({ finding }, index) =>
    finding.evidence.map((one) => ({ ...one, id: uuidv7(), valueId: values[index]?.id })),
  );
  await hotQuery(manager, INSERT_VALUES, [
    ...[organizationId, jobId, JSON.stringify(values)],
    ...EVIDENCE_COLUMNS.map((column) => evidence.map((one) => one[column])),
  ]);
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
  values: readonly Pick<EnrichedValue, 'id'>[],
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

/** Whose value it is. */
export function subjectOf({ contactId, companyId }: EnrichedValue): ProfileSubject {
  return contactId === null ? { companyId: companyId ?? '' } : { contactId };
}
