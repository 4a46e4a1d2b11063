import { Injectable } from '@nestjs/common';
import { In, IsNull, Not, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { BarredMatch } from './barred-match.entity.ts';
import { EnrichedValue } from './enriched-value.entity.ts';
import { Evidence } from './evidence.entity.ts';
import { decide, sameValue, type CurrentValue } from './merge-policy.ts';

/** Whose profile: a contact's or a company's. */
export type ProfileSubject = { readonly contactId: string } | { readonly companyId: string };

/** A value that was found for a field, with all the evidence for it; what it rests on must still hold. */
export interface Finding {
  readonly field: string;
  readonly value: unknown;
  readonly confidence: number;
  readonly inputs: readonly string[];
  readonly evidence: readonly [NewEvidence, ...NewEvidence[]];
}

type NewEvidence = Pick<Evidence, 'source' | 'url' | 'pointer' | 'quote' | 'fetchedAt' | 'confidence'>;

/** What merging did with a finding. */
export interface MergedFinding {
  readonly finding: Finding;
  readonly decision: 'write' | 'suggest' | 'drop';
}

/** Fields of a company's profile that are columns of the company as well, which users can edit. */
const COMPANY_COLUMNS = ['website', 'industry', 'description'] as const;
type CompanyColumn = (typeof COMPANY_COLUMNS)[number];

const isCompanyColumn = (field: string): field is CompanyColumn => COMPANY_COLUMNS.includes(field as CompanyColumn);

/**
 * Keeps the profiles: the written values of {@link EnrichedValue}, and the columns of contact and company that repeat
 * them. Everything here runs in the caller's transaction, with the contact's or company's row locked.
 */
@Injectable()
export class ProfileService {
  /** Merges findings into a profile by the policy of `merge-policy.ts`. */
  async merge(
    manager: EntityManager,
    organizationId: string,
    subject: ProfileSubject,
    jobId: string,
    findings: readonly Finding[],
  ): Promise<MergedFinding[]> {
    const stored = await manager.findBy(EnrichedValue, [
      { organizationId, ...subject, status: 'written' },
      { organizationId, ...subject, status: 'suggested' },
      { organizationId, ...subject, status: 'rejected' },
    ]);
    const userValues = await this.userValues(manager, subject);
    const merged: MergedFinding[] = [];
    const now = new Date();
    for (const finding of findings) {
      const written = stored.find((value) => value.status === 'written' && value.field === finding.field);
      const current: CurrentValue | undefined =
        userValues.get(finding.field) ?? (written && { ...written, origin: 'enrichment', foundAt: written.createdAt });
      const rejected = stored.some(
        ({ status, field, value }) =>
          status === 'rejected' && field === finding.field && sameValue(value, finding.value),
      );
      const decision = rejected ? 'drop' : decide(finding, current, now);
      merged.push({ finding, decision });
      if (decision === 'drop') continue;
      const replaced = stored.filter(
        ({ field, status }) =>
          field === finding.field && (status === 'suggested' || (status === 'written' && decision === 'write')),
      );
      await this.end(manager, replaced, 'superseded');
      await this.insert(manager, organizationId, subject, jobId, finding, decision);
      if (decision === 'write') await this.mirror(manager, subject, finding.field, finding.value);
    }
    return merged;
  }

  /** Withdraws what rests on parts of the record that have changed: the old quote no longer speaks for the new record. */
  async withdraw(
    manager: EntityManager,
    organizationId: string,
    subject: ProfileSubject,
    changedInputs: readonly string[],
  ): Promise<void> {
    if (changedInputs.length === 0) return;
    const live = await manager.findBy(EnrichedValue, [
      { organizationId, ...subject, status: 'written' },
      { organizationId, ...subject, status: 'suggested' },
    ]);
    const stale = live.filter((value) => value.inputs.some((input) => changedInputs.includes(input)));
    await this.end(manager, stale, 'withdrawn');
    const userValues = await this.userValues(manager, subject);
    for (const { status, field } of stale) {
      if (status === 'written' && !userValues.has(field)) await this.mirror(manager, subject, field, null);
    }
  }

  /** The documents that nothing may be taken from for a contact, by URL. */
  async barredUrls(manager: EntityManager, organizationId: string, contactId: string): Promise<Set<string>> {
    const barred = await manager.findBy(BarredMatch, { organizationId, contactId });
    return new Set(barred.map(({ url }) => url));
  }

  /** Withdraws the contact's values for which all evidence was read in one document. */
  async withdrawDocument(
    manager: EntityManager,
    organizationId: string,
    contactId: string,
    url: string,
  ): Promise<void> {
    const rows = await manager.query<{ id: string }[]>(
      `SELECT v.id FROM enriched_values v
       WHERE v.organization_id = $1 AND v.contact_id = $2 AND v.status IN ('written', 'suggested')
         AND NOT EXISTS (SELECT FROM evidence e
           WHERE e.enriched_value_id = v.id AND e.url IS DISTINCT FROM $3)`,
      [organizationId, contactId, url],
    );
    const values = await manager.findBy(EnrichedValue, { id: In(rows.map(({ id }) => id)) });
    await this.end(manager, values, 'withdrawn');
    for (const { status, field } of values) {
      if (status === 'written') await this.mirror(manager, { contactId }, field, null);
    }
  }

  /** A user accepts a suggestion: from here on it counts as entered by that user. */
  async accept(manager: EntityManager, suggestion: EnrichedValue, userId: string): Promise<void> {
    const { id, organizationId, contactId, companyId, field, value } = suggestion;
    const subject = subjectOf(suggestion);
    const rivals = await manager.findBy(EnrichedValue, [
      { organizationId, ...subject, field, status: 'written' },
      { organizationId, ...subject, field, status: 'suggested', id: Not(id) },
    ]);
    await this.end(manager, rivals, 'superseded');
    await manager.update(EnrichedValue, { id }, { status: 'written', decidedBy: userId, decidedAt: () => 'now()' });
    await this.mirror(manager, subject, field, value);
    if (contactId !== null || !isCompanyColumn(field)) return;
    await manager.query(
      `UPDATE companies SET user_fields = array_append(array_remove(user_fields, $2), $2) WHERE id = $1`,
      [companyId, field],
    );
  }

  /** A user rejects a suggestion: this value is not proposed again. */
  async reject(manager: EntityManager, suggestion: EnrichedValue, userId: string): Promise<void> {
    const decision = { decidedBy: userId, decidedAt: () => 'now()' };
    await manager.update(
      EnrichedValue,
      { id: suggestion.id },
      { status: 'rejected', endedAt: () => 'now()', ...decision },
    );
  }

  /** A user entered or cleared fields of a company: what enrichment had found for them is no longer in the profile. */
  async yieldToUser(
    manager: EntityManager,
    organizationId: string,
    companyId: string,
    fields: readonly string[],
  ): Promise<void> {
    const live = await manager.findBy(EnrichedValue, [
      { organizationId, companyId, status: 'written' },
      { organizationId, companyId, status: 'suggested' },
    ]);
    const entered = await this.userValues(manager, { companyId });
    const settled = live.filter(
      ({ field, status, value }) =>
        fields.includes(field) && (status === 'written' || sameValue(value, entered.get(field)?.value)),
    );
    await this.end(manager, settled, 'superseded');
  }

  private async end(
    manager: EntityManager,
    values: readonly EnrichedValue[],
    status: 'superseded' | 'withdrawn',
  ): Promise<void> {
    if (values.length === 0) return;
    const ids = values.map((value) => value.id);
    await manager.update(EnrichedValue, ids, { status, endedAt: () => 'now()' });
  }

  private async insert(
    manager: EntityManager,
    organizationId: string,
    subject: ProfileSubject,
    jobId: string,
    finding: Finding,
    decision: 'write' | 'suggest',
  ): Promise<void> {
    const id = uuidv7();
    const { field, value, confidence } = finding;
    const status = decision === 'write' ? 'written' : 'suggested';
    const inputs = [...finding.inputs];
    await manager.insert(EnrichedValue, {
      ...{ id, organizationId, ...subject, field, confidence, status, inputs, jobId },
      value: value as object,
    });
    await manager.insert(
      Evidence,
      finding.evidence.map((evidence) => ({ ...evidence, id: uuidv7(), organizationId, enrichedValueId: id })),
    );
  }

  /** Repeats a profile value in the column that the contract shows it in; null clears the column. */
  private async mirror(manager: EntityManager, subject: ProfileSubject, field: string, value: unknown): Promise<void> {
    if ('companyId' in subject) {
      if (!isCompanyColumn(field)) return;
      await manager.query(`UPDATE companies SET ${field} = $2, updated_at = clock_timestamp() WHERE id = $1`, [
        subject.companyId,
        value,
      ]);
    } else if (field === 'location') {
      const place = value as { latitude: number; longitude: number } | null;
      await manager.query(
        'UPDATE contacts SET latitude = $2, longitude = $3, updated_at = clock_timestamp() WHERE id = $1',
        [subject.contactId, place?.latitude ?? null, place?.longitude ?? null],
      );
    }
  }

  /** The fields that a user has entered, cleared or accepted, with their values. */
  private async userValues(manager: EntityManager, subject: ProfileSubject): Promise<Map<string, CurrentValue>> {
    const accepted = await manager.findBy(EnrichedValue, { ...subject, status: 'written', decidedBy: Not(IsNull()) });
    const values = new Map(accepted.map(({ field, value }) => [field, { origin: 'user' as const, value }]));
    if (!('companyId' in subject)) return values;
    const [company] = await manager.query<[Record<CompanyColumn, string | null> & { user_fields: string[] }]>(
      'SELECT website, industry, description, user_fields FROM companies WHERE id = $1',
      [subject.companyId],
    );
    const owned = company.user_fields.filter(isCompanyColumn);
    for (const field of owned) values.set(field, { origin: 'user', value: company[field] });
    return values;
  }
}

/** Whose value it is. */
function subjectOf({ contactId, companyId }: EnrichedValue): ProfileSubject {
  return contactId === null ? { companyId: companyId ?? '' } : { contactId };
}
