import { Injectable } from '@nestjs/common';
import { In, Not, type DataSource, type EntityManager } from 'typeorm';
import { EnrichedValue } from './enriched-value.entity.ts';
import { barDocument } from './barred-document.ts';
import { sameValue } from './value-key.ts';
import type { Finding, MergedFinding } from './finding.ts';
import { forgetMentions } from './forgotten-mentions.ts';
import { followersOf } from './merge-decisions.ts';
import { mergeFindings, type MergeOptions } from './profile-merge.ts';
import { readProfileRecord, type ProfileRecord, type StoredValue } from './profile-record.ts';
import {
  contactsRestingOn,
  endValues,
  insertValues,
  isCompanyColumn,
  mirror,
  subjectOf,
  type ProfileSubject,
} from './profile-rows.ts';
import { readHeldByUser } from './user-values.ts';

/** How a job's findings are to be merged, with `asked` for both profiles. */
export interface ProfileMergeOptions extends Pick<MergeOptions, 'writeAt'> {
  readonly asked: (subject: 'contact' | 'company', source: string, field: string) => boolean;
}

/**
 * Keeps the profiles: the written values of {@link EnrichedValue}, and the columns of contact and company that repeat
 * them. Everything here runs in the caller's transaction, with the contact's or company's row locked.
 */
@Injectable()
export class ProfileService {
  /** What is there to start from and to merge into; undefined where there is no such contact. */
  read(
    source: DataSource | EntityManager,
    organizationId: string,
    contactId: string,
  ): Promise<ProfileRecord | undefined> {
    return readProfileRecord(source, organizationId, contactId);
  }

  /**
   * Merges a job's findings into the profiles of a contact and of its company.
   * @param record as it is under the lock
   * @param options gets the sources' word on a field by `asked(subject, source, field)`
   * @returns what became of each, the contact's first
   */
  async merge(
    manager: EntityManager,
    record: ProfileRecord,
    jobId: string,
    findings: Readonly<Record<'contact' | 'company', readonly Finding[]>>,
    options: ProfileMergeOptions,
  ): Promise<MergedFinding[]> {
    const merges = profilesOf(record).map(({ subject, owner, values, company }) => {
      const asked: MergeOptions['asked'] = (source, field) => options.asked(subject, source, field);
      return { owner, ...mergeFindings(values, company, findings[subject], { writeAt: options.writeAt, asked }) };
    });
    const added = merges.flatMap(({ owner, added: values }) => values.map((value) => ({ owner, ...value })));
    const replaced = merges.flatMap((merge) => merge.replaced);
    // First, as a profile has room for one value a field.
    await endValues(manager, replaced, 'superseded');
    await insertValues(manager, record.organizationId, jobId, added);
    for (const { owner, finding, status } of added) {
      if (status === 'written') await mirror(manager, owner, finding.field, finding.value);
    }
    return merges.flatMap(({ merged }) => merged);
  }

  /**
   * Withdraws what rests on parts of the record that have changed: the old quote no longer speaks for the new record. What a
   * user accepted is the user's own, and stays.
   */
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
    const stale = live.filter(
      ({ decidedBy, inputs }) => decidedBy === null && inputs.some((input) => changedInputs.includes(input)),
    );
    await endValues(manager, stale, 'withdrawn');
    const byUser = await readHeldByUser(manager, subject);
    for (const { status, field } of stale) {
      if (status === 'written' && !byUser.has(field)) await mirror(manager, subject, field, null);
    }
  }

  /** Takes one document out of what a contact's values stand on. */
  withdrawDocument(manager: EntityManager, organizationId: string, contactId: string, url: string): Promise<void> {
    return barDocument(manager, { organizationId, contactId }, url);
  }

  /** Removes from a company's profile, and its history, what speaks of a person. */
  forgetMentions(
    manager: EntityManager,
    organizationId: string,
    companyId: string,
    mentions: (text: string) => boolean,
  ): Promise<void> {
    return forgetMentions(manager, organizationId, companyId, mentions);
  }

  /** Withdraws what rests on a company's name or website from the profiles of its contacts. As {@link withdraw}. */
  async withdrawFromContacts(
    manager: EntityManager,
    organizationId: string,
    companyId: string,
    changedInputs: readonly string[],
  ): Promise<void> {
    const contacts = await contactsRestingOn(manager, organizationId, companyId, changedInputs, false);
    for (const contactId of contacts) await this.withdraw(manager, organizationId, { contactId }, changedInputs);
  }

  /** A user accepts a suggestion: from here on it counts as entered by that user. */
  async accept(manager: EntityManager, suggestion: EnrichedValue, userId: string): Promise<void> {
    const { id, organizationId, contactId, companyId, field, value } = suggestion;
    const subject = subjectOf(suggestion);
    const rivals = await manager.findBy(EnrichedValue, [
      { organizationId, ...subject, field, status: 'written' },
      { organizationId, ...subject, field, status: 'suggested', id: Not(id) },
    ]);
    // What was derived from the value that it replaces does not stand beside it; the next job derives anew.
    const followers = await manager.findBy(EnrichedValue, {
      ...{ organizationId, ...subject, status: 'written', field: In([...followersOf(field)]) },
    });
    await endValues(manager, [...rivals, ...followers], 'superseded');
    await manager.update(EnrichedValue, { id }, { status: 'written', decidedBy: userId, decidedAt: () => 'now()' });
    await mirror(manager, subject, field, value);
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
    const entered = await readHeldByUser(manager, { companyId });
    const settled = live.filter(
      ({ field, status, value }) =>
        fields.includes(field) && (status === 'written' || sameValue(value, entered.get(field)?.value)),
    );
    await endValues(manager, settled, 'superseded');
  }
}

interface ProfileOfRecord {
  readonly subject: 'contact' | 'company';
  readonly owner: ProfileSubject;
  readonly values: readonly StoredValue[];
  readonly company: ProfileRecord['company'];
}

/** The contact's profile, and its company's where it has one. */
function profilesOf({ contactId, companyId, company, values }: ProfileRecord): ProfileOfRecord[] {
  const ofContact = values.filter((value) => value.contactId !== null);
  const contact = { subject: 'contact', owner: { contactId }, values: ofContact, company: null } as const;
  if (companyId === null) return [contact];
  const ofCompany = values.filter((value) => value.companyId !== null);
  return [contact, { subject: 'company', owner: { companyId }, values: ofCompany, company }];
}
