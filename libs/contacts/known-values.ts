import type { EntityManager } from 'typeorm';

/** What the record or profile holds for a field that enrichment can fill. */
export interface KnownValue {
  readonly subject: 'contact' | 'company';
  readonly field: string;
  /** Whether a user entered, cleared or accepted it: then enrichment leaves it alone. */
  readonly byUser: boolean;
  /** From 0 to 0.98; 1 for what a user entered. */
  readonly confidence: number;
  /** When the newest evidence for it was read; null for what a user entered. */
  readonly readAt: Date | null;
}

/** What is known of a contact and the company it belongs to. Walks enriched_values_contact_idx and _company_idx. */
export async function readKnownValues(
  manager: EntityManager,
  organizationId: string,
  of: { readonly contactId: string; readonly companyId: string | null },
): Promise<KnownValue[]> {
  return manager.query<KnownValue[]>(
    `SELECT CASE WHEN v.contact_id IS NULL THEN 'company' ELSE 'contact' END AS subject, v.field,
       v.decided_by IS NOT NULL AS "byUser", v.confidence,
       (SELECT max(e.fetched_at) FROM evidence e WHERE e.enriched_value_id = v.id) AS "readAt"
     FROM enriched_values v
     WHERE v.organization_id = $1 AND v.status = 'written' AND (v.contact_id = $2 OR v.company_id = $3)
     UNION ALL
     SELECT 'company', unnest(user_fields), true, 1, NULL FROM companies WHERE organization_id = $1 AND id = $3`,
    [organizationId, of.contactId, of.companyId],
  );
}
