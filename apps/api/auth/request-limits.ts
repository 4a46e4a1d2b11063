import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, SharedWindows, WINDOW_SECONDS, type KeyHolder, type Config, type Standing } from '#platform';
import type { Response } from 'express';
import { RateLimitedError } from './rate-limited.error.ts';

/** A limit that is on. */
interface Limit {
  /** Its name in the headers. */
  readonly name: string;
  /** Requests in a window. */
  readonly quota: number;
  readonly whose: string;
  readonly keyOf: (actor: KeyHolder) => string;
}

/**
 * Limits the requests of each API key and of each organization, over all api processes. Answers tell how the caller stands
 * in the headers of the IETF's draft-ietf-httpapi-ratelimit-headers-10. While the store is away requests pass.
 */
@Injectable()
export class RequestLimits {
  private readonly limits: readonly Limit[];
  private readonly policy: string;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly windows: SharedWindows,
  ) {
    const [key, organization] = [config.RATE_LIMIT_PER_KEY, config.RATE_LIMIT_PER_ORGANIZATION];
    const all: Limit[] = [
      { name: 'key', quota: key, whose: 'this API key', keyOf: ({ apiKeyId }) => `key:${apiKeyId}` },
      {
        ...{ name: 'organization', quota: organization, whose: 'your organization' },
        keyOf: ({ organizationId }) => `organization:${organizationId}`,
      },
    ];
    this.limits = all.filter(({ quota }) => quota > 0);
    this.policy = this.limits.map(({ name, quota }) => `"${name}";q=${quota};w=${WINDOW_SECONDS}`).join(', ');
  }

  /**
   * Counts a request of the actor, and says in the answer's headers how many are left.
   * @throws RateLimitedError
   */
  async admit(actor: KeyHolder, response: Response): Promise<void> {
    if (this.limits.length === 0) return;
    tell(response, 'RateLimit-Policy', this.policy);
    const standings: string[] = [];
    const passed: string[] = [];
    for (const limit of this.limits) {
      const key = limit.keyOf(actor);
      const standing = await this.windows.take(key, limit.quota);
      if (!standing) continue;
      standings.push(`"${limit.name}";r=${standing.remaining};t=${secondsLeft(standing)}`);
      tell(response, 'RateLimit', standings.join(', '));
      if (!standing.admitted) {
        for (const other of passed) this.windows.giveBack(other);
        throw new RateLimitedError(limit.whose, secondsLeft(standing));
      }
      passed.push(key);
    }
  }
}

/** Adds a header, unless the request was answered without waiting for this. */
function tell(response: Response, header: string, value: string): void {
  if (!response.headersSent) response.setHeader(header, value);
}

const secondsLeft = ({ msLeft }: Standing): number => Math.ceil(msLeft / 1000);
