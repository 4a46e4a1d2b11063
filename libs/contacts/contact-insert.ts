import { auditSql, authorParameters, byActor, hotQuery, type Actor } from '#platform';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { COMPANY_OF_NAME } from './company-of-name.ts';
import { DETAIL_COLUMNS, type ContactDetail } from './contact-queries.ts';
import type { Visibility } from './contact.entity.ts';
import { toMilliseconds } from './listing.ts';

/** At most one of `companyId` and `companyName` is set. */
export interface NewContact {
  readonly email: string;
  readonly firstName: string;
  readonly lastName?: string | null | undefined;
  readonly phoneNumber?: string | null | undefined;
  readonly address?: string | null | undefined;
  readonly companyId?: string | null | undefined;
  readonly companyName?: string | null | undefined;
  readonly isConnector?: boolean | undefined;
  readonly isSolutionProvider?: boolean | undefined;
  readonly visibility?: Visibility | undefined;
}

/**
 * SQL of `co`, the one company of a new contact, and of `made`, which is that company if it is new. All take the same
 * parameters, which SQL wants to be mentioned.
 */
const NOT_MADE = 'made AS (SELECT $3::uuid AS id WHERE false)';
const COMPANY = {
  none: `${NOT_MADE}, co AS (SELECT $2::uuid AS id, NULL AS name, NULL AS industry, NULL AS website)`,
  id: `${NOT_MADE}, co AS (SELECT id, name, industry, website FROM companies WHERE organization_id = $1 AND id = $2)`,
  name: COMPANY_OF_NAME,
} as const;

const CREATED = `
  SELECT $15::uuid, 'contact.created', 'contact', id::text, NULL, '{}'::text[] FROM c
  UNION ALL SELECT $16::uuid, 'company.created', 'company', id::text, NULL, '{}' FROM made`;

const insertSql = (company: keyof typeof COMPANY): string => `
  WITH ${COMPANY[company]}, c AS (
    INSERT INTO contacts (id, organization_id, owner_id, company_id, email, first_name, last_name, phone_number, address,
      is_connector, is_solution_provider, visibility)
    SELECT $4, $1, $5, co.id, $6, $7, $8, $9, $10, $11, $12, $13 FROM co
    RETURNING *, refuse_barred_email(organization_id, $14)),
  audited AS (${auditSql(CREATED, 17)})
  SELECT ${DETAIL_COLUMNS}, '{}'::json AS profile
  FROM c CROSS JOIN co LEFT JOIN users u ON u.organization_id = c.organization_id AND u.email_key = c.email_key`;

const INSERT = { none: insertSql('none'), id: insertSql('id'), name: insertSql('name') };

/**
 * Creates a contact, and the company that it names if there is none of that name, in one statement with their audit events.
 * @param emailHash by which the email may be barred
 * @returns undefined where `companyId` is not a company of the organization
 * @throws QueryFailedError of contacts_email_key where the email is taken, of barred_emails_hash_key where it is barred
 */
export async function insertContact(
  manager: EntityManager,
  actor: Actor,
  contact: NewContact,
  emailHash: Buffer,
): Promise<ContactDetail | undefined> {
  const { companyId = null, companyName = null } = contact;
  const sql = INSERT[companyName !== null ? 'name' : companyId !== null ? 'id' : 'none'];
  for (;;) {
    const [created] = await hotQuery<ContactDetail>(manager, sql, [
      ...[actor.organizationId, companyName ?? companyId, uuidv7(), uuidv7(), actor.userId],
      ...[contact.email, contact.firstName, contact.lastName, contact.phoneNumber, contact.address],
      ...[contact.isConnector ?? false, contact.isSolutionProvider ?? false, contact.visibility ?? 'organization'],
      ...[emailHash, uuidv7(), uuidv7(), ...authorParameters(byActor(actor))],
    ]);
    if (created) return toMilliseconds(created);
    if (companyName === null) return undefined;
  }
}
