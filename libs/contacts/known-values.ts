import type { ProfileRecord } from './profile-record.ts';

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
