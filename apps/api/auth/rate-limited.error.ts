/** There were too many requests; trying again helps after `retryAfterSeconds`. */
export class RateLimitedError extends Error {
  constructor(
    /** Whose requests they were, such as "this API key". */
    whose: string,
    readonly retryAfterSeconds: number,
  ) {
    super(`Too many requests of ${whose}; try again in ${retryAfterSeconds} seconds`);
  }
}
