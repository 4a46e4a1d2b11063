import type { Page, Paging } from '#platform';
import type { EntityManager } from 'typeorm';
import type { EnrichedValueStatus } from './enriched-value.entity.ts';

/** A value of a profile with the strongest piece of evidence that it stands on. */
export interface ProfileValue {
  readonly value: unknown;
  /** From 0 to 0.98. */
  readonly confidence: number;
  readonly source: string;
  readonly url: string | null;
  readonly quote: string;
  /** ISO 8601. */
  readonly fetchedAt: string;
  readonly evidenceId: string;
}

/** What enrichment knows, by field. */
export type Profile = Readonly<Record<string, ProfileValue>>;

/** One piece of evidence, with the value that it supports. */
export interface EvidenceRecord {
  readonly id: string;
  readonly subject: 'contact' | 'company';
  readonly field: string;
  readonly value: unknown;
  readonly status: EnrichedValueStatus;
  readonly confidence: number;
  readonly source: string;
  readonly url: string | null;
  readonly pointer: string | null;
  readonly quote: string;
  readonly fetchedAt: Date;
  readonly jobId: string | null;
}

/** Format of `to_char` for a time in UTC as ISO 8601. */
export const ISO_TIME = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** SQL for the profile of the contact or company that `owner` ties `v` (enriched_values) to, as one JSON object. */
export const PROFILE_JSON = (owner: string): string => `
  coalesce((SELECT json_object_agg(v.field, json_build_object(
      'value', v.value, 'confidence', round(v.confidence::numeric, 3), 'source', e.source, 'url', e.url,
      'quote', e.quote, 'fetchedAt', to_char(e.fetched_at AT TIME ZONE 'UTC', ${ISO_TIME}), 'evidenceId', e.id)
      ORDER BY v.field)
    FROM enriched_values v CROSS JOIN LATERAL (
      SELECT * FROM evidence e WHERE e.enriched_value_id = v.id ORDER BY e.confidence DESC, e.id LIMIT 1) e
    WHERE ${owner} AND v.status = 'written'), '{}'::json)`;

/**
 * The evidence behind the written and suggested values of a contact, and of the company it belongs to; of the company
 * alone where there is no contact. Ordered by subject and field, strongest first.
 */
export async function listEvidence(
  manager: EntityManager,
  organizationId: string,
  of: { readonly contactId: string | null; readonly companyId: string | null },
  paging: Paging,
): Promise<Page<EvidenceRecord>> {
  const from = `FROM enriched_values v JOIN evidence e ON e.enriched_value_id = v.id
    WHERE v.organization_id = $1 AND v.status IN ('written', 'suggested') AND (v.contact_id = $2 OR v.company_id = $3)`;
  const [row] = await manager.query<[{ total: number; items: EvidenceRecord[] | null }]>(
    `SELECT (SELECT count(*)::int ${from}) AS total, (SELECT json_agg(page) FROM (
       SELECT e.id, CASE WHEN v.contact_id IS NULL THEN 'company' ELSE 'contact' END AS subject, v.field, v.value,
         v.status, round(e.confidence::numeric, 3) AS confidence, e.source, e.url, e.pointer, e.quote,
         e.fetched_at AS "fetchedAt", v.job_id AS "jobId"
       ${from} ORDER BY v.contact_id IS NULL, v.field, v.status DESC, e.confidence DESC, e.id LIMIT $4 OFFSET $5) page) AS items`,
    [organizationId, of.contactId, of.companyId, paging.limit, paging.offset],
  );
  return {
    total: row.total,
    items: (row.items ?? []).map((item) => ({ ...item, fetchedAt: new Date(item.fetchedAt) })),
  };
}
