import { canonicalJson } from '#platform';
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Price } from '../source.ts';

/** A call that costs money, before it is made. */
export interface PlannedCall {
  readonly organizationId: string;
  readonly jobId: string;
  /** Who is paid, snake_case. */
  readonly provider: string;
  /** What is asked of it, snake_case. */
  readonly operation: string;
  /** {@link hashInput} of everything that the answer depends on: the same call is never made twice at a time. */
  readonly inputHash: string;
  /** What it may cost at most. */
  readonly atMost: Price;
  /** What the job may cost at most, in micro-dollars, besides the limits of the configuration. */
  readonly jobLimit?: number | undefined;
  /** Whether the answer is there already, as a transaction sees it. */
  readonly isAnswered: (manager: EntityManager) => Promise<boolean>;
}

/** What a call came to. An answer that is of no use (`outcome` says why) costs all the same. */
export interface PaidAnswer<T> {
  readonly response: T;
  /** snake_case, such as `matched`, `no_match`, `invalid_answer`. */
  readonly outcome: string;
  readonly credits?: number | undefined;
  readonly tokensIn?: number | undefined;
  readonly tokensOut?: number | undefined;
  /** Millionths of a US dollar. */
  readonly costMicroUsd?: number;
}

/** The very same call is being made by another job: its answer will be there in a moment. */
export class CallInFlightError extends Error {
  override readonly name = 'CallInFlightError';
}

/** A spending limit that a call would exceed: nothing was called. The message is for the user. */
export class SpendingLimitError extends Error {
  override readonly name = 'SpendingLimitError';
}

/**
 * A call that failed and is not known to have cost anything but what it says. Anything else that a call throws is
 * recorded as `error`, and at its highest price where it `mayHaveCost`.
 */
export class FailedCallError extends Error {
  override readonly name = 'FailedCallError';
  constructor(
    /** snake_case, such as `rate_limited`, `timed_out`. */
    readonly outcome: string,
    message: string,
    readonly mayHaveCost = false,
  ) {
    super(message);
  }
}

/** A hash that is the same for the same input, whatever the order of its keys. */
export function hashInput(input: unknown): string {
  return createHash('sha256').update(canonicalJson(input)).digest('hex');
}
