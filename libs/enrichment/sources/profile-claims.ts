import type { ContactField } from '../fields.ts';
import type { Claim, EnrichmentSubject, SourceDocument } from '../source.ts';
import { isRoleAccount } from '../mail/role-account.ts';
import { fold } from '../web/text.ts';

/** Texts beyond this length are no profile line, but a page. In characters. */
const maxLength = 1000;

/** What a profile that is tied to the contact's email says, to be turned into claims. */
export interface Profile {
  readonly document: SourceDocument;
  /** How sure it is that the profile is the contact's. */
  readonly identity: number;
}

/** A text of the profile, quoted whole; none where it is empty or of another type. */
export function quoted(profile: Profile, field: ContactField, value: unknown, pointer: string, prior: number): Claim[] {
  if (typeof value !== 'string') return [];
  const text = value.replace(/\s+/gu, ' ').trim();
  if (text === '' || text.length > maxLength) return [];
  return [claimOf(profile, field, text, { quote: value, pointer, prior })];
}

interface Reading {
  readonly quote: string;
  readonly pointer: string;
  readonly prior: number;
  readonly basis?: Claim['basis'];
}

/** A claim on the contact that rests on their email and name. */
export function claimOf({ document, identity }: Profile, field: ContactField, value: unknown, reading: Reading): Claim {
  const { quote, pointer, prior, basis = 'verbatim' } = reading;
  return {
    ...{ subject: 'contact', field, value, citation: { document, quote, pointer } },
    ...{ strength: { prior, identity, extraction: 1 }, inputs: ['email', 'firstName', 'lastName'], basis },
  };
}

/**
 * How sure a profile is the contact's that is tied to their very email address: 0.95, but only 0.7 (so that its values
 * are suggested, not written) where it bears a full name that shares no word with theirs, as a shared mailbox's may.
 */
export function profileIdentity(displayName: unknown, { firstName, lastName }: EnrichmentSubject['contact']): number {
  const words = (name: string) =>
    fold(name)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length > 1);
  const shown = typeof displayName === 'string' ? words(displayName) : [];
  const own = words(`${firstName} ${lastName ?? ''}`);
  return shown.length < 2 || shown.some((word) => own.includes(word)) ? 0.95 : 0.7;
}

/** The part of an untrusted answer that is an object; an empty one for everything else. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The part of an untrusted answer that is a list; an empty one for everything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** Whether an address is a function's mailbox rather than a person's, so that no profile behind it is the contact's. */
export function isRoleMailbox({ email, firstName, lastName }: EnrichmentSubject['contact']): boolean {
  const names = [firstName, lastName ?? ''].flatMap((name) => fold(name).split(' ')).filter(Boolean);
  return isRoleAccount(email.slice(0, email.lastIndexOf('@')), names);
}

/** What a source says of such a mailbox. */
export const roleMailbox = {
  outcome: 'skipped',
  reason: 'The email address is of a function, not of a person',
} as const;
