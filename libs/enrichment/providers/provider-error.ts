/**
 * What a failure of a data provider means for the caller: `try_later` passes by itself (overload, rate limit, network),
 * `out_of_credit` needs the operator to pay, `broken` needs the operator or a new version (a refused key, an answer of
 * another shape). That the provider does not know the subject is no failure, but an answer.
 */
export type ProviderFailure = 'try_later' | 'out_of_credit' | 'broken';

interface ProviderErrorDetails {
  /** How long the provider asked to be left alone, in milliseconds. */
  readonly retryAfterMs?: number;
  /** Whether the provider was called at all; false where a limit or the circuit breaker kept the call back. */
  readonly asked?: boolean;
  /** Whether the call used up its time. */
  readonly slow?: boolean;
  /** Whether the provider may have done its work, and billed it, though no answer came of it; so may one that is slow. */
  readonly mayHaveCost?: boolean;
  readonly cause?: unknown;
}

/** A data provider gave no answer. `message` is fit for a user: it names the provider, but no address, key or person. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly retryAfterMs: number | undefined;
  readonly asked: boolean;
  readonly slow: boolean;
  readonly mayHaveCost: boolean;

  constructor(
    readonly code: ProviderFailure,
    message: string,
    { retryAfterMs, asked = true, slow = false, mayHaveCost = slow, cause }: ProviderErrorDetails = {},
  ) {
    super(message, { cause });
    this.retryAfterMs = retryAfterMs;
    this.asked = asked;
    this.slow = slow;
    this.mayHaveCost = mayHaveCost;
  }
}
