/**
 * Names that are set apart for examples, tests and private networks (RFC 2606, RFC 6761, RFC 6762, RFC 7686, and ICANN's
 * `internal`): nobody on the internet has them, so there is nothing to ask of them.
 */
const reserved = /(^|\.)(example|test|invalid|localhost|local|internal|onion|home\.arpa|example\.(com|net|org))$/;

/** @param host a host name */
export function isReservedDomain(host: string): boolean {
  return reserved.test(host.toLowerCase().replace(/\.$/, ''));
}
