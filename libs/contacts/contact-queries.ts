import type { Actor, Page, Paging } from '#platform';
import type { EntityManager } from 'typeorm';
import { visibleContacts } from './conditions.ts';
import type { Visibility } from './contact.entity.ts';
import { PROFILE_JSON, type Profile } from './profile-queries.ts';

/** A contact as lists show it. */
export interface ContactSummary {
  readonly id: string;
  readonly email: string | null;
  readonly firstName: string;
  readonly lastName: string | null;
  readonly phoneNumber: string | null;
  readonly address: string | null;
  readonly isFullUser: boolean;
  readonly visibility: Visibility;
  readonly company: { readonly id: string; readonly name: string; readonly industry: string | null } | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A contact with all that is known of it. */
export interface ContactDetail extends ContactSummary {
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly isConnector: boolean;
  readonly isSolutionProvider: boolean;
  readonly ownerId: string;
  readonly company: (NonNullable<ContactSummary['company']> & { readonly website: string | null }) | null;
  readonly profile: Profile;
}

/** What narrows a list of contacts. */
export interface ContactFilter {
  readonly search?: string | undefined;
  readonly companyId?: string | undefined;
}

const SUMMARY_COLUMNS = `
  c.id, c.email, c.first_name AS "firstName", c.last_name AS "lastName", c.phone_number AS "phoneNumber", c.address,
  EXISTS (SELECT FROM users u
    WHERE u.organization_id = c.organization_id AND u.email_key = c.email_key AND u.active) AS "isFullUser",
  c.visibility, c.created_at AS "createdAt", c.updated_at AS "updatedAt"`;

const FROM_CONTACTS = `
  FROM contacts c LEFT JOIN companies co ON co.organization_id = c.organization_id AND co.id = c.company_id`;

/**
 * A page of the contacts that an actor may see, newest first, with the exact total: one statement, so that both are of
 * the same moment. Walks contacts_newest_idx (contacts_company_idx with `companyId`) and stops after the page; a search
 * goes through contacts_search_idx.
 */
export async function listContacts(
  manager: EntityManager,
  actor: Actor,
  filter: ContactFilter,
  paging: Paging,
): Promise<Page<ContactSummary>> {
  const conditions = visibleContacts(actor).search('c.search_text', filter.search);
  if (filter.companyId !== undefined) conditions.where('c.company_id = ?', filter.companyId);
  const where = conditions.sql;
  const [row] = await manager.query<[{ total: number; items: ContactSummary[] | null }]>(
    `SELECT (SELECT count(*)::int FROM contacts c WHERE ${where}) AS total,
       (SELECT json_agg(page) FROM (
          SELECT ${SUMMARY_COLUMNS},
            CASE WHEN co.id IS NOT NULL
              THEN json_build_object('id', co.id, 'name', co.name, 'industry', co.industry) END AS company
          ${FROM_CONTACTS} WHERE ${where}
          ORDER BY c.created_at DESC, c.id DESC
          LIMIT ${conditions.bind(paging.limit)} OFFSET ${conditions.bind(paging.offset)}) page) AS items`,
    conditions.parameters,
  );
  return { total: row.total, items: (row.items ?? []).map(withDates) };
}

/** One contact, if the actor may see it. */
export async function findContact(
  manager: EntityManager,
  actor: Actor,
  id: string,
): Promise<ContactDetail | undefined> {
  const conditions = visibleContacts(actor).where('c.id = ?', id);
  const [found] = await manager.query<ContactDetail[]>(
    `SELECT ${SUMMARY_COLUMNS}, c.latitude, c.longitude, c.is_connector AS "isConnector",
       c.is_solution_provider AS "isSolutionProvider", c.owner_id AS "ownerId",
       CASE WHEN co.id IS NOT NULL THEN json_build_object(
         'id', co.id, 'name', co.name, 'industry', co.industry, 'website', co.website) END AS company,
       ${PROFILE_JSON('v.contact_id = c.id AND v.organization_id = c.organization_id')} AS profile
     ${FROM_CONTACTS} WHERE ${conditions.sql}`,
    conditions.parameters,
  );
  return found && withDates(found);
}

/** JSON from the database carries times as text. */
function withDates<T extends ContactSummary>(row: T): T {
  return { ...row, createdAt: new Date(row.createdAt), updatedAt: new Date(row.updatedAt) };
}
