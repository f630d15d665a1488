import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** What lies in the public ranges and is inside all the same: Azure's host, reached from each of its machines. */
const INSIDE: readonly [ipaddr.IPv4, number][] = [ipaddr.IPv4.parseCIDR('168.63.129.16/32')];
/** The part of IPv6 that is given out for the public network. */
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3');

/** An address as it is connected to: IPv4 inside IPv6 is the IPv4 address. Undefined: it is none. */
export function parseAddress(text: string): Address | undefined {
  if (!ipaddr.isValid(text)) return undefined;
  const address = ipaddr.process(text);
  // an IPv4 address in another notation is for the URL parser; here it would be read in two ways
  return address.kind() === 'ipv4' && !ipaddr.IPv4.isValidFourPartDecimal(text) && !text.includes(':')
    ? undefined
    : address;
}

/**
 * Whether an address is of the public network. Everything else is refused, whatever it is: loopback, private and shared
 * networks, link-local (where clouds keep credentials), multicast, tunnels that lead to an IPv4 address, reserved ones.
 */
export function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  if (address instanceof ipaddr.IPv4) return !INSIDE.some((range) => address.match(range));
  return (address as ipaddr.IPv6).match(GLOBAL);
}

/** A range of addresses: `127.0.0.1/32`, `fd00::/8`, or a single address. Undefined: it is none. */
export function parseRange(text: string): [Address, number] | undefined {
  const single = parseAddress(text);
  if (single) return [single, single.kind() === 'ipv4' ? 32 : 128];
  return ipaddr.isValidCIDR(text) ? ipaddr.parseCIDR(text) : undefined;
}

export const isWithin = (address: Address, [range, bits]: [Address, number]): boolean =>
  address.kind() === range.kind() && (address as ipaddr.IPv4).match(range as ipaddr.IPv4, bits);
