import type { Page, Paging } from '#platform';
import type { EntityManager } from 'typeorm';
import { ISO_TIME } from './profile-queries.ts';

/** A finding that waits for a user's decision. */
export interface Suggestion {
  readonly id: string;
  readonly subject: 'contact' | 'company';
  readonly field: string;
  readonly value: unknown;
  /** What the field holds now; null if it is empty. */
  readonly currentValue: unknown;
  /** From 0 to 0.98. */
  readonly confidence: number;
  readonly createdAt: Date;
  readonly evidence: readonly SuggestionEvidence[];
}

interface SuggestionEvidence {
  readonly id: string;
  readonly source: string;
  readonly url: string | null;
  readonly pointer: string | null;
  readonly quote: string;
  /** ISO 8601. */
  readonly fetchedAt: string;
  readonly confidence: number;
}

/** The open suggestions for a contact and for its company, newest first. Walks enriched_values_contact_idx and _company_idx. */
export async function listSuggestions(
  manager: EntityManager,
  organizationId: string,
  of: { readonly contactId: string; readonly companyId: string | null },
  paging: Paging,
): Promise<Page<Suggestion>> {
  const from = `FROM enriched_values v LEFT JOIN companies co
      ON co.organization_id = v.organization_id AND co.id = v.company_id
    WHERE v.organization_id = $1 AND v.status = 'suggested' AND (v.contact_id = $2 OR v.company_id = $3)`;
  const [row] = await manager.query<[{ total: number; items: Suggestion[] | null }]>(
    `SELECT (SELECT count(*)::int ${from}) AS total, (SELECT json_agg(page) FROM (
       SELECT v.id, CASE WHEN v.contact_id IS NULL THEN 'company' ELSE 'contact' END AS subject, v.field, v.value,
         CASE WHEN v.company_id IS NOT NULL AND v.field IN ('website', 'industry', 'description')
           THEN to_jsonb(CASE v.field WHEN 'website' THEN co.website WHEN 'industry' THEN co.industry
             ELSE co.description END)
           ELSE (SELECT w.value FROM enriched_values w WHERE w.status = 'written' AND w.field = v.field
             AND w.organization_id = v.organization_id AND (w.contact_id = v.contact_id OR w.company_id = v.company_id))
         END AS "currentValue",
         round(v.confidence::numeric, 3) AS confidence, v.created_at AS "createdAt",
         (SELECT json_agg(json_build_object('id', e.id, 'source', e.source, 'url', e.url, 'pointer', e.pointer,
            'quote', e.quote, 'confidence', round(e.confidence::numeric, 3),
            'fetchedAt', to_char(e.fetched_at AT TIME ZONE 'UTC', ${ISO_TIME})) ORDER BY e.confidence DESC, e.id)
          FROM evidence e WHERE e.enriched_value_id = v.id) AS evidence
       ${from} ORDER BY v.created_at DESC, v.id DESC LIMIT $4 OFFSET $5) page) AS items`,
    [organizationId, of.contactId, of.companyId, paging.limit, paging.offset],
  );
  const items = (row.items ?? []).map((item) => ({ ...item, createdAt: new Date(item.createdAt) }));
  return { total: row.total, items };
}
