import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

/**
 * The names under which one client sees customers: a permutation of ids under a key of its own (one block of AES-256),
 * so that a name is stable, leads back to the customer here, and says nothing to another client. What two clients who
 * compare notes can still match is the time and the place of changes that both were granted.
 */
export class Pseudonyms {
  readonly #key: Buffer;

  /** `secret` is the account's; `owner` names the client, or the subject of a token. */
  constructor(secret: Buffer, owner: string) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, 'retinue pseudonym', owner, 32));
  }

  /** Of a uuid, as 22 characters. */
  of(uuid: string): string {
    return this.#encrypt(uuid).toString('base64url');
  }

  /** The uuid that it names. Undefined: it has not the form of one; a pseudonym of another leads to a uuid nobody has. */
  read(pseudonym: string): string | undefined {
    const block = Buffer.from(pseudonym, 'base64url');
    // the last character has four bits to spare: only one way to write them is ours
    if (block.length !== 16 || block.toString('base64url') !== pseudonym) return undefined;
    return toUuid(this.#decrypt(block));
  }

  /** The pseudonym in the form of a uuid, for places where one is expected. */
  mask(uuid: string): string {
    return toUuid(this.#encrypt(uuid));
  }

  unmask(uuid: string): string {
    return toUuid(this.#decrypt(toBlock(uuid)));
  }

  #encrypt(uuid: string): Buffer {
    return createCipheriv('aes-256-ecb', this.#key, null).setAutoPadding(false).update(toBlock(uuid));
  }

  #decrypt(block: Buffer): Buffer {
    return createDecipheriv('aes-256-ecb', this.#key, null).setAutoPadding(false).update(block);
  }
}

const toBlock = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

const toUuid = (block: Buffer): string =>
  block.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
