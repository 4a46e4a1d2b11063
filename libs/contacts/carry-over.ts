import { agedConfidence, combinedConfidence } from './confidence.ts';
import type { Finding, NewEvidence } from './finding.ts';

/**
 * A finding that repeats a stored value, with the stored evidence of the sources that were not asked this time: what they
 * said still stands, and a job that asks few must not make a value less sure. Evidence counts by its age.
 * @param stored evidence of the value that it repeats, of those sources
 */
export function carryOver(finding: Finding, stored: readonly NewEvidence[], now: Date): Finding {
  if (stored.length === 0) return finding;
  const aged = stored.map(({ source, confidence, fetchedAt }) => ({
    source,
    confidence: agedConfidence(confidence, fetchedAt, now),
  }));
  const [first, ...rest] = finding.evidence;
  return {
    ...finding,
    confidence: combinedConfidence([{ source: 'asked now', confidence: finding.confidence }, ...aged]),
    evidence: [first, ...rest, ...stored],
  };
}
