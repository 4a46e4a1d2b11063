import { DERIVED_FROM, type KnownValue } from '#contacts';
import { daysBefore } from '../documents/freshness.ts';
import { fieldName } from '../fields.ts';
import type { Price } from '../source.ts';
import type { SourceDescriptor } from '../source-definition.ts';
import type { EnrichmentOptions } from './options.ts';
import type { CatalogEntry } from './source-catalog.ts';

/**
 * Why a field is looked for, or not: nothing is known; what is known is old, or less sure than was asked for; it was read
 * lately; a user keeps it (other findings are suggestions).
 */
type FieldState = 'missing' | 'stale' | 'unsure' | 'fresh' | 'by_user';

interface PlannedField {
  /** As {@link fieldName} gives it. */
  readonly name: string;
  readonly state: FieldState;
}

/** A source that takes part, in the order in which they are asked. */
export interface PlannedSource {
  readonly name: string;
  /** Why it is not asked; null where it is. */
  readonly skipped: string | null;
  /** The fields that it is asked for. */
  readonly fields: readonly string[];
  /** What it may cost at most; null where it is free. It is only asked where those before it left something open. */
  readonly price: Price | null;
}

export interface EnrichmentPlan {
  readonly fields: readonly PlannedField[];
  readonly sources: readonly PlannedSource[];
}

/** Everything that a plan depends on. */
export interface PlanInput {
  readonly catalog: readonly CatalogEntry[];
  readonly known: readonly KnownValue[];
  readonly hasCompany: boolean;
  readonly options: EnrichmentOptions;
  readonly now: Date;
}

/** Values are looked for again after so many days, unless the request says otherwise. */
const FRESH_DAYS = { contact: 30, company: 90 } as const;

/** What is worth a paid call by itself. The other fields come along, or by name in a request. */
const WORTH_PAYING: ReadonlySet<string> = new Set([
  ...['jobTitle', 'linkedinUrl', 'location', 'company.industry', 'company.description', 'company.employees'],
]);

/** The names of the fields that a source gives. */
function namesOf({ gives }: Pick<SourceDescriptor, 'gives'>): string[] {
  return [...gives.contact, ...gives.company.map((field) => fieldName('company', field))];
}

/** The names of all fields that can be looked for. */
export function fieldNames(catalog: readonly CatalogEntry[]): string[] {
  return [...new Set([...catalog.flatMap(({ about }) => namesOf(about)), ...Object.keys(DERIVED_FROM)])];
}

/** Which fields are looked for, and which sources are asked for them, as far as that can be said before asking. */
export function planEnrichment(input: PlanInput): EnrichmentPlan {
  const { catalog, options, hasCompany } = input;
  const named = options.fields ?? fieldNames(catalog).filter((name) => hasCompany || !isCompanys(name));
  // What is derived comes with what it is derived from.
  const wanted = new Set(named.flatMap((name) => [DERIVED_FROM[name] ?? name, name]));
  const fields = [...wanted].map((name) => ({ name, state: stateOf(name, input) }));
  let left = options.maxCost ?? Infinity;
  const sources = catalog
    .filter(({ off, about }) => off === null && (options.sources?.includes(about.name) ?? true))
    .map((entry): PlannedSource => {
      const asked = fieldsFor(entry, fields, options);
      const { price } = entry;
      const skipped = asked.length > 0 ? whyTooDear(price, left, options) : whyNothing(entry, fields);
      if (skipped === null) left -= price?.costMicroUsd ?? 0;
      return { name: entry.about.name, skipped, fields: asked, price };
    });
  return { fields, sources };
}

/**
 * The fields that are worth asking a source for: for nothing, whatever is not fresh; for money, what is missing, and
 * matters or was asked for by name.
 */
function fieldsFor(
  { about, price }: CatalogEntry,
  fields: readonly PlannedField[],
  options: EnrichmentOptions,
): string[] {
  const given = namesOf(about);
  const open = fields
    .filter(({ state }) => state !== 'fresh' && (price === null || state !== 'by_user'))
    .map(({ name }) => name)
    .filter((name) => given.includes(name) && DERIVED_FROM[name] === undefined);
  return worthAsking([...new Set(open)], price, options);
}

function whyNothing({ about }: CatalogEntry, fields: readonly PlannedField[]): string {
  const given = namesOf(about);
  const wanted = fields.filter(({ name }) => given.includes(name));
  if (wanted.length === 0) return 'It gives nothing of what is looked for';
  if (wanted.every(({ state }) => state === 'fresh')) return 'All that it gives is known, and fresh';
  return 'What it gives is known, kept by a user, or not worth a paid call';
}

function whyTooDear(price: Price | null, left: number, { maxCost }: EnrichmentOptions): string | null {
  if (price === null || maxCost === undefined) return null;
  if (price.costMicroUsd === undefined) return 'Its price is not known (CREDIT_PRICES), so maxCost keeps it out';
  return price.costMicroUsd > left ? 'It may cost more than maxCost allows' : null;
}

/** The fields that a source is still worth asking for. @param settled fields for which others found a sure value */
export function stillOpen(
  { fields, price }: PlannedSource,
  settled: ReadonlySet<string>,
  options: EnrichmentOptions,
): string[] {
  return worthAsking(
    fields.filter((name) => !settled.has(name)),
    price,
    options,
  );
}

/** A person and a company are paid for apart: what is missing of the one is no reason to pay for the other. */
function worthAsking(open: string[], price: Price | null, { fields }: EnrichmentOptions): string[] {
  if (price?.credits === undefined || fields !== undefined) return open;
  const worth = open.filter((name) => WORTH_PAYING.has(name));
  return open.filter((name) => worth.some((other) => isCompanys(other) === isCompanys(name)));
}

const isCompanys = (name: string): boolean => name.startsWith('company.');

function stateOf(name: string, { known, options, now }: Pick<PlanInput, 'known' | 'options' | 'now'>): FieldState {
  const [subject, field] = isCompanys(name)
    ? (['company', name.slice('company.'.length)] as const)
    : (['contact', name] as const);
  const values = known.filter((value) => value.subject === subject && value.field === field);
  // What is derived is as good as what it is derived from.
  const leader = DERIVED_FROM[name];
  if (leader !== undefined && values.length > 0) return stateOf(leader, { known, options, now });
  if (values.some(({ byUser }) => byUser)) return 'by_user';
  const [value] = values;
  if (!value) return 'missing';
  const days = options.maxAgeDays ?? FRESH_DAYS[subject];
  if (options.force || !value.readAt || value.readAt < daysBefore(days, now)) return 'stale';
  return value.confidence < (options.minConfidence ?? 0) ? 'unsure' : 'fresh';
}
