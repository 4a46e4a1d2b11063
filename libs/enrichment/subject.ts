import type { EntityManager } from 'typeorm';
import type { EnrichmentSubject, SubjectInput } from './source.ts';

/** The contact and company that a job is about, as they are in the database. */
export interface StoredSubject {
  readonly companyId: string | null;
  /** Null where the contact has no email any more. */
  readonly email: string | null;
  readonly contact: Omit<EnrichmentSubject['contact'], 'email'>;
  readonly company: EnrichmentSubject['company'];
}

/** Reads a job's subject; undefined if the contact was erased. */
export async function readSubject(
  manager: EntityManager,
  organizationId: string,
  contactId: string,
): Promise<StoredSubject | undefined> {
  const [row] = await manager.query<StoredSubject[]>(
    `SELECT c.company_id AS "companyId", c.email,
       json_build_object('firstName', c.first_name, 'lastName', c.last_name,
         'phoneNumber', c.phone_number, 'address', c.address) AS contact,
       CASE WHEN co.id IS NOT NULL THEN json_build_object('name', co.name, 'website', co.website,
         'websiteConfidence', CASE WHEN 'website' = ANY (co.user_fields) THEN 1 ELSE coalesce(w.confidence, 1) END)
       END AS company
     FROM contacts c
     LEFT JOIN companies co ON co.organization_id = c.organization_id AND co.id = c.company_id
     LEFT JOIN enriched_values w ON w.company_id = co.id AND w.field = 'website' AND w.status = 'written'
     WHERE c.organization_id = $1 AND c.id = $2`,
    [organizationId, contactId],
  );
  return row;
}

/** The parts of a subject that differ between two readings: claims that rest on them no longer hold. */
export function changedInputs(before: StoredSubject, after: StoredSubject): Set<SubjectInput> {
  const values = (subject: StoredSubject): Record<SubjectInput, unknown> => ({
    email: subject.email,
    firstName: subject.contact.firstName,
    lastName: subject.contact.lastName,
    phoneNumber: subject.contact.phoneNumber,
    address: subject.contact.address,
    company: subject.companyId,
    companyName: subject.company?.name,
    companyWebsite: subject.company?.website,
  });
  const [old, current] = [values(before), values(after)];
  const inputs = Object.keys(old) as SubjectInput[];
  return new Set(inputs.filter((input) => old[input] !== current[input]));
}
