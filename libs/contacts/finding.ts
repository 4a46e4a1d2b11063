import type { Evidence } from './evidence.entity.ts';

/** A value that was found for a field, with all the evidence for it; what it rests on must still hold. */
export interface Finding {
  readonly field: string;
  readonly value: unknown;
  readonly confidence: number;
  readonly inputs: readonly string[];
  readonly evidence: readonly [NewEvidence, ...NewEvidence[]];
  /** The value of another field that this one was derived from, and is only written beside. */
  readonly follows?: { readonly field: string; readonly value: unknown };
}

export type NewEvidence = Pick<
  Evidence,
  'source' | 'documentId' | 'url' | 'pointer' | 'quote' | 'fetchedAt' | 'confidence'
>;

/** What merging did with a finding. */
export interface MergedFinding {
  readonly finding: Finding;
  readonly decision: 'write' | 'suggest' | 'drop';
}
