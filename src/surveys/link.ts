import { createCipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** To whom a link belongs, and until when it can be used. */
export interface Link {
  readonly customerId: string;
  readonly invitationId: string;
  /** Epoch milliseconds; kept to the second. */
  readonly expiresAt: number;
}

const NUMBER = 2;
const MAC = 16;
const EXPIRY = 4;
const UUID = 16;
/** 54 bytes are 72 characters with no bit to spare, so there is one way to write each token. */
const BYTES = NUMBER + MAC + EXPIRY + 2 * UUID;
const TOKEN = /^[\w-]{72}$/;

/**
 * Makes and reads the tokens of links. A token is sealed by a synthetic initialisation vector: what it says is signed
 * (HMAC-SHA-256, 128 bits), and encrypted (AES-256) under the signature. So it follows from the invitation and needs not
 * be kept, cannot be made by others, and tells nobody, the mailer that sends it included, who the customer is. A JSON Web
 * Signature would be three times as long, too long for a text message, and legible.
 */
export class LinkKey {
  readonly number: number;
  readonly #signing: Buffer;
  readonly #encrypting: Buffer;

  /** `number`: from 1 to 65,535, written into each token. */
  constructor(number: number, secret: Buffer) {
    this.number = number;
    this.#signing = derive(secret, 'sign');
    this.#encrypting = derive(secret, 'encrypt');
  }

  seal({ customerId, invitationId, expiresAt }: Link): string {
    const head = Buffer.alloc(NUMBER);
    head.writeUInt16BE(this.number);
    const said = Buffer.alloc(EXPIRY);
    said.writeUInt32BE(Math.floor(expiresAt / 1000));
    const plain = Buffer.concat([said, toBytes(customerId), toBytes(invitationId)]);
    const mac = this.#sign(head, plain);
    return Buffer.concat([head, mac, this.#apply(mac, plain)]).toString('base64url');
  }

  /** What a token says; undefined: it was not sealed by this key. */
  open(token: string): Link | undefined {
    if (numberOf(token) !== this.number) return undefined;
    const bytes = Buffer.from(token, 'base64url');
    const mac = bytes.subarray(NUMBER, NUMBER + MAC);
    const plain = this.#apply(mac, bytes.subarray(NUMBER + MAC));
    if (!timingSafeEqual(mac, this.#sign(bytes.subarray(0, NUMBER), plain))) return undefined;
    return {
      expiresAt: plain.readUInt32BE() * 1000,
      customerId: toUuid(plain.subarray(EXPIRY, EXPIRY + UUID)),
      invitationId: toUuid(plain.subarray(EXPIRY + UUID)),
    };
  }

  #sign(head: Buffer, plain: Buffer): Buffer {
    return createHmac('sha256', this.#signing).update(head).update(plain).digest().subarray(0, MAC);
  }

  /** Encrypts, and the same again decrypts. */
  #apply(vector: Buffer, text: Buffer): Buffer {
    return createCipheriv('aes-256-ctr', this.#encrypting, vector).update(text);
  }
}

/** The number of the key that made a token; undefined: it has not the form of one. */
export function numberOf(token: string): number | undefined {
  if (!TOKEN.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  return bytes.length === BYTES ? bytes.readUInt16BE() : undefined;
}

const derive = (secret: Buffer, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, 'retinue survey link', use, 32));

const toBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

const toUuid = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
