import type { EnrichmentOptions, PlannedEnrichment, RequestedJob } from '#enrichment';
import { BodyMayBeAbsent } from '../http/request-validation.pipe.ts';
import { DecimalNumber, Flag, Integer, MayBeAbsent, Names } from '../http/fields.ts';

/** A hundred dollars are more than one contact is worth. */
const MAX_COST_MICRO_USD = 100_000_000;

/** How a contact is to be enriched. */
export class EnrichmentOptionsDto implements EnrichmentOptions {
  /** The fields to look for: a contact's by name, a company's as `company.industry`. @example ["jobTitle", "company.industry"] */
  @MayBeAbsent()
  @Names()
  fields?: string[];

  /** The sources to ask, out of `GET /api/enrichment/sources`. @example ["company_website"] */
  @MayBeAbsent()
  @Names()
  sources?: string[];

  /** Findings that are less sure are only suggested, and values that are less sure looked for again. @example 0.8 */
  @MayBeAbsent()
  @DecimalNumber(0.7, 0.98)
  minConfidence?: number;

  /** Values read within so many days are fresh: nothing is asked for them. 30 for a contact and 90 for a company unless set. @example 14 */
  @MayBeAbsent()
  @Integer(0, 3650)
  maxAgeDays?: number;

  /** What the job may cost at most, in millionths of a US dollar; 0 asks nobody who is paid. @example 500000 */
  @MayBeAbsent()
  @Integer(0, MAX_COST_MICRO_USD)
  maxCost?: number;

  /** Ask again for what is fresh, and past every answer that is kept. @example false */
  @MayBeAbsent()
  @Flag()
  force?: boolean;
}

/** How to enrich a contact. All of it may be left out, the whole body too. */
@BodyMayBeAbsent()
export class EnrichContactDto extends EnrichmentOptionsDto {
  /** Only say what would be asked, and what it may cost: nothing is called or written. @example false */
  @MayBeAbsent()
  @Flag()
  dryRun?: boolean;
}

export const enrichContactExamples = {
  usual: { summary: 'All fields, all sources', value: {} },
  plan: { summary: 'Only plan, and price', value: { dryRun: true } },
  narrow: { summary: 'A fresh job title, for free', value: { fields: ['jobTitle'], maxAgeDays: 7, maxCost: 0 } },
};

class PlannedFieldDto {
  /** @example "jobTitle" */
  name: string;
  /** `fresh` was read lately; `by_user` is left alone, other findings are suggested; the rest is looked for. @example "missing" */
  state: 'missing' | 'stale' | 'unsure' | 'fresh' | 'by_user';
}

class PlannedSourceDto {
  /** @example "company_website" */
  source: string;
  /** Whether it is asked; one that is paid only if those before it leave something open. @example true */
  ask: boolean;
  /** Why it is not asked. @example null */
  reason: string | null;
  /** What it is asked for. @example ["jobTitle"] */
  fields: string[];
  /** Credits of its provider, at most. @example 0 */
  maxCredits: number;
  /** Millionths of a US dollar, at most; null where the price of its credits is not configured. @example 0 */
  maxCostMicroUsd: number | null;
}

class EnrichmentPlanDto {
  fields: PlannedFieldDto[];
  /** In the order in which they are asked. */
  sources: PlannedSourceDto[];
  /** Credits of all providers, at most; answers that are kept from earlier cost nothing. @example 0 */
  maxCredits: number;
  /** Millionths of a US dollar, at most; null where a price is not configured. @example 0 */
  maxCostMicroUsd: number | null;
}

class RequestedJobDto {
  /** Null for a dry run. @example "job_019a2b3c4d5e7f608a9b0c1d2e3f4a5b" */
  jobId: string | null;
  /** @example "550e8400-e29b-41d4-a716-446655440000" */
  contactId: string;
  /** @example "John Doe" */
  contactName: string;
  /** @example "john@acme.com" */
  contactEmail: string;
  /** What would be done; only for a dry run. */
  plan?: EnrichmentPlanDto;
}

export class JobRequestedResponse {
  /** @example true */
  success: boolean;
  data: RequestedJobDto;
  /** @example "Enrichment job created for John Doe" */
  message: string;
}

export function toOptions(options: EnrichmentOptions): EnrichmentOptionsDto {
  const { fields, sources, ...rest } = options;
  return { ...rest, ...(fields && { fields: [...fields] }), ...(sources && { sources: [...sources] }) };
}

export function toJobRequestedResponse({ jobId, created, contact }: RequestedJob): JobRequestedResponse {
  const data = { jobId, ...contactData(contact) };
  const message = created
    ? `Enrichment job created for ${data.contactName}`
    : `An enrichment job for ${data.contactName} is already in progress`;
  return { success: true, data, message };
}

export function toPlannedResponse({ contact, plan }: PlannedEnrichment): JobRequestedResponse {
  const sources = plan.sources.map(({ name, skipped, fields, price }): PlannedSourceDto => ({
    ...{ source: name, ask: skipped === null, reason: skipped, fields: [...fields] },
    maxCredits: price?.credits ?? 0,
    maxCostMicroUsd: price === null ? 0 : (price.costMicroUsd ?? null),
  }));
  const asked = sources.filter(({ ask }) => ask);
  const maxCredits = asked.reduce((sum, source) => sum + source.maxCredits, 0);
  const maxCostMicroUsd = asked.reduce<number | null>(
    (sum, { maxCostMicroUsd: cost }) => (sum === null || cost === null ? null : sum + cost),
    0,
  );
  const fields = plan.fields.map(({ name, state }) => ({ name, state }));
  const data = { jobId: null, ...contactData(contact), plan: { fields, sources, maxCredits, maxCostMicroUsd } };
  return { success: true, data, message: `Enrichment plan for ${data.contactName}: nothing was called or written` };
}

function contactData({ id, firstName, lastName, email }: PlannedEnrichment['contact']) {
  return {
    contactId: id,
    contactName: [firstName, lastName].filter(Boolean).join(' '),
    contactEmail: email ?? '',
  };
}
