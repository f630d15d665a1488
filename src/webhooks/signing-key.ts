import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';

/** How messages are signed: with a secret that both sides know (`v1`), or with a key of which only we know one half (`v1a`). */
export type Scheme = 'hmac' | 'ed25519';

/** `secret`: for `hmac` the key itself, for `ed25519` the 32 bytes from which the pair follows. */
export interface SigningKey {
  readonly scheme: Scheme;
  readonly secret: Buffer;
}

/** Standard Webhooks asks for 24 to 64 random bytes; a pair of ed25519 follows from 32. */
const BYTES = 32;

export const makeSigningKey = (scheme: Scheme): SigningKey => ({ scheme, secret: randomBytes(BYTES) });

/** The secret as the owner keeps it, to verify by: `whsec_…`. A private half is never shown. */
export const shownSecret = ({ scheme, secret }: SigningKey): string | null =>
  scheme === 'hmac' ? `whsec_${secret.toString('base64')}` : null;

/** What anybody may know, to verify by: `whpk_…`. */
export const publicKeyOf = (key: SigningKey): string | null =>
  key.scheme === 'ed25519' ? `whpk_${rawPublicKey(key).toString('base64')}` : null;

/** Standard Webhooks: signs `id.timestamp.body`, the timestamp in whole seconds. */
export function signMessage(key: SigningKey, id: string, timestamp: number, body: string): string {
  const content = `${id}.${timestamp}.${body}`;
  if (key.scheme === 'hmac') return `v1,${createHmac('sha256', keyObject(key)).update(content).digest('base64')}`;
  return `v1a,${sign(null, Buffer.from(content), keyObject(key)).toString('base64')}`;
}

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_HEADER = 12;

/** A key is used for many messages, and making it of its bytes costs more than signing by it. */
const known = new WeakMap<Buffer, KeyObject>();

function keyObject({ scheme, secret }: SigningKey): KeyObject {
  let key = known.get(secret);
  if (!key) {
    key =
      scheme === 'hmac'
        ? createSecretKey(secret)
        : createPrivateKey({ key: Buffer.concat([PKCS8, secret]), format: 'der', type: 'pkcs8' });
    known.set(secret, key);
  }
  return key;
}

const rawPublicKey = (key: SigningKey): Buffer =>
  createPublicKey(keyObject(key)).export({ format: 'der', type: 'spki' }).subarray(SPKI_HEADER);
