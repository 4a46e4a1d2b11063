import type { CurrentValue } from './merge-policy.ts';
import { isCompanyColumn } from './profile-rows.ts';
import type { ProfileRecord, StoredValue } from './profile-record.ts';

/** What the record or profile holds for a field that enrichment can fill. */
export interface KnownValue {
  readonly subject: 'contact' | 'company';
  readonly field: string;
  /** Whether a user entered, cleared or accepted it: then enrichment leaves it alone. */
  readonly byUser: boolean;
  /** From 0 to 0.98; 1 for what a user entered. */
  readonly confidence: number;
  /** When the newest evidence for it was read; null for what a user entered. */
  readonly readAt: Date | null;
}

/** What is known of a contact and the company it belongs to. */
export function knownValues({ values, company }: Pick<ProfileRecord, 'values' | 'company'>): KnownValue[] {
  const written = values.filter(({ status }) => status === 'written');
  const entered = company?.userFields ?? [];
  return [
    ...written.map((value): KnownValue => {
      const { contactId, field, decidedBy, confidence, evidence } = value;
      const readAt = new Date(Math.max(...evidence.map(({ fetchedAt }) => fetchedAt.getTime())));
      return {
        subject: contactId === null ? 'company' : 'contact',
        field,
        byUser: decidedBy !== null,
        confidence,
        readAt,
      };
    }),
    ...entered.map((field): KnownValue => ({ subject: 'company', field, byUser: true, confidence: 1, readAt: null })),
  ];
}

/** The fields that a user has entered, cleared or accepted, with their values. @param company where it is a company's profile */
export function heldByUser(
  values: readonly StoredValue[],
  company: ProfileRecord['company'],
): Map<string, CurrentValue> {
  const accepted = values.filter(({ status, decidedBy }) => status === 'written' && decidedBy !== null);
  const held = new Map(accepted.map(({ field, value }) => [field, { origin: 'user' as const, value }]));
  for (const field of company?.userFields ?? []) {
    if (isCompanyColumn(field)) held.set(field, { origin: 'user', value: company?.[field] });
  }
  return held;
}
