import { Agent, type Dispatcher } from 'undici';
import { AddressPolicy } from './address-policy.ts';
import { readBody, type OversizePolicy } from './body.ts';
import { Dialer, type DialTarget, type HostResolver } from './dialer.ts';
import { OutboundError } from './outbound-error.ts';
import { outboundErrorFrom } from './undici-errors.ts';

export interface OutboundClientOptions {
  /** `product/version (+contact)`; the product is also the name that robots.txt is read for. */
  readonly userAgent: string;
  /** CIDR blocks that may be dialled on top of public unicast addresses. */
  readonly allowedNetworks?: readonly string[];
  /** The operator's override by host name, like curl's --connect-to. */
  readonly connectTo?: ReadonlyMap<string, DialTarget>;
  /** Largest body in bytes, before and after decoding. Default 2,000,000. */
  readonly maxBytes?: number;
  readonly timeouts?: Partial<OutboundTimeouts>;
  /** For tests: replaces the system's name resolution. */
  readonly resolver?: HostResolver;
}

/** Milliseconds. */
export interface OutboundTimeouts {
  /** Name resolution, TCP and TLS of one connection. Default 5,000. */
  readonly connect: number;
  /** Until the headers have come, and between two pieces of the body. Default 8,000. */
  readonly idle: number;
  /** The whole call with its redirects. Default 15,000. */
  readonly total: number;
}

export interface OutboundRequest {
  readonly signal?: AbortSignal;
  /** The `Accept` header. Default `*` `/*`. */
  readonly accept?: string;
  readonly maxBytes?: number;
  readonly oversize?: OversizePolicy;
  /** Further headers; not sent on to another origin when redirected. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Called before a redirect is followed; what it throws ends the call. */
  readonly beforeRedirect?: (target: URL) => Promise<void>;
}

export interface OutboundResponse {
  /** Where the answer was finally found. */
  readonly url: string;
  readonly status: number;
  /** Lower-case names; repeated headers are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** '' where the server named none. */
  readonly contentType: string;
  /** Decoded by its content coding; the character set is the caller's business. */
  readonly body: Buffer;
  readonly fetchedAt: Date;
}

type Exchange = OutboundRequest & { method: 'GET' | 'POST'; payload?: string | Buffer };

const maxRedirects = 5;
const maxUrlLength = 2000;
const maxHeaderBytes = 16_384;
const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/**
 * The one way out: http and https to public unicast addresses, within limits of size and time. No cookies, no proxy
 * from the environment, no credentials in URLs. Everything it throws is an `OutboundError`.
 */
export class OutboundClient {
  private readonly dialer: Dialer;
  private readonly agent: Agent;
  private readonly timeouts: OutboundTimeouts;

  /** @throws TypeError where `allowedNetworks` has an entry that is no network */
  constructor(private readonly options: OutboundClientOptions) {
    this.timeouts = { connect: 5_000, idle: 8_000, total: 15_000, ...options.timeouts };
    this.dialer = new Dialer({
      policy: new AddressPolicy(options.allowedNetworks),
      connectTo: new Map([...(options.connectTo ?? [])].map(([host, target]) => [host.toLowerCase(), target])),
      resolver: options.resolver,
      connectTimeout: this.timeouts.connect,
    });
    this.agent = new Agent({
      connect: this.dialer.connect,
      connections: 4,
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: this.timeouts.idle,
      bodyTimeout: this.timeouts.idle,
    });
  }

  get userAgent(): string {
    return this.options.userAgent;
  }

  /**
   * Fetches a URL, following up to five redirects, each checked like the first address. Any HTTP status is an answer.
   * @throws OutboundError
   */
  get(url: string, request: OutboundRequest = {}): Promise<OutboundResponse> {
    return this.exchange(url, { ...request, method: 'GET' });
  }

  /**
   * Posts a body to a data provider. Redirects are not followed: they are the answer.
   * @throws OutboundError
   */
  post(url: string, payload: string | Buffer, request: OutboundRequest = {}): Promise<OutboundResponse> {
    return this.exchange(url, { ...request, method: 'POST', payload });
  }

  /** Cuts every connection. The client cannot be used afterwards. */
  async close(): Promise<void> {
    this.dialer.close();
    await this.agent.destroy();
  }

  private async exchange(url: string, exchange: Exchange): Promise<OutboundResponse> {
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), this.timeouts.total);
    const signal = exchange.signal ? AbortSignal.any([exchange.signal, timeout.signal]) : timeout.signal;
    try {
      return await this.follow(parseUrl(url), exchange, signal);
    } catch (error) {
      if (exchange.signal?.aborted) throw new OutboundError('aborted', { cause: error });
      if (timeout.signal.aborted) throw new OutboundError('timed_out', { cause: error });
      throw outboundErrorFrom(error);
    } finally {
      clearTimeout(timer);
    }
  }

  private async follow(start: URL, exchange: Exchange, signal: AbortSignal): Promise<OutboundResponse> {
    let url = start;
    for (let redirects = 0; ; redirects++) {
      const sameOrigin = url.origin === start.origin;
      const answer = await this.send(url, exchange, sameOrigin ? exchange.headers : undefined, signal);
      const location = redirectTarget(answer, exchange.method);
      if (location === null) return this.read(url, answer, exchange);
      answer.body.on('error', ignore).destroy();
      if (redirects === maxRedirects) throw new OutboundError('too_many_redirects');
      url = parseUrl(location, url);
      await exchange.beforeRedirect?.(url);
      signal.throwIfAborted();
    }
  }

  private send(url: URL, exchange: Exchange, headers: OutboundRequest['headers'], signal: AbortSignal) {
    return this.agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: exchange.method,
      headers: {
        ...headers,
        'user-agent': this.options.userAgent,
        accept: exchange.accept ?? '*/*',
        'accept-encoding': 'gzip, deflate, br',
      },
      body: exchange.payload,
      signal,
    });
  }

  private async read(url: URL, answer: Dispatcher.ResponseData, exchange: Exchange): Promise<OutboundResponse> {
    const headers = flatten(answer.headers);
    const maxBytes = exchange.maxBytes ?? this.options.maxBytes ?? 2_000_000;
    const oversize = exchange.oversize ?? 'fail';
    const body = await readBody(answer.body, headers['content-encoding'] ?? '', maxBytes, oversize);
    const contentType = headers['content-type'] ?? '';
    return { url: url.href, status: answer.statusCode, headers, contentType, body, fetchedAt: new Date() };
  }
}

/** The body of a redirect is of no interest, and neither is that it was cut off. */
function ignore(): void {
  // Nothing to do.
}

/** @throws OutboundError `unsupported_url` for anything but http and https, for credentials and for excessive length */
function parseUrl(text: string, base?: URL): URL {
  const url = text.length <= maxUrlLength && URL.canParse(text, base?.href) ? new URL(text, base) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || !url.hostname) {
    throw new OutboundError('unsupported_url');
  }
  url.hash = '';
  return url;
}

function redirectTarget(answer: Dispatcher.ResponseData, method: string): string | null {
  if (method !== 'GET' || !redirectStatuses.has(answer.statusCode)) return null;
  const location = answer.headers['location'];
  // Node reads header bytes as Latin-1, while servers that skip percent-encoding send UTF-8.
  return typeof location === 'string' && location ? Buffer.from(location, 'latin1').toString('utf8') : null;
}

function flatten(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value] as const],
  );
  return Object.fromEntries(entries);
}
