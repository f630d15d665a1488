import { Resolver, lookup as systemLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { type Address, type AddressRange, isWithin, parseAddress, parseRange } from '../access/address.ts';
import { UserError } from '../errors.ts';
import { isPublic } from './is-public.ts';

/** This address gets no messages from here. */
export class AddressError extends UserError {
  constructor(code: string, message: string) {
    super(code, message, ['url']);
  }
}

interface Resolved {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Finds the addresses of a host. */
export type Resolve = (host: string) => Promise<readonly Resolved[]>;

export interface GuardSettings {
  /** Hosts and ranges inside the own network that may get messages all the same, over http and on any port. */
  readonly allow?: readonly string[];
  readonly protocols?: readonly string[];
  readonly ports?: readonly string[];
  readonly resolve?: Resolve;
}

const LONGEST = 2048;
const MOST_PASSED = 1000;

/** A URL that may be sent to, as requests need it. */
export interface CheckedUrl {
  readonly url: URL;
  readonly origin: string;
  /** With the query. */
  readonly path: string;
}

/**
 * Keeps messages out of the own network. There are two checks, and both are needed: the address in a URL, since names are
 * not looked up for it; and each address that a name leads to, at the moment of connecting, so that what was checked is
 * what is connected to, however the name changes its mind.
 */
export class AddressGuard {
  readonly #hosts: ReadonlySet<string>;
  readonly #ranges: readonly AddressRange[];
  readonly #protocols: readonly string[];
  readonly #ports: readonly string[];
  readonly #resolve: Resolve;
  /** What a text says does not change, so it is read once. */
  readonly #passed = new Map<string, CheckedUrl>();

  constructor({
    allow = [],
    protocols = ['https:'],
    ports = ['443', '8443'],
    resolve = askServers,
  }: GuardSettings = {}) {
    const ranges = allow.map((entry) => [entry, parseRange(entry)] as const);
    this.#ranges = ranges.flatMap(([, range]) => (range ? [range] : []));
    this.#hosts = new Set(ranges.flatMap(([entry, range]) => (range ? [] : [bare(entry)])));
    this.#protocols = protocols;
    this.#ports = ports;
    this.#resolve = resolve;
  }

  /** Checks what can be seen of a URL without looking anything up. Throws `AddressError`. */
  check(text: string): CheckedUrl {
    const known = this.#passed.get(text);
    if (known) return known;
    const url = this.#read(text);
    const checked = { url, origin: url.origin, path: url.pathname + url.search };
    if (this.#passed.size >= MOST_PASSED) this.#passed.clear();
    this.#passed.set(text, checked);
    return checked;
  }

  #read(text: string): URL {
    if (text.length > LONGEST) throw new AddressError('URL_TOO_LONG', `A URL has at most ${LONGEST} characters.`);
    // this parser reads 127.1, 0x7f000001 and 2130706433 as what they are
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url?.hostname)
      throw new AddressError('BAD_URL', 'This is not a URL; one looks like https://example.com/hooks.');
    if (url.username !== '' || url.password !== '')
      throw new AddressError(
        'URL_WITH_PASSWORD',
        'Leave name and password out of the URL; verify the signature instead.',
      );
    const host = hostOf(url);
    const literal = parseAddress(host);
    if (this.#hosts.has(host) || (literal && this.#isAllowed(literal))) {
      if (url.protocol === 'https:' || url.protocol === 'http:') return url;
      throw new AddressError('PROTOCOL_NOT_ALLOWED', 'A URL begins with https:// here.');
    }
    if (!this.#protocols.includes(url.protocol))
      throw new AddressError('PROTOCOL_NOT_ALLOWED', 'A URL begins with https:// here.');
    if (!this.#ports.includes(url.port || (url.protocol === 'https:' ? '443' : '80')))
      throw new AddressError('PORT_NOT_ALLOWED', `The port must be one of ${this.#ports.join(', ')}.`);
    if (literal && !isPublic(literal)) throw notPublic();
    return url;
  }

  /** Checks a URL and, when its host has addresses already, those as well. Throws `AddressError`. */
  async checkNow(text: string): Promise<URL> {
    const { url } = this.check(text);
    const host = hostOf(url);
    if (!parseAddress(host)) {
      await this.#lookup(host).catch((error: Error) => {
        // a name that is not there yet may come later
        if (error instanceof AddressError && error.code === 'ADDRESS_NOT_ALLOWED') throw error;
      });
    }
    return url;
  }

  /** What a socket asks for addresses when it connects to a name. */
  readonly lookup: LookupFunction = (host, options, done) => {
    this.#lookup(host).then(
      (found) => {
        const [first] = found;
        if (options.all) done(null, [...found]);
        else done(null, first?.address ?? '', first?.family);
      },
      (error: Error) => done(error, ''),
    );
  };

  async #lookup(name: string): Promise<readonly Resolved[]> {
    const host = bare(name);
    if (this.#hosts.has(host)) return (await systemLookup(host, { all: true })) as Resolved[];
    const found = await this.#resolve(host);
    if (found.length === 0) throw new AddressError('HOST_NOT_FOUND', 'This host has no address.');
    // one bad address among good ones is no accident
    for (const { address } of found) {
      const parsed = parseAddress(address);
      if (!parsed || !(isPublic(parsed) || this.#isAllowed(parsed))) throw notPublic();
    }
    return found;
  }

  #isAllowed(address: Address): boolean {
    return this.#ranges.some((range) => isWithin(address, range));
  }
}

const notPublic = (): AddressError =>
  new AddressError('ADDRESS_NOT_ALLOWED', 'This address is not one of the public network.');

const hostOf = ({ hostname }: URL): string => bare(hostname);

/** A host without the brackets of IPv6 and the dot that may end a name. */
const bare = (host: string): string => host.toLowerCase().replace(/^\[|\]$|\.$/g, '');

const servers = new Resolver({ timeout: 2000, tries: 2 });

/**
 * Asks the name servers and nothing else. The system's own way would read the hosts file, and takes a thread for as long
 * as a server is silent: four such names would keep all others waiting.
 */
async function askServers(host: string): Promise<Resolved[]> {
  const [v4, v6] = await Promise.all([servers.resolve4(host).catch(() => []), servers.resolve6(host).catch(() => [])]);
  return [
    ...v4.map((address) => ({ address, family: 4 as const })),
    ...v6.map((address) => ({ address, family: 6 as const })),
  ];
}
