import { sameValue, type ProfileRecord } from '#contacts';
import type { Claim } from './source.ts';

/** Tells which claims say what a user has turned down: they settle nothing, and outdo nothing that others say. */
export function rejectedAmong({ values }: Pick<ProfileRecord, 'values'>): (claim: Claim) => boolean {
  const rejected = values.filter(({ status }) => status === 'rejected');
  return ({ subject, field, value }) =>
    rejected.some(
      (one) =>
        one.field === field && (one.contactId === null) === (subject === 'company') && sameValue(one.value, value),
    );
}
