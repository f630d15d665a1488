import type { Scope } from '../contract/scope.ts';
import type { Role } from '../contract/viewer.ts';
import type { Database } from '../db/database.ts';
import { OverloadedError } from '../errors.ts';

/** What a client may do and see, as it is stored. */
export interface Rights {
  readonly clientId: string;
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly segments: readonly string[] | null;
  readonly changeTypes: readonly string[] | null;
  readonly trustedDocumentsOnly: boolean;
}

/** The columns of `client c` that say so. */
export const RIGHTS = `c.id as "clientId", c.name, c.role, c.scopes, c.segments, c.change_types as "changeTypes",
  c.trusted_documents_only as "trustedDocumentsOnly"`;

/** A key that is not revoked, and the rights of its client. */
export interface KeyRow extends Rights {
  readonly id: string;
  readonly hash: Buffer;
  /** Epoch milliseconds; null: never. */
  readonly expires: number | null;
}

/** More ids than these are not waited for: somebody is guessing. */
const MOST_WAITING = 1000;

type Waiting = Map<string, PromiseWithResolvers<KeyRow | undefined>>;

/**
 * Reads keys by their ids. One statement runs at a time, and what is asked for meanwhile is read together by the next: a
 * flood of invented keys takes one connection, never the whole pool.
 */
export class KeyReader {
  readonly #database: Database;
  #waiting: Waiting = new Map();
  #running = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Undefined: there is no such key, it was revoked, or its client is disabled. */
  async read(id: string): Promise<KeyRow | undefined> {
    const known = this.#waiting.get(id);
    if (known) return known.promise;
    if (this.#waiting.size >= MOST_WAITING)
      throw new OverloadedError('Too many unknown keys are being tried at this moment; try again in a second.');
    const asked = Promise.withResolvers<KeyRow | undefined>();
    this.#waiting.set(id, asked);
    if (!this.#running) void this.#run();
    return asked.promise;
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.size > 0) {
      await undefined; // what is asked for in the same moment goes along
      const asked = this.#waiting;
      this.#waiting = new Map();
      try {
        const rows = await this.#database.query<KeyRow>(
          'keys-by-id',
          `select k.id, k.hash, (extract(epoch from k.expires_at) * 1000)::float8 as expires, ${RIGHTS}
             from api_key k join client c on c.id = k.client_id
            where k.id = any($1) and k.revoked_at is null and c.disabled_at is null`,
          [[...asked.keys()]],
        );
        const found = new Map(rows.map((row) => [row.id, row]));
        for (const [id, { resolve }] of asked) resolve(found.get(id));
      } catch (error) {
        for (const { reject } of asked.values()) reject(error);
      }
    }
    this.#running = false;
  }
}
