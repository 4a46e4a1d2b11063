import { OutboundError } from '#platform';
import type {
  Claim,
  EnrichmentSource,
  EnrichmentSubject,
  Lookups,
  SourceContext,
  SourceDocument,
  SourceOutcome,
} from './source.ts';
import { SpendingLimitError } from './ledger/provider-call.ts';
import { ProviderError } from './providers/provider-error.ts';
import { isSupported } from './verify.ts';

/** What one source gave, in the job's terms. Only claims that passed verification are in it. */
export interface CollectedResult {
  readonly source: string;
  readonly outcome: SourceOutcome['outcome'] | 'error';
  readonly reason: string | null;
  readonly claims: readonly Claim[];
  readonly documents: readonly SourceDocument[];
  readonly startedAt: Date;
  readonly durationMs: number;
  /** What the source threw that it has no words for: for the log, not for users. */
  readonly fault?: unknown;
}

/** A fault of a source that its maker wrote a message for, such as the safe HTTP client's. */
const isExplained = (error: unknown): error is OutboundError | ProviderError | SpendingLimitError =>
  error instanceof OutboundError || error instanceof ProviderError || error instanceof SpendingLimitError;

/** A source whose provider was left alone, for its limits, its price or its faults, did not fail: it was not asked. */
const wasAsked = (error: unknown): boolean =>
  error instanceof ProviderError ? error.asked : !(error instanceof SpendingLimitError);

/**
 * Asks one source, and checks every claim it makes. Never throws: a source that fails or hangs is reported, and takes
 * nothing from the others.
 * @param timeoutMs after which the source is given up
 */
export async function collectFrom(
  source: EnrichmentSource,
  subject: EnrichmentSubject,
  context: SourceContext,
  timeoutMs: number,
): Promise<CollectedResult> {
  const startedAt = new Date();
  const { signal, release } = abortedAfter(timeoutMs, context.signal);
  // A lookup must not outlive the source that asked for it.
  const lookups: Lookups = { find: (lookup, ask) => context.lookups.find(lookup, ask, signal) };
  const outcome = await Promise.race([ask(source, subject, { ...context, lookups, signal }), aborted(signal)])
    .catch((error: unknown) => ({
      outcome: wasAsked(error) ? ('error' as const) : ('skipped' as const),
      reason: describe(error, signal),
      ...(!isExplained(error) && !signal.aborted && { fault: error }),
    }))
    .finally(release);
  const documents = ('documents' in outcome ? outcome.documents : undefined) ?? [];
  const result = { source: source.name, documents, startedAt, durationMs: Date.now() - startedAt.getTime() };
  if (outcome.outcome !== 'matched') return { ...result, ...outcome, documents, claims: [] };
  const { claims } = outcome;
  if (claims.length > 0) return { ...result, outcome: 'matched', reason: null, claims };
  return { ...result, outcome: 'no_match', reason: 'Nothing that its evidence supports was found', claims };
}

/** What the source says, less the claims that do not pass. */
async function ask(
  source: EnrichmentSource,
  subject: EnrichmentSubject,
  context: SourceContext,
): Promise<SourceOutcome> {
  const outcome = await source.collect(subject, context);
  return outcome.outcome === 'matched' ? { ...outcome, claims: outcome.claims.filter(isSupported) } : outcome;
}

/**
 * A signal that is aborted with `parent`, or after a time. Node 20 may collect `AbortSignal.any` of an
 * `AbortSignal.timeout` before it fires, and never frees what hangs on the parent.
 */
function abortedAfter(milliseconds: number, parent: AbortSignal): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort(parent.reason);
  };
  if (parent.aborted) abort();
  parent.addEventListener('abort', abort);
  const timer = setTimeout(() => {
    controller.abort(new Error('the source did not answer in time'));
  }, milliseconds);
  const release = (): void => {
    clearTimeout(timer);
    parent.removeEventListener('abort', abort);
  };
  return { signal: controller.signal, release };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) fail();
    signal.addEventListener('abort', fail, { once: true });
  });
}

function describe(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'The source did not answer in time';
  return isExplained(error) ? error.message : 'The source failed unexpectedly';
}
