import ipaddr from 'ipaddr.js';

/** So many wrong credentials at once may come from one address; then one in a second. */
const MOST = 60;
const MOST_ADDRESSES = 10_000;

interface Count {
  failed: number;
  at: number;
}

/** Counts wrong credentials by the address that they came from. What counts of them fades, one in a second. */
export class Failures {
  readonly #counts = new Map<string, Count>();

  /** Whether so many failed from there that the next may wait. */
  tooMany(address: string, now: number): boolean {
    const count = this.#counts.get(networkOf(address));
    return count !== undefined && faded(count, now) >= MOST;
  }

  add(address: string, now: number): void {
    const network = networkOf(address);
    const count = this.#counts.get(network);
    // the last one to fail goes last; the oldest is forgotten
    this.#counts.delete(network);
    if (this.#counts.size >= MOST_ADDRESSES) this.#counts.delete(this.#counts.keys().next().value as string);
    this.#counts.set(network, { failed: Math.min(MOST, count ? faded(count, now) : 0) + 1, at: now });
  }
}

const faded = ({ failed, at }: Count, now: number): number => Math.max(0, failed - Math.max(0, now - at) / 1000);

/** With IPv6 one caller commonly has the last 64 bits to choose from. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address.slice(0, 64);
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : parsed.toNormalizedString().split(':', 4).join(':');
}
