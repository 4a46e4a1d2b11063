import type { SourcedClaim } from './resolve.ts';
import type { Claim } from './source.ts';
import { TITLE_DERIVATIONS } from './title/derivations.ts';
import { isSupported } from './verify.ts';

/** How surely the rules read a title. */
const RULE_EXTRACTION = 0.995;

/**
 * The claims, and with each job title what follows from it by rule: seniority and department, on the same quote and the same
 * inputs. Where the rules say nothing of a title, nothing is added.
 */
export function derive(claims: readonly SourcedClaim[]): SourcedClaim[] {
  return claims.flatMap((sourced) => [
    sourced,
    ...derivedClaims(sourced.claim).map((claim) => ({ source: sourced.source, claim })),
  ]);
}

function derivedClaims(claim: Claim): Claim[] {
  const { subject, field, value, strength, citation, inputs } = claim;
  if (subject !== 'contact' || field !== 'jobTitle' || typeof value !== 'string') return [];
  const base = {
    ...{ subject, citation, inputs, basis: 'rule' as const, derivedFrom: value },
    strength: { ...strength, extraction: strength.extraction * RULE_EXTRACTION },
  };
  const derived = { seniority: TITLE_DERIVATIONS.seniority(value), department: TITLE_DERIVATIONS.department(value) };
  const made = Object.entries(derived).flatMap(([name, found]): Claim[] =>
    found === null ? [] : [{ ...base, field: name as keyof typeof derived, value: found }],
  );
  return made.filter(isSupported);
}
