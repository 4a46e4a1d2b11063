import { describe, expect, it } from '@jest/globals';
import { AddressPolicy } from './address-policy.ts';

const refused = [
  ['unspecified', '0.0.0.0'],
  ['this network', '0.1.2.3'],
  ['loopback', '127.0.0.1'],
  ['loopback, not .1', '127.200.3.4'],
  ['private 10', '10.0.0.1'],
  ['private 172.16', '172.31.255.254'],
  ['private 192.168', '192.168.1.1'],
  ['carrier-grade NAT', '100.64.0.1'],
  ['link-local', '169.254.1.1'],
  ['cloud metadata', '169.254.169.254'],
  ['IETF protocol assignments', '192.0.0.8'],
  ['documentation 1', '192.0.2.1'],
  ['documentation 2', '198.51.100.7'],
  ['documentation 3', '203.0.113.7'],
  ['6to4 relay anycast', '192.88.99.1'],
  ['benchmarking', '198.18.0.1'],
  ['multicast', '224.0.0.1'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['IPv6 unspecified', '::'],
  ['IPv6 loopback', '::1'],
  ['IPv4-mapped loopback', '::ffff:127.0.0.1'],
  ['IPv4-mapped private, hexadecimal', '::ffff:a00:1'],
  ['IPv4-compatible loopback', '::127.0.0.1'],
  ['IPv4-translated', '::ffff:0:10.0.0.1'],
  ['NAT64 of a private address', '64:ff9b::10.0.0.1'],
  ['NAT64 of the metadata address', '64:ff9b::a9fe:a9fe'],
  ['local-use NAT64', '64:ff9b:1::8.8.8.8'],
  ['6to4 of a private address', '2002:a00:1::'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ['IPv6 link-local', 'fe80::1'],
  ['IPv6 link-local with zone', 'fe80::1%eth0'],
  ['site-local', 'fec0::1'],
  ['unique local', 'fd12:3456:789a::1'],
  ['IPv6 multicast', 'ff02::1'],
  ['IPv6 documentation', '2001:db8::1'],
  ['IPv6 documentation, newer', '3fff::1'],
  ['discard only', '100::1'],
  ['short form', '127.1'],
  ['decimal form', '2130706433'],
  ['hexadecimal form', '0x7f000001'],
  ['octal form', '0177.0.0.1'],
  ['octal form that reads as public', '010.8.8.8'],
  ['no address', 'localhost'],
  ['empty', ''],
];

describe('AddressPolicy', () => {
  it.each(refused)('refuses %s: %s', (_, address) => {
    expect(new AddressPolicy().allows(address)).toBe(false);
  });

  it.each(['8.8.8.8', '1.1.1.1', '::ffff:8.8.8.8', '2606:4700:4700::1111', '64:ff9b::8.8.8.8'])(
    'allows public %s',
    (address) => expect(new AddressPolicy().allows(address)).toBe(true),
  );

  it('opens exactly the networks it is given', () => {
    const policy = new AddressPolicy(['10.1.0.0/16', '::1', 'fd00::/8']);
    expect(policy.allows('10.1.2.3')).toBe(true);
    expect(policy.allows('::ffff:10.1.2.3')).toBe(true);
    expect(policy.allows('::1')).toBe(true);
    expect(policy.allows('fd00::7')).toBe(true);
    expect(policy.allows('10.2.0.1')).toBe(false);
    expect(policy.allows('127.0.0.1')).toBe(false);
  });

  it('names a network that is none', () => {
    expect(() => new AddressPolicy(['10.0.0.0/33'])).toThrow('10.0.0.0/33');
    expect(() => new AddressPolicy(['intranet'])).toThrow('intranet');
  });
});
