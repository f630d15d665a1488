import { type AddressRange, isWithin, parseAddress } from './address.ts';

/** A request, as far as it tells where it comes from. */
export interface Caller {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * The address that a request comes from. A proxy that is trusted says for whom it asks, at the end of the list; what
 * stands before that, whoever asks may have written.
 */
export function callerAddress({ socket, headers }: Caller, proxies: readonly AddressRange[]): string | undefined {
  const told = String(headers['x-forwarded-for'] ?? '').split(',');
  let address = socket.remoteAddress;
  while (address && isOneOf(address, proxies)) {
    const before = told.pop()?.trim().replace(PORT, '$1$2');
    if (!before) break;
    address = before;
  }
  return address;
}

function isOneOf(text: string, ranges: readonly AddressRange[]): boolean {
  const address = ranges.length > 0 ? parseAddress(text) : undefined;
  return address !== undefined && ranges.some((range) => isWithin(address, range));
}

/** Some proxies tell the port as well: `192.0.2.1:5000`, `[2001:db8::1]:5000`. */
const PORT = /^(?:([\d.]+)|\[([\da-f:.]+)\])(?::\d{1,5})?$/i;
