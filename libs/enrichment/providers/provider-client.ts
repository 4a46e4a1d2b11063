import { setTimeout as delay } from 'node:timers/promises';
import {
  circuitBreaker,
  ConsecutiveBreaker,
  DelegateBackoff,
  handleWhen,
  isBrokenCircuitError,
  retry,
  TaskCancelledError,
  timeout,
  TimeoutStrategy,
  wrap,
  type IRetryBackoffContext,
} from 'cockatiel';
import { OutboundError, type OutboundClient, type OutboundRequest, type OutboundResponse } from '#platform';
import { verdictOf, type Verdict } from './answer-status.ts';
import type { CallLimit, CallLimits } from './call-limits.ts';
import { ProviderError } from './provider-error.ts';

/** How one provider is to be called. */
export interface ProviderPolicy {
  /** Names the provider's limit, over all processes. */
  readonly name: string;
  /** The provider's name, for people. */
  readonly title: string;
  readonly baseUrl: string;
  /** Sent with each call; never to another origin. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly limit: CallLimit;
  /** What a status means where this provider differs from most; undefined leaves it at that. */
  readonly verdict?: (answer: OutboundResponse) => Verdict | undefined;
}

/** Milliseconds, except `attempts` and `faults`. */
export interface Pace {
  /** How often one call is tried in all. Default 3. */
  readonly attempts: number;
  /** Limit of one attempt. */
  readonly timeout: number;
  /** Before the second attempt; doubles with each. Default 250. */
  readonly backoff: number;
  /** The longest wait for a limit, or for what `Retry-After` asks. Default 3,000. */
  readonly patience: number;
  /** This many faults in a row cut the provider off. Default 5. */
  readonly faults: number;
  /** For so long, until one call tries again. Default 30,000. */
  readonly rest: number;
}

const usualPace: Omit<Pace, 'timeout'> = { attempts: 3, backoff: 250, patience: 3000, faults: 5, rest: 30_000 };

/** A provider's JSON, as it was read. */
export interface ProviderAnswer {
  readonly url: string;
  readonly fetchedAt: Date;
  readonly data: unknown;
}

type Send = (signal: AbortSignal) => Promise<OutboundResponse>;

/** Faults of an answer: whoever gave it had taken the request. */
const spoilt = new Set(['timed_out', 'bad_response', 'too_large']);

/** Network faults that pass by themselves. */
const passing = new Set(['dns_failed', 'connect_failed', 'tls_failed', 'timed_out']);

/**
 * Calls a JSON API with patience: within its rate limit, with a time limit, again after faults that pass, and not at all
 * for a while after too many in a row. One for each provider and process, as it keeps count.
 */
export class ProviderClient {
  private readonly pace: Pace;
  private readonly timeLimit;
  private readonly guarded;
  private readonly baseUrl: string;
  private lastFault = '';

  constructor(
    private readonly outbound: OutboundClient,
    private readonly limits: CallLimits,
    private readonly policy: ProviderPolicy,
    pace: Pick<Pace, 'timeout'> & Partial<Pace>,
  ) {
    this.baseUrl = policy.baseUrl.replace(/\/+$/, '');
    this.pace = { ...usualPace, ...pace };
    this.timeLimit = timeout(this.pace.timeout, TimeoutStrategy.Aggressive);
    const again = retry(
      handleWhen((error) => this.mayRetry(error)),
      { maxAttempts: this.pace.attempts - 1, backoff: new DelegateBackoff((failed) => this.waitBefore(failed)) },
    );
    const breaker = circuitBreaker(handleWhen(isFault), {
      halfOpenAfter: this.pace.rest,
      breaker: new ConsecutiveBreaker(this.pace.faults),
    });
    this.guarded = wrap(again, breaker);
  }

  /** @param path added to the base URL @returns null where the provider does not know it @throws ProviderError */
  get(path: string, signal: AbortSignal): Promise<ProviderAnswer | null> {
    return this.ask((limited) => this.outbound.get(this.baseUrl + path, this.request(limited)), signal);
  }

  /** Posts a form. @returns null where the provider does not know it @throws ProviderError */
  post(path: string, form: URLSearchParams, signal: AbortSignal): Promise<ProviderAnswer | null> {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.ask(
      (limited) => this.outbound.post(this.baseUrl + path, form.toString(), this.request(limited, type)),
      signal,
    );
  }

  /** Posts JSON. @returns null where the provider does not know it @throws ProviderError */
  postJson(path: string, body: unknown, signal: AbortSignal): Promise<ProviderAnswer | null> {
    const type = { 'content-type': 'application/json' };
    return this.ask(
      (limited) => this.outbound.post(this.baseUrl + path, JSON.stringify(body), this.request(limited, type)),
      signal,
    );
  }

  private async ask(send: Send, signal: AbortSignal): Promise<ProviderAnswer | null> {
    try {
      return await this.guarded.execute((context) => this.attempt(send, context.signal), signal);
    } catch (error) {
      if (!isBrokenCircuitError(error)) throw error;
      const message = `${this.policy.title} is left alone for a while after repeated faults: ${this.lastFault}`;
      throw new ProviderError('try_later', message, { asked: false });
    }
  }

  private async attempt(send: Send, signal: AbortSignal): Promise<ProviderAnswer | null> {
    await this.awaitTurn(signal);
    try {
      const answer = await this.timeLimit.execute((limited) => send(limited.signal), signal);
      return await this.read(answer);
    } catch (error) {
      if (signal.aborted) throw new OutboundError('aborted', { cause: error });
      const failure = this.explain(error);
      this.lastFault = failure.message;
      throw failure;
    }
  }

  /** Waits for room in the provider's window, if it comes soon. */
  private async awaitTurn(signal: AbortSignal): Promise<void> {
    const { name, title, limit } = this.policy;
    for (let waited = 0; ;) {
      const wait = await this.limits.take(name, limit);
      if (wait === 0) return;
      waited += wait;
      if (waited > this.pace.patience) {
        const seconds = Math.ceil(wait / 1000);
        throw new ProviderError(
          'try_later',
          `${title} may not be asked for another ${seconds} s: its limit is used up`,
          {
            asked: false,
          },
        );
      }
      await delay(wait, undefined, { signal });
    }
  }

  private async read(answer: OutboundResponse): Promise<ProviderAnswer | null> {
    const { title, name, limit } = this.policy;
    const verdict = this.policy.verdict?.(answer) ?? verdictOf(title, answer);
    if (verdict === 'no_match') return null;
    if (verdict === 'answer') return { url: answer.url, fetchedAt: answer.fetchedAt, data: parse(title, answer.body) };
    // What one enricher was told holds for all.
    if (verdict.retryAfterMs !== undefined) await this.limits.pause(name, limit, verdict.retryAfterMs);
    throw verdict;
  }

  private explain(error: unknown): ProviderError {
    if (error instanceof ProviderError) return error;
    const { title } = this.policy;
    // cockatiel 3.2's isTaskCancelledError looks for another error's mark.
    if (error instanceof TaskCancelledError) {
      return new ProviderError('try_later', `${title} did not answer in time`, { slow: true });
    }
    if (!(error instanceof OutboundError)) throw error;
    const code = passing.has(error.code) ? 'try_later' : 'broken';
    return new ProviderError(code, `${title}: ${error.message}`, {
      ...{ slow: error.code === 'timed_out', mayHaveCost: spoilt.has(error.code), cause: error },
    });
  }

  /** A call that used up its time is not repeated: the job has waited long enough. */
  private mayRetry(error: Error): boolean {
    if (!(error instanceof ProviderError) || error.code !== 'try_later' || !error.asked) return false;
    return !error.slow && (error.retryAfterMs ?? 0) <= this.pace.patience;
  }

  private waitBefore({ attempt, result }: IRetryBackoffContext<unknown>): number {
    const own = this.pace.backoff * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
    const asked = 'error' in result && result.error instanceof ProviderError ? result.error.retryAfterMs : undefined;
    return Math.max(own, asked ?? 0);
  }

  private request(signal: AbortSignal, headers: Readonly<Record<string, string>> = {}): OutboundRequest {
    const { origin } = new URL(this.policy.baseUrl);
    return {
      signal,
      accept: 'application/json',
      headers: { ...this.policy.headers, ...headers },
      // An API that sends its callers elsewhere is not the one that was configured.
      beforeRedirect: (target) =>
        target.origin === origin ? Promise.resolve() : Promise.reject(new OutboundError('bad_response')),
    };
  }
}

/** What counts against a provider; being limited or not knowing a person does not. */
function isFault(error: Error): boolean {
  return error instanceof ProviderError && error.asked && error.retryAfterMs === undefined;
}

function parse(title: string, body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new ProviderError('broken', `${title} gave an answer that cannot be read`, {
      ...{ mayHaveCost: true, cause: error },
    });
  }
}
