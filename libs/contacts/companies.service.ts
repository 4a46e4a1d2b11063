import { Injectable } from '@nestjs/common';
import {
  auditSql,
  authorParameters,
  byActor,
  DomainError,
  hotQuery,
  inRepeatableTransaction,
  recordAudit,
  type Actor,
} from '#platform';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { COMPANY_OF_NAME } from './company-of-name.ts';
import { Company } from './company.entity.ts';
import { Conditions, wordsOf } from './conditions.ts';
import { violates } from './constraints.ts';
import { assertExpected, type Expectation } from './expectation.ts';
import { readList, toMilliseconds, type ListPage, type ListPaging } from './listing.ts';
import { contactsRestingOn } from './profile-rows.ts';
import { PROFILE_JSON, type Profile } from './profile-queries.ts';
import { ProfileService } from './profile.service.ts';
import { SearchTotals } from './search-totals.ts';

/** A company with what enrichment knows of it. */
export interface CompanyDetail {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly website: string | null;
  readonly industry: string | null;
  readonly address: string | null;
  readonly profile: Profile;
  /** ISO 8601 in UTC, to the millisecond; so is `updatedAt`. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Absent is unchanged (or empty, on create), null clears. */
export interface CompanyFields {
  readonly description?: string | null | undefined;
  readonly website?: string | null | undefined;
  readonly industry?: string | null | undefined;
  readonly address?: string | null | undefined;
}

type CompanyChanges = CompanyFields & { readonly name?: string | undefined };

const OPTIONAL_FIELDS = ['description', 'website', 'industry', 'address'] as const;

const COLUMNS = `co.id, co.name, co.description, co.website, co.industry, co.address,
  ${PROFILE_JSON('v.company_id = co.id AND v.organization_id = co.organization_id')} AS profile,
  to_json(co.created_at) AS "createdAt", to_json(co.updated_at) AS "updatedAt"`;

const MADE = `SELECT $4::uuid, 'company.created', 'company', id::text, NULL, '{}'::text[] FROM made`;
const ENSURE = `WITH ${COMPANY_OF_NAME}, audited AS (${auditSql(MADE, 5)}) SELECT id FROM co`;

/** An organization's companies. All of its users see all of them. */
@Injectable()
export class CompaniesService {
  private readonly searchTotals = new SearchTotals();

  constructor(
    private readonly dataSource: DataSource,
    private readonly profiles: ProfileService,
  ) {}

  /**
   * A page of companies, newest first, with the exact total of the same moment. Every word of `search` must occur in
   * name, industry or website.
   */
  list(actor: Actor, search: string | undefined, paging: ListPaging): Promise<ListPage<CompanyDetail>> {
    const { organizationId } = actor;
    const words = wordsOf(search);
    const counts = 'FROM company_counts WHERE organization_id = $1';
    return readList<CompanyDetail>(
      this.dataSource.manager,
      {
        ...{ table: 'companies', alias: 'co', columns: COLUMNS },
        conditions: new Conditions().where('co.organization_id = ?', organizationId).search('co.search_text', words),
        keptTotal: words.length === 0 ? `SELECT coalesce(sum(companies), 0) ${counts}` : undefined,
        changes: `SELECT coalesce(sum(changes), 0) ${counts}`,
        search: JSON.stringify([organizationId, words]),
      },
      paging,
      this.searchTotals,
    );
  }

  /** @throws DomainError `company_not_found` */
  async get(actor: Actor, id: string, manager = this.dataSource.manager): Promise<CompanyDetail> {
    const [found] = await manager.query<CompanyDetail[]>(
      `SELECT ${COLUMNS} FROM companies co WHERE co.organization_id = $1 AND co.id = $2`,
      [actor.organizationId, id],
    );
    if (!found) throw notFound();
    return toMilliseconds(found);
  }

  /** @throws DomainError `company_name_taken`, whatever the name's letter case and spacing */
  async create(
    actor: Actor,
    name: string,
    fields: CompanyFields,
    source = this.dataSource.manager,
  ): Promise<CompanyDetail> {
    const id = uuidv7();
    const entered = enteredFields(fields);
    const { organizationId } = actor;
    return source.transaction(async (manager) => {
      await manager
        .createQueryBuilder()
        .insert()
        .into(Company)
        .values({ id, organizationId, name, ...entered, userFields: Object.keys(entered) })
        .orIgnore()
        .execute();
      const created = await manager.existsBy(Company, { organizationId, id });
      if (!created) throw await this.nameTaken(manager, actor, name);
      const fields = Object.keys(entered);
      const entry = { action: 'company.created', subjectType: 'company', subjectId: id, fields } as const;
      await recordAudit(manager, byActor(actor), [entry]);
      return this.get(actor, id, manager);
    });
  }

  /**
   * Changes what is given.
   * @param expected asked under the company's lock, before anything is changed
   * @throws DomainError `company_not_found`, `company_name_taken`; `precondition_failed` where it is not as expected
   */
  async update(
    actor: Actor,
    id: string,
    changes: CompanyChanges,
    expected?: Expectation<CompanyDetail>,
  ): Promise<CompanyDetail> {
    try {
      return await inRepeatableTransaction(this.dataSource, (manager) =>
        this.change(manager, actor, id, changes, expected),
      );
    } catch (error) {
      if (!violates(error, 'companies_name_key')) throw error;
      throw await this.nameTaken(this.dataSource.manager, actor, changes.name ?? '');
    }
  }

  private async change(
    manager: EntityManager,
    actor: Actor,
    id: string,
    changes: CompanyChanges,
    expected: Expectation<CompanyDetail> | undefined,
  ): Promise<CompanyDetail> {
    // Contacts before their company, as in every transaction that locks both.
    const { organizationId } = actor;
    await contactsRestingOn(manager, organizationId, id, inputsNamed(changes), true);
    const company = await manager.findOne(Company, {
      where: { organizationId, id },
      lock: { mode: 'for_no_key_update' },
    });
    if (!company) throw notFound();
    await assertExpected(expected, () => this.get(actor, id, manager));
    const entered = enteredFields(changes);
    const userFields = [...new Set([...company.userFields, ...Object.keys(entered)])];
    const renamed = changes.name !== undefined && changes.name !== company.name ? { name: changes.name } : {};
    const moved = entered.website !== undefined && entered.website !== company.website;
    await manager.update(Company, { id }, { ...entered, ...renamed, userFields, updatedAt: () => 'clock_timestamp()' });
    await this.profiles.yieldToUser(manager, organizationId, id, Object.keys(entered));
    const inputs = [...(renamed.name === undefined ? [] : ['companyName']), ...(moved ? ['companyWebsite'] : [])];
    await this.profiles.withdraw(manager, organizationId, { companyId: id }, inputs);
    await this.profiles.withdrawFromContacts(manager, organizationId, id, inputs);
    const differs = (field: keyof CompanyFields): boolean => entered[field] !== company[field];
    const fields = [...Object.keys(renamed), ...OPTIONAL_FIELDS.filter((field) => field in entered && differs(field))];
    const entry = { action: 'company.updated', subjectType: 'company', subjectId: id, fields } as const;
    await recordAudit(manager, byActor(actor), [entry]);
    return this.get(actor, id, manager);
  }

  /** The organization's company of this name, ignoring letter case and spacing; created if there is none. */
  async ensure(manager: EntityManager, actor: Actor, name: string): Promise<string> {
    for (;;) {
      const [company] = await hotQuery<{ id: string }>(manager, ENSURE, [
        ...[actor.organizationId, name, uuidv7(), uuidv7(), ...authorParameters(byActor(actor))],
      ]);
      if (company) return company.id;
    }
  }

  private async nameHolder(manager: EntityManager, organizationId: string, name: string): Promise<string | undefined> {
    const rows = await manager.query<{ id: string }[]>(
      'SELECT id FROM companies WHERE organization_id = $1 AND name_key = fold_name($2)',
      [organizationId, name],
    );
    return rows[0]?.id;
  }

  private async nameTaken(manager: EntityManager, actor: Actor, name: string): Promise<DomainError> {
    const existingId = await this.nameHolder(manager, actor.organizationId, name);
    const message = 'Company with this name already exists in your organization';
    return new DomainError('company_name_taken', message, existingId === undefined ? {} : { existingId });
  }
}

/** What of a company findings may rest on, as far as a request names it. */
function inputsNamed({ name, website }: CompanyChanges): string[] {
  return [...(name === undefined ? [] : ['companyName']), ...(website === undefined ? [] : ['companyWebsite'])];
}

/** The optional fields that a request names, null included. */
function enteredFields(fields: CompanyFields): Partial<Record<(typeof OPTIONAL_FIELDS)[number], string | null>> {
  return Object.fromEntries(
    OPTIONAL_FIELDS.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
  );
}

function notFound(): DomainError {
  return new DomainError('company_not_found', 'Company not found');
}
