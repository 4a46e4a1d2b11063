import type { ProfileRecord } from '#contacts';
import type { EnrichmentSubject, SubjectInput } from './source.ts';

/** The contact and company that a job is about, as they are in the database. */
export interface StoredSubject {
  readonly companyId: string | null;
  /** Null where the contact has no email any more. */
  readonly email: string | null;
  readonly contact: Omit<EnrichmentSubject['contact'], 'email'>;
  readonly company: EnrichmentSubject['company'];
}

/** The subject that a record gives. */
export function toSubject({ companyId, email, contact, company, values }: ProfileRecord): StoredSubject {
  if (!company) return { companyId, email, contact, company: null };
  const { name, website, userFields } = company;
  const found = values.find(
    (value) => value.companyId !== null && value.field === 'website' && value.status === 'written',
  );
  const websiteConfidence = userFields.includes('website') ? 1 : (found?.confidence ?? 1);
  return { companyId, email, contact, company: { name, website, websiteConfidence } };
}

/** The parts of a subject that differ between two readings: claims that rest on them no longer hold. */
export function changedInputs(before: StoredSubject, after: StoredSubject): Set<SubjectInput> {
  const values = (subject: StoredSubject): Record<SubjectInput, unknown> => ({
    email: subject.email,
    firstName: subject.contact.firstName,
    lastName: subject.contact.lastName,
    phoneNumber: subject.contact.phoneNumber,
    address: subject.contact.address,
    company: subject.companyId,
    companyName: subject.company?.name,
    companyWebsite: subject.company?.website,
  });
  const [old, current] = [values(before), values(after)];
  const inputs = Object.keys(old) as SubjectInput[];
  return new Set(inputs.filter((input) => old[input] !== current[input]));
}
