import { combinedConfidence, MAX_CONFIDENCE, WRITE_AT, type Finding } from '#contacts';
import { agree, groupAgreeing, isAddressPrecise } from './agreement.ts';
import { fieldName } from './fields.ts';
import type { Claim } from './source.ts';

/** A verified claim, and the source that made it. */
export interface SourcedClaim {
  readonly source: string;
  readonly claim: Claim;
}

/** A finding, with the sources that support it. */
export interface ResolvedFinding {
  readonly subject: Claim['subject'];
  readonly finding: Finding;
  readonly sources: readonly string[];
}

/** The fields for which sources have found what is sure enough to be written, as a plan names them. */
export function settledFields(
  results: readonly { readonly source: string; readonly claims: readonly Claim[] }[],
  { minConfidence = WRITE_AT }: { readonly minConfidence?: number },
): Set<string> {
  const found = resolve(results.flatMap(({ source, claims }) => claims.map((claim) => ({ source, claim }))));
  const sure = found.filter(({ finding }) => finding.confidence >= Math.max(minConfidence, WRITE_AT));
  return new Set(sure.map(({ subject, finding }) => fieldName(subject, finding.field)));
}

/** A claim's confidence: the product of its factors, each from 0 to 1. A document that was just read has not aged. */
export function claimConfidence({ strength }: Claim): number {
  return Math.min(strength.prior * strength.identity * strength.extraction, MAX_CONFIDENCE);
}

/** The value that a field comes to. */
interface Settled {
  readonly supporting: readonly SourcedClaim[];
  readonly confidence: number;
  /** What the next best value leaves of the confidence. */
  readonly undisputed: number;
}

/**
 * Settles on one value a field. Claims of one source count as its surest; independent sources that agree combine as
 * 1 − ∏(1 − c); the surest value loses by what speaks for the next: c · (1 − c′). What was derived from job titles has no
 * vote of its own: it comes from the title that won, and shares what disputes it.
 */
export function resolve(claims: readonly SourcedClaim[]): ResolvedFinding[] {
  const meaningful = claims.filter(({ claim }) => claimConfidence(claim) > 0);
  const fieldOf = ({ claim }: SourcedClaim): string => fieldName(claim.subject, claim.field);
  const read = meaningful.filter(({ claim }) => claim.derivedFrom === undefined);
  const settled = new Map([...groupBy(read, fieldOf)].map(([field, rivals]) => [field, settle(rivals)]));
  const title = settled.get('jobTitle');
  const derived = title ? meaningful.filter(({ claim }) => isOfTitle(claim, title)) : [];
  return [
    ...[...settled.values()].map(toFinding),
    ...[...groupBy(derived, fieldOf).values()].map((supporting) => {
      const undisputed = title?.undisputed ?? 0;
      const { finding, ...rest } = toFinding({ supporting, confidence: combined(supporting) * undisputed, undisputed });
      const follows = { field: 'jobTitle', value: title?.supporting[0]?.claim.value };
      return { ...rest, finding: { ...finding, follows } };
    }),
  ];
}

function settle(rivals: readonly SourcedClaim[]): Settled {
  const [winner, next] = groupAgreeing(surestFirst(rivals), ({ claim }) => claim.value)
    .map((supporting) => ({ supporting, confidence: combined(supporting) }))
    .sort((a, b) => b.confidence - a.confidence);
  const undisputed = 1 - (next?.confidence ?? 0);
  return { supporting: winner?.supporting ?? [], confidence: (winner?.confidence ?? 0) * undisputed, undisputed };
}

const surestFirst = (claims: readonly SourcedClaim[]): SourcedClaim[] =>
  [...claims].sort((a, b) => claimConfidence(b.claim) - claimConfidence(a.claim));

function isOfTitle({ derivedFrom }: Claim, { supporting }: Settled): boolean {
  return supporting.some(({ claim }) => derivedFrom !== undefined && agree(claim.value, derivedFrom));
}

function combined(claims: readonly SourcedClaim[]): number {
  return combinedConfidence(claims.map(({ source, claim }) => ({ source, confidence: claimConfidence(claim) })));
}

/** The value is the surest claim's, and for a place that of the most precise one. */
function toFinding({ supporting, confidence }: Settled): ResolvedFinding {
  const precise = ({ claim }: SourcedClaim): number => Number(isAddressPrecise(claim.value));
  const ranked = surestFirst(supporting).sort((a, b) => precise(b) - precise(a));
  const [first, ...rest] = ranked as [SourcedClaim, ...SourcedClaim[]];
  return {
    subject: first.claim.subject,
    sources: [...new Set(ranked.map(({ source }) => source))],
    finding: {
      field: first.claim.field,
      value: first.claim.value,
      confidence,
      inputs: [...new Set(ranked.flatMap(({ claim }) => claim.inputs))],
      evidence: [toEvidence(first), ...rest.map(toEvidence)],
    },
  };
}

function toEvidence({ source, claim }: SourcedClaim): Finding['evidence'][number] {
  const { document, quote, pointer = null } = claim.citation;
  const { url, fetchedAt, storedId: documentId = null } = document;
  return { source, documentId, url, pointer, quote, fetchedAt, confidence: claimConfidence(claim) };
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
