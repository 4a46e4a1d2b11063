import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** What IANA has assigned as global unicast (RFC 4291 §2.4); everything else of IPv6 is special or unassigned. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
/** Special blocks inside it that ipaddr.js may count as unicast: documentation (RFC 9637). */
const documentation = ipaddr.IPv6.parseCIDR('3fff::/20');
/** NAT64's well-known prefix (RFC 6052): where only IPv6 is spoken, public IPv4 hosts are reached through it. */
const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/** Which addresses may be dialled: public unicast, and what the operator opened besides. */
export class AddressPolicy {
  private readonly networks: readonly [Address, number][];

  /**
   * @param allowedNetworks CIDR blocks or single addresses opened on top of public unicast
   * @throws TypeError naming the entry that is neither
   */
  constructor(allowedNetworks: readonly string[] = []) {
    this.networks = allowedNetworks.map(parseNetwork);
  }

  /** @param address in canonical text form, as a resolver or `new URL()` gives it; anything else is refused */
  allows(address: string): boolean {
    const parsed = parseAddress(address);
    if (!parsed) return false;
    return isPublic(parsed) || this.networks.some((network) => contains(network, parsed));
  }
}

/** Strict: ipaddr.js also takes octal, hexadecimal and short forms, which the dialling side may read differently. */
function parseAddress(address: string): Address | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address);
  if (!ipaddr.IPv6.isValid(address)) return null;
  const parsed = ipaddr.IPv6.parse(address);
  if (parsed.zoneId) return null;
  return parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed;
}

function isPublic(address: Address): boolean {
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast';
  if (address.match(nat64)) return isPublic(lastFourBytes(address));
  return address.match(globalUnicast) && !address.match(documentation) && address.range() === 'unicast';
}

function lastFourBytes(address: ipaddr.IPv6): ipaddr.IPv4 {
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}

function contains([network, bits]: [Address, number], address: Address): boolean {
  if (network instanceof ipaddr.IPv4) return address instanceof ipaddr.IPv4 && address.match(network, bits);
  return address instanceof ipaddr.IPv6 && address.match(network, bits);
}

function parseNetwork(text: string): [Address, number] {
  const trimmed = text.trim();
  try {
    if (trimmed.includes('/')) return ipaddr.parseCIDR(trimmed);
    const address = parseAddress(trimmed);
    if (address) return [address, address instanceof ipaddr.IPv4 ? 32 : 128];
  } catch {
    // Falls through to the error that names the entry.
  }
  throw new TypeError(`"${text}" is neither a network such as 10.0.0.0/8 nor an address`);
}
