/** Why an outside call gave nothing. Stable; callers decide by it what to do next. */
export type OutboundErrorCode =
  | 'address_not_allowed'
  | 'unsupported_url'
  | 'dns_failed'
  | 'connect_failed'
  | 'tls_failed'
  | 'timed_out'
  | 'too_large'
  | 'too_many_redirects'
  | 'robots_disallowed'
  | 'bad_response'
  | 'aborted';

const messages: Record<OutboundErrorCode, string> = {
  address_not_allowed: 'The address is not on the public internet, and no rule allows it',
  unsupported_url: 'The URL is not one that can be fetched',
  dns_failed: 'The host name could not be resolved',
  connect_failed: 'The server could not be reached',
  tls_failed: 'No trusted TLS connection could be made to the server',
  timed_out: 'The server took too long to answer',
  too_large: 'The answer is larger than the limit',
  too_many_redirects: 'The server redirected too many times',
  robots_disallowed: "The site's robots.txt does not allow this page to be read",
  bad_response: 'The server gave an answer that cannot be read',
  aborted: 'The call was cancelled',
};

/** The only error that outside calls throw. `message` is fit for a user: no address, host or path is in it. */
export class OutboundError extends Error {
  constructor(
    readonly code: OutboundErrorCode,
    options?: { message?: string; cause?: unknown },
  ) {
    super(options?.message ?? messages[code], { cause: options?.cause });
    this.name = 'OutboundError';
  }
}
