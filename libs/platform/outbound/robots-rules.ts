import robotsParser from 'robots-parser';
import { OutboundError } from './outbound-error.ts';
import type { OutboundClient, OutboundResponse } from './outbound-client.ts';

export interface RobotsRulesOptions {
  /** How long an origin's rules are kept, in milliseconds. Default one hour. */
  readonly timeToLive?: number;
  /** How many origins are kept. Default 500. */
  readonly maxOrigins?: number;
  /** For tests: milliseconds since the epoch. */
  readonly now?: () => number;
}

/** The package is CommonJS, so Node's default import is the function itself, which its types do not say. */
const parseRobots = robotsParser as unknown as typeof robotsParser.default;

/** Says whether a URL may be read by this robot. */
type Rules = (url: string) => boolean;

interface CachedRules {
  readonly rules: Promise<Rules>;
  readonly expires: number;
}

/** RFC 9309 §2.5 asks to read at least 500 KiB; rules beyond that are not looked at. */
const maxBytes = 512_000;
/** Matching costs pattern × path; a rule with more wildcards than this is not written for robots to obey. */
const maxWildcards = 20;

/** Obeys robots.txt (RFC 9309) for the product token of the client's user agent. */
export class RobotsRules {
  private readonly cache = new Map<string, CachedRules>();
  private readonly product: string;
  private readonly timeToLive: number;
  private readonly maxOrigins: number;
  private readonly now: () => number;

  constructor(
    private readonly client: OutboundClient,
    options: RobotsRulesOptions = {},
  ) {
    this.product = client.userAgent.split(/[/\s(]/, 1)[0] ?? '';
    this.timeToLive = options.timeToLive ?? 3_600_000;
    this.maxOrigins = options.maxOrigins ?? 500;
    this.now = options.now ?? Date.now;
  }

  /**
   * Returns if the URL may be read.
   * @throws OutboundError `robots_disallowed` if it may not, also while the server fails to give its robots.txt (5xx);
   *   the connection's own error where the server cannot be reached
   */
  async check(url: string, signal?: AbortSignal): Promise<void> {
    const rules = await unlessAborted(this.rulesOf(new URL(url).origin), signal);
    if (!rules(url)) throw new OutboundError('robots_disallowed');
  }

  private rulesOf(origin: string): Promise<Rules> {
    const cached = this.cache.get(origin);
    this.cache.delete(origin);
    const fresh = cached && cached.expires > this.now() ? cached : this.load(origin);
    // Put last again: a Map keeps its order of insertion, so its first key is the least recently used one.
    this.cache.set(origin, fresh);
    for (const oldest of this.cache.keys()) {
      if (this.cache.size <= this.maxOrigins) break;
      this.cache.delete(oldest);
    }
    return fresh.rules;
  }

  private load(origin: string): CachedRules {
    const rules = this.fetchRules(origin);
    const entry = { rules, expires: this.now() + this.timeToLive };
    // A failure is not remembered: the next caller may find the server well, whatever ailed it now.
    rules.catch(() => this.cache.get(origin) === entry && this.cache.delete(origin));
    return entry;
  }

  private async fetchRules(origin: string): Promise<Rules> {
    const address = `${origin}/robots.txt`;
    let answer: OutboundResponse;
    try {
      answer = await this.client.get(address, { maxBytes, oversize: 'truncate', accept: 'text/plain, */*' });
    } catch (error) {
      // RFC 9309 §2.3.1.2: a robots.txt that is not reached within five redirects counts as absent.
      if (error instanceof OutboundError && error.code === 'too_many_redirects') return () => true;
      throw error;
    }
    if (answer.status >= 500) throw new OutboundError('robots_disallowed');
    if (answer.status >= 300) return () => true;
    const robot = parseRobots(address, boundedText(answer.body));
    return (url) => robot.isAllowed(url, this.product) ?? true;
  }
}

/** The load is shared between callers, so one that leaves must not cut it off for the others. */
function unlessAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const leave = () => reject(new OutboundError('aborted'));
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

function boundedText(body: Buffer): string {
  const lines = body
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/);
  return lines.filter((line) => line.length <= 2000 && line.split('*').length <= maxWildcards).join('\n');
}
