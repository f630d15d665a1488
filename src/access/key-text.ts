import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const FORM = /^rtn_([0-9A-Za-z]{8})_([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;

/** A new key: `rtn_`, its id, a secret of 190 bits, and a checksum by which scanners of leaked secrets know it. */
export function makeKey(): { readonly id: string; readonly text: string; readonly hash: Buffer } {
  const id = randomText(8);
  const body = `rtn_${id}_${randomText(32)}`;
  const text = `${body}${checksum(body)}`;
  return { id, text, hash: hashKey(text) };
}

/** The id in the text of a key; undefined when the text is none, or was mistyped. */
export function keyId(text: string): string | undefined {
  const [, id] = FORM.exec(text) ?? [];
  return id !== undefined && checksum(text.slice(0, -6)) === text.slice(-6) ? id : undefined;
}

/** What is stored of a key. The secret has 190 random bits, so no slow hash is needed. */
export const hashKey = (text: string): Buffer => createHash('sha256').update(text).digest();

export const fits = (text: string, hash: Buffer): boolean => timingSafeEqual(hashKey(text), hash);

function checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let i = 0; i < 6; i++) {
    digits = (LETTERS[rest % 62] as string) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

const randomText = (length: number): string => Array.from({ length }, () => LETTERS[randomInt(62)]).join('');
