import { hotQuery, type Actor } from '#platform';
import type { EntityManager } from 'typeorm';
import { seesAllContacts, visibleContacts, wordsOf, type Conditions } from './conditions.ts';
import type { Visibility } from './contact.entity.ts';
import { readList, toMilliseconds, type ListPage, type ListPaging } from './listing.ts';
import { PROFILE_JSON, type Profile } from './profile-queries.ts';
import type { SearchTotals } from './search-totals.ts';

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
  /** ISO 8601 in UTC, to the millisecond; so is `updatedAt`. */
  readonly createdAt: string;
  readonly updatedAt: string;
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
  coalesce(u.active, false) AS "isFullUser", c.visibility,
  to_json(c.created_at) AS "createdAt", to_json(c.updated_at) AS "updatedAt"`;

/** The company of a contact, and the user of its email. */
const JOINS = `
  LEFT JOIN companies co ON co.organization_id = c.organization_id AND co.id = c.company_id
  LEFT JOIN users u ON u.organization_id = c.organization_id AND u.email_key = c.email_key`;

/**
 * A page of the contacts that an actor may see, newest first, with the exact total. Walks contacts_newest_idx, or
 * contacts_company_idx with `companyId`; a search for a rare word of three letters and more goes through
 * contacts_search_idx.
 */
export function listContacts(
  manager: EntityManager,
  actor: Actor,
  filter: ContactFilter,
  paging: ListPaging,
  totals: SearchTotals,
): Promise<ListPage<ContactSummary>> {
  const words = wordsOf(filter.search);
  const conditions = visibleContacts(actor);
  if (filter.companyId !== undefined) conditions.where('c.company_id = ?', filter.companyId);
  const keptTotal = words.length === 0 ? keptTotalOf(conditions, actor, filter.companyId) : undefined;
  const { organizationId, userId } = actor;
  return readList<ContactSummary>(
    manager,
    {
      ...{
        table: 'contacts',
        alias: 'c',
        joins: JOINS,
        conditions: conditions.search('c.search_text', words),
        keptTotal,
      },
      columns: `${SUMMARY_COLUMNS},
        CASE WHEN co.id IS NOT NULL
          THEN json_build_object('id', co.id, 'name', co.name, 'industry', co.industry) END AS company`,
      // $1 is the organization.
      changes: `SELECT coalesce(sum(changes), 0) FROM contact_counts
        WHERE organization_id = $1 AND company_id IS NULL AND private_to IS NULL`,
      search: JSON.stringify([organizationId, seesAllContacts(actor) || userId, filter.companyId, words]),
    },
    paging,
    totals,
  );
}

/** SQL of the number of contacts, or of a company's contacts, that the actor may see. */
function keptTotalOf(conditions: Conditions, actor: Actor, companyId: string | undefined): string {
  const ofCompany = companyId === undefined ? 'company_id IS NULL' : `company_id = ${conditions.bind(companyId)}`;
  const of = `FROM contact_counts WHERE organization_id = $1 AND ${ofCompany}`;
  if (seesAllContacts(actor)) return `SELECT coalesce(sum(contacts), 0) ${of} AND private_to IS NULL`;
  return `
    SELECT coalesce(sum(contacts - private_contacts), 0) + (
      SELECT coalesce(sum(contacts), 0) ${of} AND private_to = ${conditions.bind(actor.userId)})
    ${of} AND private_to IS NULL`;
}

/** Of a contact `c`, its company `co`, and the user `u` of its email; times have yet to be cut to milliseconds. */
export const DETAIL_COLUMNS = `${SUMMARY_COLUMNS}, c.latitude, c.longitude, c.is_connector AS "isConnector",
  c.is_solution_provider AS "isSolutionProvider", c.owner_id AS "ownerId",
  CASE WHEN co.id IS NOT NULL THEN json_build_object(
    'id', co.id, 'name', co.name, 'industry', co.industry, 'website', co.website) END AS company`;

/** Texts by their condition, of which there is one for each kind of actor: the same text is found at once as prepared. */
const detailTexts = new Map<string, string>();

function detailSql(condition: string): string {
  const known = detailTexts.get(condition);
  if (known !== undefined) return known;
  const profile = PROFILE_JSON('v.contact_id = c.id AND v.organization_id = c.organization_id');
  const sql = `SELECT ${DETAIL_COLUMNS}, ${profile} AS profile FROM contacts c ${JOINS} WHERE ${condition}`;
  detailTexts.set(condition, sql);
  return sql;
}

/** One contact, if the actor may see it. */
export async function findContact(
  manager: EntityManager,
  actor: Actor,
  id: string,
): Promise<ContactDetail | undefined> {
  const conditions = visibleContacts(actor).where('c.id = ?', id);
  const [found] = await hotQuery<ContactDetail>(manager, detailSql(conditions.sql), conditions.parameters);
  return found && toMilliseconds(found);
}
