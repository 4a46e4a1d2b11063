import type { CompanyField, ContactField } from '../fields.ts';
import type { Claim, SourceDocument, SubjectInput } from '../source.ts';
import { resolvePointer } from '../verify.ts';
import { canonicalUrl, profileKind, type ProfileKind } from '../web/urls.ts';

/** What a reader makes of a value of a record: the field's value, and the value as the record has it. */
interface Reading {
  readonly value: unknown;
  readonly quote: string;
  readonly basis?: Claim['basis'];
}

/** Reads one value of a provider's record; null where it is not what the field needs. */
type Reader = (given: unknown) => Reading | null;

/** Where in a provider's record a field stands, and how far the provider is trusted for it. */
export interface FactReading<Field> {
  readonly field: Field;
  /** JSON pointer, from the record. */
  readonly at: string;
  readonly as: Reader;
  readonly prior: number;
}

/** A provider's record within a document, and what is known of it. */
export interface ProviderRecord {
  readonly document: SourceDocument;
  /** JSON pointer of the record in the document. */
  readonly root: string;
  /** How sure it is that the record is of the contact, or the company. */
  readonly identity: number;
  readonly inputs: readonly SubjectInput[];
}

export function contactFacts(record: ProviderRecord, readings: readonly FactReading<ContactField>[]): Claim[] {
  return facts(record, readings).map((fact) => ({ subject: 'contact', ...fact }));
}

export function companyFacts(record: ProviderRecord, readings: readonly FactReading<CompanyField>[]): Claim[] {
  return facts(record, readings).map((fact) => ({ subject: 'company', ...fact }));
}

function facts<Field>({ document, root, identity, inputs }: ProviderRecord, readings: readonly FactReading<Field>[]) {
  return readings.flatMap(({ field, at, as, prior }) => {
    const pointer = root + at;
    const read = as(resolvePointer(document.data, pointer));
    if (!read) return [];
    const { value, quote, basis = 'verbatim' as const } = read;
    const strength = { prior, identity, extraction: 1 };
    return [{ field, value, citation: { document, quote, pointer }, strength, inputs, basis }];
  });
}

const markup = /<[a-z!/?]/i;

/** A text without markup, white space collapsed. @param max characters; a longer one is none */
export function text(max: number): Reader {
  return (given) => {
    const value = typeof given === 'string' ? given.replace(/\s+/gu, ' ').trim() : '';
    return value === '' || value.length > max || markup.test(value) ? null : { value, quote: String(given) };
  };
}

/** A whole number. A range such as "11-50" is none. */
export const wholeNumber: Reader = (given) => {
  const value = typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : given;
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? { value, quote: String(given) } : null;
};

/** An address of the web, with or without its scheme. */
export const webAddress: Reader = (given) => {
  if (typeof given !== 'string') return null;
  const url = canonicalUrl(/^[a-z][a-z\d+.-]*:/i.test(given.trim()) ? given : `https://${given.trim()}`);
  return url === null ? null : { value: url, quote: given };
};

/** An address of the web that leads to one kind of profile. */
export function profileAddress(kind: ProfileKind): Reader {
  return (given) => {
    const read = webAddress(given);
    if (!read || profileKind(String(read.value)) !== kind) return null;
    const url = new URL(String(read.value));
    url.protocol = 'https:';
    url.hostname = url.hostname.replace(/^linkedin\.com$/, 'www.linkedin.com');
    return { ...read, value: url.href.replace(/\/$/, '') };
  };
}

/** A handle on a network whose addresses are a prefix and the handle. */
export function handle(prefix: string): Reader {
  return (given) => {
    if (typeof given !== 'string') return null;
    const name = prefix.endsWith('/company/') ? given.replace(/^company\//, '') : given;
    return /^[\w%-]{1,100}$/.test(name) ? { value: prefix + name, quote: given, basis: 'rule' } : null;
  };
}

/** A domain that somebody registered. */
export const domainName: Reader = (given) => {
  const value = typeof given === 'string' ? given.trim().toLowerCase() : '';
  return /^[\p{L}\d-]+(\.[\p{L}\d-]+)+$/u.test(value) ? { value, quote: String(given), basis: 'rule' } : null;
};

/** A list of short texts, as {@link textsOf} keeps it. */
export const textList: Reader = (given) => {
  const value = textsOf(given);
  return value.length === 0 || value.length !== (given as unknown[]).length ? null : { value, quote: value.join(', ') };
};

/** The short texts of an untrusted list, each once: what is kept of it. */
export function textsOf(given: unknown): string[] {
  const texts = (Array.isArray(given) ? (given as unknown[]) : [])
    .map((item) => text(80)(item)?.value)
    .filter((item) => typeof item === 'string');
  return [...new Set(texts)].filter(isKeepable).slice(0, 50);
}

/** No text that is kept of a record is longer, in characters. */
const maxKept = 5000;

const isKeepable = (value: string): boolean => value.length <= maxKept && !value.includes('\0') && value.isWellFormed();

/**
 * What is kept of a record: the texts and numbers under some names. Everything else a provider knows of people is
 * dropped, and so is `true`, by which it says that it knows a value but does not show it.
 */
export function kept(
  record: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, string | number> {
  const entries = names.map((name) => [name, Object.hasOwn(record, name) ? record[name] : undefined] as const);
  return Object.fromEntries(
    entries.filter(
      (entry): entry is readonly [string, string | number] =>
        typeof entry[1] === 'number' || (typeof entry[1] === 'string' && isKeepable(entry[1])),
    ),
  );
}

/** A provider's own identifier, as a part of an address; null where it is none. */
export function recordId(given: unknown): string | null {
  return typeof given === 'string' && /^[\w-]{1,100}$/.test(given) ? given : null;
}
