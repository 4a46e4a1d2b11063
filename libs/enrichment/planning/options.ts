/** How a contact is to be enriched; what is left out is up to the service. */
export interface EnrichmentOptions {
  /** The fields to look for: a contact's by name, a company's as `company.industry`. All where left out. */
  readonly fields?: readonly string[];
  /** The sources to ask. All that are on where left out. */
  readonly sources?: readonly string[];
  /** From 0.7 to 0.98: findings that are less sure are only suggested, and values that are less sure looked for again. */
  readonly minConfidence?: number;
  /** Values whose evidence was read within so many days are fresh: nothing is asked for them. */
  readonly maxAgeDays?: number;
  /** What the job may cost at most, in millionths of a US dollar. */
  readonly maxCost?: number;
  /** Whether to ask again for what is fresh, and past every answer that is kept. */
  readonly force?: boolean;
}
