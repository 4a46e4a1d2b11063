import { hotQuery } from '#platform';
import type { DataSource, EntityManager } from 'typeorm';
import type { Company } from './company.entity.ts';
import type { Contact } from './contact.entity.ts';
import type { EnrichedValue } from './enriched-value.entity.ts';
import type { NewEvidence } from './finding.ts';

/** A value that is in a profile, waits for a user's decision or was turned down, with all that it stands on. */
export interface StoredValue extends Pick<
  EnrichedValue,
  'id' | 'contactId' | 'companyId' | 'field' | 'value' | 'confidence' | 'status' | 'decidedBy' | 'createdAt'
> {
  readonly evidence: readonly NewEvidence[];
}

/** A contact and its company as enrichment sees them: what users entered, what was found, what they decided about it. */
export interface ProfileRecord {
  readonly organizationId: string;
  readonly contactId: string;
  readonly companyId: string | null;
  /** Null where the contact has no email any more. */
  readonly email: string | null;
  readonly contact: Pick<Contact, 'firstName' | 'lastName' | 'phoneNumber' | 'address'>;
  readonly company: Pick<Company, 'name' | 'website' | 'industry' | 'description' | 'userFields'> | null;
  /** Those with status `written`, `suggested` or `rejected`, of both. */
  readonly values: readonly StoredValue[];
  /** The documents that nothing may be taken from for the contact. */
  readonly barredUrls: ReadonlySet<string>;
}

interface Row extends Omit<ProfileRecord, 'values' | 'barredUrls'> {
  readonly values: readonly StoredValue[] | null;
  readonly barredUrls: readonly string[];
}

const EVIDENCE = `(
  SELECT json_agg(json_build_object('source', e.source, 'documentId', e.document_id, 'url', e.url, 'pointer', e.pointer,
    'quote', e.quote, 'fetchedAt', e.fetched_at, 'confidence', e.confidence) ORDER BY e.id)
  FROM evidence e WHERE e.enriched_value_id = v.id)`;

/** Goes by primary keys, and for the values by enriched_values_contact_idx and _company_idx. */
const RECORD = `
  SELECT c.organization_id AS "organizationId", c.id AS "contactId", c.company_id AS "companyId", c.email,
    json_build_object('firstName', c.first_name, 'lastName', c.last_name,
      'phoneNumber', c.phone_number, 'address', c.address) AS contact,
    CASE WHEN co.id IS NOT NULL THEN json_build_object('name', co.name, 'website', co.website,
      'industry', co.industry, 'description', co.description, 'userFields', co.user_fields) END AS company,
    (SELECT json_agg(json_build_object('id', v.id, 'contactId', v.contact_id, 'companyId', v.company_id,
        'field', v.field, 'value', v.value, 'confidence', v.confidence, 'status', v.status, 'decidedBy', v.decided_by,
        'createdAt', v.created_at, 'evidence', ${EVIDENCE}) ORDER BY v.id)
      FROM enriched_values v
      WHERE v.organization_id = $1 AND (v.contact_id = c.id OR v.company_id = c.company_id)
        AND v.status IN ('written', 'suggested', 'rejected')) AS values,
    ARRAY(SELECT b.url FROM barred_matches b WHERE b.organization_id = $1 AND b.contact_id = c.id) AS "barredUrls"
  FROM contacts c LEFT JOIN companies co ON co.organization_id = c.organization_id AND co.id = c.company_id
  WHERE c.organization_id = $1 AND c.id = $2`;

/** Reads a record in one statement, so that all of it is of the same moment; undefined where there is no such contact. */
export async function readProfileRecord(
  source: DataSource | EntityManager,
  organizationId: string,
  contactId: string,
): Promise<ProfileRecord | undefined> {
  const [row] = await hotQuery<Row>(source, RECORD, [organizationId, contactId]);
  return row && { ...row, values: (row.values ?? []).map(withDates), barredUrls: new Set(row.barredUrls) };
}

/** JSON from the database carries times as text. */
function withDates(value: StoredValue): StoredValue {
  const evidence = value.evidence.map((one) => ({ ...one, fetchedAt: new Date(one.fetchedAt) }));
  return { ...value, createdAt: new Date(value.createdAt), evidence };
}
