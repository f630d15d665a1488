import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

/**
 * The names under which one client sees customers: a permutation of ids under a key of its own (one block of AES-256),
 * so that a name is stable, leads back to the customer here, and says nothing to another client.
 */
export class Pseudonyms {
  readonly #key: Buffer;

  /** `secret` is the account's; `owner` names the client, or the subject of a token. */
  constructor(secret: Buffer, owner: string) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, 'retinue pseudonym', owner, 32));
  }

  /** Of a uuid, as 22 characters. */
  of(uuid: string): string {
    const cipher = createCipheriv('aes-256-ecb', this.#key, null).setAutoPadding(false);
    return cipher.update(Buffer.from(uuid.replaceAll('-', ''), 'hex')).toString('base64url');
  }

  /** The uuid that it names. Undefined: it has not the form of one; a pseudonym of another leads to a uuid nobody has. */
  read(pseudonym: string): string | undefined {
    if (!/^[\w-]{22}$/.test(pseudonym)) return undefined;
    const block = Buffer.from(pseudonym, 'base64url');
    if (block.length !== 16) return undefined;
    const hex = createDecipheriv('aes-256-ecb', this.#key, null).setAutoPadding(false).update(block).toString('hex');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }
}
