import { randomBytes } from 'node:crypto';
import type { Scope } from '../contract/scope.ts';
import type { Role, Viewer } from '../contract/viewer.ts';
import type { Database } from '../db/database.ts';
import { UserError } from '../errors.ts';
import { fits, keyId } from './key-text.ts';
import { Pseudonyms } from './pseudonym.ts';
import type { ReadToken } from './token.ts';
import { makeViewer, pseudonymOwner } from './viewer.ts';

/** Nobody knows who asks. */
export class UnauthenticatedError extends UserError {
  constructor(message: string) {
    super('UNAUTHENTICATED', message);
  }
}

interface Rights {
  readonly clientId: string;
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly segments: readonly string[] | null;
  readonly changeTypes: readonly string[] | null;
  readonly trustedDocumentsOnly: boolean;
}

const RIGHTS = `c.id as "clientId", c.name, c.role, c.scopes, c.segments, c.change_types as "changeTypes",
  c.trusted_documents_only as "trustedDocumentsOnly"`;

interface KeyRow extends Rights {
  readonly hash: Buffer;
  readonly expires: number | null;
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

const SHOW_WHO = 'Send a key in the header "authorization: Bearer rtn_…".';

/** Finds out who asks, and whether they still may. */
export class Access {
  readonly #database: Database;
  readonly #readToken: ReadToken | undefined;
  readonly #known = new Map<string, Known>();
  readonly #used = new Set<string>();
  readonly #pseudonyms = new Map<string, Pseudonyms>();
  #secret: Buffer | undefined;

  constructor(database: Database, readToken?: ReadToken) {
    this.#database = database;
    this.#readToken = readToken;
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

  /** The viewer behind an `Authorization` header. */
  async authenticate(header: string | null | undefined, now: number = Date.now()): Promise<Viewer> {
    const [, credential] = /^Bearer +(\S+)$/i.exec(header ?? '') ?? [];
    if (credential === undefined)
      throw new UnauthenticatedError(`This API is for those who say who they are. ${SHOW_WHO}`);
    const id = keyId(credential);
    const viewer = id === undefined ? await this.#readToken?.(credential) : await this.#byKey(id, credential, now);
    if (!viewer) throw new UnauthenticatedError(`This key is not known, has ended or was revoked. ${SHOW_WHO}`);
    return viewer;
  }

  /** The same viewer with the rights of now; undefined when the credential ended or was revoked. */
  async renew(viewer: Viewer, now: number = Date.now()): Promise<Viewer | undefined> {
    if (viewer.expiresAt !== null && viewer.expiresAt <= now) return undefined;
    if (viewer.by !== 'key') return viewer;
    const known = await this.#read(viewer.id, now);
    return known?.viewer;
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

  /** Writes down which keys were used since it was last called. Called by a worker of each process, every minute. */
  async writeUses(): Promise<void> {
    const ids = [...this.#used];
    this.#used.clear();
    if (ids.length === 0) return;
    await this.#database.query('key-uses', 'update api_key set last_used_at = now() where id = any($1)', [ids]);
  }

  async #byKey(id: string, text: string, now: number): Promise<Viewer | undefined> {
    const known = await this.#read(id, now);
    if (!known || !fits(text, known.hash)) return undefined;
    const { viewer } = known;
    if (viewer.expiresAt !== null && viewer.expiresAt <= now) return undefined;
    this.#used.add(id);
    return viewer;
  }

  async #read(id: string, now: number): Promise<Known | undefined> {
    const known = this.#known.get(id);
    if (known && known.until > now) return known;
    const [row] = await this.#database.query<KeyRow>(
      'key',
      `select k.hash, (extract(epoch from k.expires_at) * 1000)::float8 as expires, ${RIGHTS}
         from api_key k join client c on c.id = k.client_id
        where k.id = $1 and k.revoked_at is null and c.disabled_at is null`,
      [id],
    );
    this.#known.delete(id);
    if (!row) return undefined;
    const { hash, expires, ...rights } = row;
    const viewer = makeViewer({ ...rights, by: 'key', id, expiresAt: expires });
    const found = { viewer, hash, until: now + TRUST };
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(id, found);
    return found;
  }
}
