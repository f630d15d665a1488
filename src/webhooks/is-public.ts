import ipaddr from 'ipaddr.js';
import type { Address } from '../access/address.ts';

/** What lies in the public ranges and is inside all the same: Azure's host, reached from each of its machines. */
const INSIDE: readonly [ipaddr.IPv4, number][] = [ipaddr.IPv4.parseCIDR('168.63.129.16/32')];
/** The part of IPv6 that is given out for the public network. */
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address is of the public network. Everything else is refused, whatever it is: loopback, private and shared
 * networks, link-local (where clouds keep credentials), multicast, tunnels that lead to an IPv4 address, reserved ones.
 */
export function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  if (address instanceof ipaddr.IPv4) return !INSIDE.some((range) => address.match(range));
  return (address as ipaddr.IPv6).match(GLOBAL);
}
