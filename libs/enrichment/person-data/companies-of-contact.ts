import type { Company, Contact } from '#contacts';
import type { EntityManager } from 'typeorm';
import { mailProvider } from '../mail/mail-domain.ts';

/** $1 organization, $2 contact, $3 its company, $4 the domain of its email or null. */
const COMPANIES = `
  SELECT co.id, co.website FROM companies co
  WHERE co.organization_id = $1 AND (co.id = $3
    OR co.id IN (SELECT v.company_id FROM enriched_values v JOIN enrichment_jobs j ON j.id = v.job_id
      WHERE j.organization_id = $1 AND j.contact_id = $2 AND v.company_id IS NOT NULL)
    OR co.id IN (SELECT of_company.company_id FROM enriched_values own
      JOIN evidence e ON e.enriched_value_id = own.id
      JOIN evidence same ON same.organization_id = $1 AND same.document_id = e.document_id
      JOIN enriched_values of_company ON of_company.id = same.enriched_value_id
      WHERE own.organization_id = $1 AND own.contact_id = $2 AND of_company.company_id IS NOT NULL)
    OR right('.' || lower(substring(co.website FROM '^https?://([^/:?#]+)')), length($4) + 1) = '.' || $4)
  ORDER BY co.id`;

/**
 * The companies whose profiles may have got something of a contact: its own, those that its jobs have found values for or
 * that share a document with it, so that one it has left is among them, and those at the domain of its email.
 */
export function companiesOf(manager: EntityManager, contact: Contact): Promise<Pick<Company, 'id' | 'website'>[]> {
  const { organizationId, id, companyId, email } = contact;
  const domain = email === null ? null : (mailProvider(email)?.domain ?? null);
  return manager.query(COMPANIES, [organizationId, id, companyId, domain]);
}
