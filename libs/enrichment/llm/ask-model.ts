import { APICallError, generateText, NoObjectGeneratedError, NoOutputGeneratedError, Output, RetryError } from 'ai';
import { FailedCallError, type PaidAnswer } from '../ledger/provider-call.ts';
import type { ConfiguredModel } from './language-model.ts';
import { MAX_TOKENS_OUT, type Question } from './question.ts';

/** Further attempts after a fault of the provider. It says itself when to come back, or after 2 and 4 seconds. */
const RETRIES = 2;

interface Usage {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
}

// It would write to the console, past the log and its rules.
globalThis.AI_SDK_LOG_WARNINGS = false;

/**
 * Asks a model for an object. A reply that is none, or a truncated one, is an answer all the same, null: it was paid for.
 * @throws FailedCallError where there was no reply, with a message for the user
 */
export async function askModel<T>(
  { model, timeoutMs, price, provider }: ConfiguredModel,
  { system, prompt, schema }: Question<T>,
  signal: AbortSignal,
): Promise<PaidAnswer<T | null>> {
  const answer = (
    response: T | null,
    outcome: string,
    { inputTokens = 0, outputTokens = 0 }: Usage,
  ): PaidAnswer<T | null> => ({
    ...{ response, outcome, tokensIn: inputTokens, tokensOut: outputTokens },
    costMicroUsd: price(inputTokens, outputTokens),
  });
  const { abortSignal, timedOut, release } = timeLimit(timeoutMs, signal);
  try {
    const result = await generateText({
      ...{ model, system, prompt, abortSignal, maxRetries: RETRIES, maxOutputTokens: MAX_TOKENS_OUT },
      // Models of the two vendors partly refuse it.
      ...(provider === 'openai_compatible' && { temperature: 0 }),
      output: Output.object({ schema }),
    });
    if (result.finishReason !== 'stop') return answer(null, 'incomplete_answer', result.totalUsage);
    return answer(result.output, 'answered', result.totalUsage);
  } catch (error) {
    if (NoObjectGeneratedError.isInstance(error)) {
      return answer(null, error.finishReason === 'length' ? 'incomplete_answer' : 'invalid_answer', error.usage ?? {});
    }
    if (NoOutputGeneratedError.isInstance(error)) return answer(null, 'invalid_answer', {});
    throw toFailure(error, timedOut(), signal.aborted);
  } finally {
    release();
  }
}

function toFailure(error: unknown, timedOut: boolean, aborted: boolean): FailedCallError {
  // Who gives up waiting may be billed for what was being written.
  if (timedOut) return new FailedCallError('timed_out', 'The language model did not answer in time', true);
  if (aborted) return new FailedCallError('aborted', 'The call was broken off', true);
  const last = RetryError.isInstance(error) ? error.lastError : error;
  const status = APICallError.isInstance(last) ? last.statusCode : undefined;
  if (status === 429) return new FailedCallError('rate_limited', 'The language model is busy; try again later');
  if (status === 402) return new FailedCallError('out_of_credit', "The language model's account is out of credit");
  if (status === 401 || status === 403)
    return new FailedCallError('refused', 'The language model does not accept the configured key');
  if (status !== undefined && status >= 400 && status < 500)
    return new FailedCallError('refused', `The language model refused the request (HTTP ${status})`);
  return new FailedCallError('unavailable', 'The language model could not be reached, or failed');
}

/** Node 20 may collect `AbortSignal.any` of an `AbortSignal.timeout` before it fires. */
function timeLimit(milliseconds: number, parent: AbortSignal) {
  const controller = new AbortController();
  let timedOut = false;
  const abort = (): void => {
    controller.abort(parent.reason);
  };
  if (parent.aborted) abort();
  parent.addEventListener('abort', abort);
  const timer = setTimeout(() => {
    timedOut = true;
    controller.abort(new Error('the language model did not answer in time'));
  }, milliseconds);
  const release = (): void => {
    clearTimeout(timer);
    parent.removeEventListener('abort', abort);
  };
  return { abortSignal: controller.signal, timedOut: () => timedOut, release };
}
