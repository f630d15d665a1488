import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;
export type AddressRange = [Address, number];

/** An address as it is connected to: IPv4 inside IPv6 is the IPv4 address. Undefined: it is none. */
export function parseAddress(text: string): Address | undefined {
  if (!ipaddr.isValid(text)) return undefined;
  const address = ipaddr.process(text);
  // an IPv4 address in another notation is for the URL parser; here it would be read in two ways
  return address.kind() === 'ipv4' && !ipaddr.IPv4.isValidFourPartDecimal(text) && !text.includes(':')
    ? undefined
    : address;
}

/** A range of addresses: `127.0.0.1/32`, `fd00::/8`, or a single address. Undefined: it is none. */
export function parseRange(text: string): AddressRange | undefined {
  const single = parseAddress(text);
  if (single) return [single, single.kind() === 'ipv4' ? 32 : 128];
  return ipaddr.isValidCIDR(text) ? ipaddr.parseCIDR(text) : undefined;
}

export const isWithin = (address: Address, [range, bits]: AddressRange): boolean =>
  address.kind() === range.kind() && (address as ipaddr.IPv4).match(range as ipaddr.IPv4, bits);
