import { Injectable } from '@nestjs/common';
import { In, Not, type EntityManager } from 'typeorm';
import { BarredMatch } from './barred-match.entity.ts';
import { EnrichedValue } from './enriched-value.entity.ts';
import { readKnownValues, type KnownValue } from './known-values.ts';
import { barDocument } from './barred-document.ts';
import { sameValue } from './value-key.ts';
import type { Finding, MergedFinding } from './finding.ts';
import { followersOf } from './merge-decisions.ts';
import { mergeFindings, type MergeOptions } from './profile-merge.ts';
import {
  contactsRestingOn,
  endValues,
  isCompanyColumn,
  mirror,
  subjectOf,
  userValues,
  type ProfileOwner,
  type ProfileSubject,
} from './profile-rows.ts';

/**
 * Keeps the profiles: the written values of {@link EnrichedValue}, and the columns of contact and company that repeat
 * them. Everything here runs in the caller's transaction, with the contact's or company's row locked.
 */
@Injectable()
export class ProfileService {
  /** Merges a job's findings into a profile. */
  merge(
    manager: EntityManager,
    owner: ProfileOwner,
    jobId: string,
    findings: readonly Finding[],
    options: MergeOptions,
  ): Promise<MergedFinding[]> {
    return mergeFindings(manager, owner, jobId, findings, options);
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
    const byUser = await userValues(manager, subject);
    for (const { status, field } of stale) {
      if (status === 'written' && !byUser.has(field)) await mirror(manager, subject, field, null);
    }
  }

  /** What the profile holds already, for planning what to look for. */
  known(
    manager: EntityManager,
    organizationId: string,
    of: { readonly contactId: string; readonly companyId: string | null },
  ): Promise<KnownValue[]> {
    return readKnownValues(manager, organizationId, of);
  }

  /** The documents that nothing may be taken from for a contact, by URL. */
  async barredUrls(manager: EntityManager, organizationId: string, contactId: string): Promise<Set<string>> {
    const barred = await manager.findBy(BarredMatch, { organizationId, contactId });
    return new Set(barred.map(({ url }) => url));
  }

  /** Takes one document out of what a contact's values stand on. */
  withdrawDocument(manager: EntityManager, organizationId: string, contactId: string, url: string): Promise<void> {
    return barDocument(manager, { organizationId, contactId }, url);
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

  /** What users have rejected for a contact and its company. */
  rejected(
    manager: EntityManager,
    organizationId: string,
    of: { readonly contactId: string; readonly companyId: string | null },
  ): Promise<EnrichedValue[]> {
    const where = { organizationId, status: 'rejected' as const };
    const owners = [{ contactId: of.contactId }, ...(of.companyId === null ? [] : [{ companyId: of.companyId }])];
    return manager.findBy(
      EnrichedValue,
      owners.map((owner) => ({ ...where, ...owner })),
    );
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
    const entered = await userValues(manager, { companyId });
    const settled = live.filter(
      ({ field, status, value }) =>
        fields.includes(field) && (status === 'written' || sameValue(value, entered.get(field)?.value)),
    );
    await endValues(manager, settled, 'superseded');
  }
}
