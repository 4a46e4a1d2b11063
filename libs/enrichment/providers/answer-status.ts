import type { OutboundResponse } from '#platform';
import { ProviderError } from './provider-error.ts';

/** What an HTTP answer amounts to: data, the provider's "not known", or a failure. */
export type Verdict = 'answer' | 'no_match' | ProviderError;

/**
 * Reads an answer's status as most APIs mean it (RFC 9110 §15). A provider that means something else by one has its own
 * reading, which is asked first.
 * @param title the provider's name, for people
 */
export function verdictOf(title: string, answer: OutboundResponse): Verdict {
  const { status } = answer;
  if (status >= 200 && status < 300) return 'answer';
  if (status === 404 || status === 410) return 'no_match';
  if (status === 402) return new ProviderError('out_of_credit', `${title} has no credit left for this account`);
  if (status === 401 || status === 403) return new ProviderError('broken', `${title} refuses the request or its key`);
  if (status === 429) return rateLimited(title, retryAfterMs(answer));
  if (status === 408 || status === 425 || status >= 500) {
    return new ProviderError('try_later', `${title} has a fault at the moment (${status})`, {
      retryAfterMs: retryAfterMs(answer),
    });
  }
  return new ProviderError('broken', `${title} does not accept the request (${status})`);
}

/** A failure that says to come back later. @param waitMs milliseconds; undefined where the provider does not say */
export function rateLimited(title: string, waitMs: number | undefined): ProviderError {
  return new ProviderError('try_later', `${title} limits how often it may be asked`, {
    retryAfterMs: waitMs ?? UNSAID_WAIT_MS,
  });
}

/** How long a provider is left alone that says "too many requests" and no more. */
const UNSAID_WAIT_MS = 60_000;

/** The `Retry-After` header (RFC 9110 §10.2.3: seconds, or a date) in milliseconds from now; undefined without one. */
export function retryAfterMs({ headers, fetchedAt }: OutboundResponse): number | undefined {
  const value = headers['retry-after']?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(date - fetchedAt.getTime(), 0);
}
