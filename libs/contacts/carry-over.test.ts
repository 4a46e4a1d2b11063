import { describe, expect, it } from '@jest/globals';
import { carryOver } from './carry-over.ts';
import { combinedConfidence, MAX_CONFIDENCE } from './confidence.ts';
import type { Evidence } from './evidence.entity.ts';
import type { Finding } from './finding.ts';

const now = new Date('2026-01-01T00:00:00Z');
const YEAR_MS = 365 * 86_400_000;

const stored = (source: string, confidence: number, fetchedAt = now): Evidence =>
  ({
    id: source,
    source,
    confidence,
    fetchedAt,
    documentId: null,
    url: `https://${source}.example/`,
    quote: 'CTO',
  }) as Evidence;

function finding(confidence: number): Finding {
  const evidence = { source: 'asked', documentId: null, url: null, pointer: null, quote: 'CTO', fetchedAt: now };
  return { field: 'jobTitle', value: 'CTO', confidence, inputs: ['email'], evidence: [{ ...evidence, confidence }] };
}

describe('how sure several voices are together', () => {
  it('a source counts once, as its surest; independent ones add up, to a limit', () => {
    const voice = (source: string, confidence: number) => ({ source, confidence });
    expect(combinedConfidence([])).toBe(0);
    expect(combinedConfidence([voice('a', 0.5), voice('a', 0.8), voice('a', 0.8)])).toBeCloseTo(0.8);
    expect(combinedConfidence([voice('a', 0.5), voice('b', 0.5)])).toBeCloseTo(0.75);
    expect(combinedConfidence([voice('a', 0.95), voice('b', 0.95)])).toBe(MAX_CONFIDENCE);
  });
});

describe('what few sources repeat', () => {
  it('is as sure as with those that were not asked, whose evidence stays', () => {
    const carried = carryOver(finding(0.72), [stored('a', 0.6), stored('b', 0.5)], now);
    expect(carried.confidence).toBeCloseTo(1 - 0.28 * 0.4 * 0.5);
    expect(carried.evidence.map(({ source }) => source)).toEqual(['asked', 'a', 'b']);
  });

  it('has less from evidence that is old', () => {
    const old = stored('a', 0.6, new Date(now.getTime() - YEAR_MS));
    expect(carryOver(finding(0.72), [old], now).confidence).toBeCloseTo(1 - 0.28 * 0.7);
  });

  it('is left as it is where there is nothing to carry over', () => {
    const one = finding(0.72);
    expect(carryOver(one, [], now)).toBe(one);
  });
});
