import { randomBytes } from 'node:crypto';
import { audit } from '../access/audit.ts';
import type { Viewer } from '../contract/viewer.ts';
import type { Database } from '../db/database.ts';
import { type Link, LinkKey, numberOf } from './link.ts';

/** How long another process may still make links by the key before, in milliseconds. */
const TRUST = 20_000;

/** How soon an unknown key is looked for again, in milliseconds. */
const PAUSE = 1000;

/** The longest that an invitation can be answered. */
const LONGEST_DAYS = 366;

/** The links of invitations: computed from them whenever they are asked for, and kept nowhere. */
export class Links {
  readonly #database: Database;
  readonly #base: string;
  #keys: ReadonlyMap<number, LinkKey> = new Map();
  #newest: LinkKey | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #until = 0;

  /** `publicUrl` is the address under which respondents reach us. */
  constructor(database: Database, publicUrl: string) {
    this.#database = database;
    this.#base = publicUrl.replace(/\/+$/, '');
  }

  /** The address of the page on which an invitation is answered. */
  async of(invitation: Link): Promise<string> {
    return `${this.#base}/s/${await this.tokenOf(invitation)}`;
  }

  async tokenOf(invitation: Link, now: number = Date.now()): Promise<string> {
    if (!this.#newest || now >= this.#until) await this.#read(now);
    return (this.#newest ?? (await this.#makeFirst(now))).seal(invitation);
  }

  /** What a token says, expired or not. Undefined: we did not make it, or by a key that was ended. */
  async read(token: string, now: number = Date.now()): Promise<Link | undefined> {
    const number = numberOf(token);
    if (number === undefined) return undefined;
    // a key that is not known may be new, or invented: then looking for it again and again would be in vain
    if (now >= this.#until || (!this.#keys.has(number) && now >= this.#readAt + PAUSE)) await this.#read(now);
    return this.#keys.get(number)?.open(token);
  }

  async #read(now: number): Promise<void> {
    this.#readAt = now;
    const rows = await this.#database.query<{ number: number; secret: Buffer }>(
      'link-keys',
      'select number, secret from link_key order by number',
    );
    this.#keys = new Map(rows.map(({ number, secret }) => [number, new LinkKey(number, secret)]));
    this.#newest = [...this.#keys.values()].at(-1);
    this.#until = now + TRUST;
  }

  async #makeFirst(now: number): Promise<LinkKey> {
    await this.#database.query(
      'first-link-key',
      'insert into link_key (number, secret) values (1, $1) on conflict (number) do nothing',
      [randomBytes(32)],
    );
    await this.#read(now);
    return this.#newest as LinkKey;
  }
}

/**
 * Has links made by another key from now on, which all processes use within 20 seconds. Links that were made before stay
 * good until they expire, unless `endOld` says that the old keys got into wrong hands: then they open nothing any more.
 */
export function rotateLinkKey(database: Database, by: Viewer, { endOld = false } = {}): Promise<number> {
  return database.transact(async (sql) => {
    await sql.query('lock-link-keys', 'lock table link_key in exclusive mode');
    const [row] = await sql.query<{ number: number }>(
      'rotate-link-key',
      `insert into link_key (number, secret) select coalesce(max(number), 0) + 1, $1 from link_key returning number`,
      [randomBytes(32)],
    );
    const { number } = row as { number: number };
    await sql.query(
      'end-link-keys',
      `delete from link_key k where k.number < $1 and ($2 or exists (
         select from link_key later
          where later.number > k.number and later.created_at < now() - interval '${LONGEST_DAYS} days'))`,
      [number, endOld],
    );
    await audit(sql, by, {
      action: 'link-key.rotate',
      target: { type: 'link-key', id: String(number) },
      after: { endOld },
    });
    return number;
  });
}
