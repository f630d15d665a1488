import { randomBytes } from 'node:crypto';
import type { Viewer } from '../contract/viewer.ts';
import type { Database } from '../db/database.ts';
import { UserError } from '../errors.ts';
import { type AddressRange, parseRange } from './address.ts';
import { type Caller, callerAddress } from './caller-address.ts';
import { Failures } from './failures.ts';
import { fits, keyId } from './key-text.ts';
import { Pseudonyms } from './pseudonym.ts';
import { KeyReader, RIGHTS, type Rights } from './read-keys.ts';
import type { ReadToken } from './token.ts';
import { makeViewer, pseudonymOwner } from './viewer.ts';

/** Nobody knows who asks. */
export class UnauthenticatedError extends UserError {
  constructor(message: string) {
    super('UNAUTHENTICATED', message);
  }
}

/** Too many wrong credentials came from the same address. */
export class TooManyFailuresError extends UnauthenticatedError {
  override readonly code = 'THROTTLED';
  /** Seconds after which to try again. */
  readonly retryAfter = 1;

  constructor() {
    super('Too many unknown keys came from your address; try again in a second.');
  }
}

interface Known {
  readonly viewer: Viewer;
  readonly hash: Buffer;
  /** When it must be read again. */
  readonly until: number;
}

/** How long a key is trusted before it is read again: so long a revoked one may still be used. */
const TRUST = 20_000;
const MOST_KNOWN = 10_000;

/** Longer credentials are not looked at; a token with many claims has 2 to 4 kB. */
const LONGEST = 10_000;

const SHOW_WHO = 'Send a key in the header "authorization: Bearer rtn_…".';

/** Finds out who asks, and whether they still may. */
export class Access {
  readonly #database: Database;
  readonly #readToken: ReadToken | undefined;
  readonly #keys: KeyReader;
  readonly #proxies: readonly AddressRange[];
  readonly #known = new Map<string, Known>();
  readonly #failures = new Failures();
  readonly #used = new Set<string>();
  readonly #pseudonyms = new Map<string, Pseudonyms>();
  #forgotten = 0;
  #secret: Buffer | undefined;

  /** `proxies`: addresses and ranges of those that tell for whom they ask. */
  constructor(database: Database, readToken?: ReadToken, proxies: readonly string[] = []) {
    this.#database = database;
    this.#readToken = readToken;
    this.#proxies = proxies.map((text) => parseRange(text)).filter((range) => range !== undefined);
    this.#keys = new KeyReader(database);
  }

  /** Makes the secret of the account, once, and reads it. */
  async open(): Promise<void> {
    await this.#database.query(
      'make-secret',
      'insert into account_secret (secret) values ($1) on conflict (id) do nothing',
      [randomBytes(32)],
    );
    const [row] = await this.#database.query<{ secret: Buffer }>('secret', 'select secret from account_secret');
    this.#secret = row?.secret;
  }

  /**
   * The viewer behind an `Authorization` header. Throws `UnauthenticatedError`, or `OverloadedError` when it cannot be
   * found out at this moment.
   */
  async authenticate(header: string | null | undefined, now: number = Date.now()): Promise<Viewer> {
    const [, credential] = /^Bearer +(\S+)$/i.exec(header ?? '') ?? [];
    if (credential === undefined)
      throw new UnauthenticatedError(`This API is for those who say who they are. ${SHOW_WHO}`);
    const viewer = credential.length > LONGEST ? undefined : await this.#viewerBehind(credential, now);
    if (!viewer) throw new UnauthenticatedError(`This key is not known, has ended or was revoked. ${SHOW_WHO}`);
    return viewer;
  }

  /**
   * As `authenticate`, for a caller from a network address; undefined: from inside. Where too many have failed, new credentials have to wait; keys
   * that were used a moment ago have not, for many callers may share an address. Throws `TooManyFailuresError` as well.
   */
  async authenticateFrom(
    caller: Caller | undefined,
    header: string | null | undefined,
    now: number = Date.now(),
  ): Promise<Viewer> {
    const address = caller && this.addressOf(caller);
    if (address === undefined) return this.authenticate(header, now);
    const id = keyId(header?.replace(/^Bearer +/i, '') ?? '');
    const waits = header && !(id !== undefined && this.#known.has(id)) && this.#failures.tooMany(address, now);
    if (waits) throw new TooManyFailuresError();
    try {
      return await this.authenticate(header, now);
    } catch (error) {
      if (header && error instanceof UnauthenticatedError) this.#failures.add(address, now);
      throw error;
    }
  }

  /** The network address that a request comes from, as trusted proxies tell. */
  addressOf(caller: Caller): string | undefined {
    return callerAddress(caller, this.#proxies);
  }

  /** The same viewer with the rights of now; undefined when the credential ended or was revoked. */
  async renew(viewer: Viewer, now: number = Date.now()): Promise<Viewer | undefined> {
    if (hasEnded(viewer, now)) return undefined;
    if (viewer.by !== 'key') return viewer;
    const known = await this.#read(viewer.id, now);
    return known && !hasEnded(known.viewer, now) ? known.viewer : undefined;
  }

  /** What a client may do and see now, whatever its keys: for what goes on in its name. Undefined: it is disabled. */
  async viewerOf(clientId: string): Promise<Viewer | undefined> {
    const [row] = await this.#database.query<Rights>(
      'client-rights',
      `select ${RIGHTS} from client c where c.id = $1 and c.disabled_at is null`,
      [clientId],
    );
    return row && makeViewer({ ...row, by: 'key', id: `client ${clientId}` });
  }

  /** How a viewer sees ids of customers: null when as they are. */
  pseudonymsFor(viewer: Viewer): Pseudonyms | null {
    if (viewer.scopes.has('customers:identify')) return null;
    const owner = pseudonymOwner(viewer);
    let found = this.#pseudonyms.get(owner);
    if (!found) {
      if (!this.#secret) throw new Error('the account has no secret yet');
      if (this.#pseudonyms.size >= MOST_KNOWN) this.#pseudonyms.clear();
      found = new Pseudonyms(this.#secret, owner);
      this.#pseudonyms.set(owner, found);
    }
    return found;
  }

  /** Reads every key again when it comes: what was just edited or revoked here holds at once. */
  forget(): void {
    this.#forgotten += 1;
    this.#known.clear();
  }

  /**
   * Writes down which keys were used since it was last called; every process that answers callers calls it once a minute.
   * A row that somebody else is writing at this moment is left to them.
   */
  async writeUses(): Promise<void> {
    const ids = [...this.#used];
    this.#used.clear();
    if (ids.length === 0) return;
    try {
      await this.#database.query(
        'key-uses',
        `update api_key set last_used_at = now() where id in (
           select id from api_key where id = any($1) and (last_used_at is null or last_used_at < now() - interval '59 s')
              for no key update skip locked)`,
        [ids],
      );
    } catch (error) {
      for (const id of ids) this.#used.add(id);
      throw error;
    }
  }

  async #viewerBehind(credential: string, now: number): Promise<Viewer | undefined> {
    const id = keyId(credential);
    if (id === undefined) return this.#readToken?.(credential, now);
    const known = await this.#read(id, now);
    if (!known || !fits(credential, known.hash) || hasEnded(known.viewer, now)) return undefined;
    this.#used.add(id);
    return known.viewer;
  }

  async #read(id: string, now: number): Promise<Known | undefined> {
    const known = this.#known.get(id);
    if (known && known.until > now) return known;
    const forgotten = this.#forgotten;
    const row = await this.#keys.read(id);
    this.#known.delete(id);
    if (!row) return undefined;
    const { hash, expires, ...rights } = row;
    const found = { viewer: makeViewer({ ...rights, by: 'key', expiresAt: expires }), hash, until: now + TRUST };
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    if (forgotten === this.#forgotten) this.#known.set(id, found); // else it may have been read before the edit
    return found;
  }
}

const hasEnded = ({ expiresAt }: Viewer, now: number): boolean => expiresAt !== null && expiresAt <= now;
