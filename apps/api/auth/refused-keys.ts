import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, WINDOW_SECONDS, type Config } from '#platform';
import ipaddr from 'ipaddr.js';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { RateLimitedError } from './rate-limited.error.ts';

/** An IPv6 network of this length is one caller's: whoever has an address of it usually has them all. */
const IPV6_PREFIX_BYTES = 8;

/**
 * Counts, for each address, the requests whose key was missing or not valid: a flood of them would cost a query each. In
 * this process alone, as a flood that is spread over several is that much thinner in each.
 */
@Injectable()
export class RefusedKeys {
  private readonly limiter: RateLimiterMemory | undefined;
  private readonly limit: number;

  constructor(@Inject(CONFIG) { RATE_LIMIT_REFUSED_KEYS: limit }: Pick<Config, 'RATE_LIMIT_REFUSED_KEYS'>) {
    this.limit = limit;
    this.limiter = limit === 0 ? undefined : new RateLimiterMemory({ points: limit, duration: WINDOW_SECONDS });
  }

  /**
   * Counts a request of this address before its key is looked up, so that a burst of them does not pass unseen.
   * @throws RateLimitedError where no further key of this address is looked up for the moment
   */
  async count(address: string): Promise<void> {
    const window = await this.limiter?.penalty(callerOf(address));
    if (!window || window.consumedPoints <= this.limit) return;
    throw new RateLimitedError('your address without a valid API key', Math.ceil(window.msBeforeNext / 1000));
  }

  /** Takes back what {@link count} has counted: the key was valid. */
  async giveBack(address: string): Promise<void> {
    await this.limiter?.reward(callerOf(address));
  }
}

/** What an address counts as: itself, or its IPv6 network. */
function callerOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : parsed.toByteArray().slice(0, IPV6_PREFIX_BYTES).join('.');
}
