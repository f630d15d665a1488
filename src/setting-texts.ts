import { isIP } from 'node:net';
import type { Issue } from './errors.ts';

/** How the texts of settings are read; undefined: not allowed. Beside some it stands what is, in words. */

/** Approvals that rule sets of a kind need: how many, and of which clients (null: of any); by kind. */
export type ApprovalSetting = ReadonlyMap<string, { readonly needed: number; readonly of: readonly string[] | null }>;

export const oneOf = <T extends string>(...words: T[]) => ({
  allowed: words.join(', '),
  read: (text: string): T | undefined => words.find((word) => word === text.toLowerCase()),
});

export const wholeNumber = (min: number, max: number) => ({
  allowed: `a whole number from ${min} to ${max}`,
  read: (text: string) => (/^\d{1,9}$/.test(text) && +text >= min && +text <= max ? +text : undefined),
});

export const claim = {
  allowed: 'the name of a claim; a dot leads into an object',
  read: (text: string) => (/^\S{1,200}$/.test(text) ? text : undefined),
};

export const shortText = {
  allowed: 'up to 500 characters without spaces',
  read: (text: string) => (/^\S{1,500}$/.test(text) ? text : undefined),
};

/** Signatures by a key pair; with a shared secret, whoever can check a token can also make one. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

export const algorithms = {
  allowed: `one or more of ${ALGORITHMS.join(', ')}, separated by commas`,
  read: (text: string): readonly string[] | undefined => {
    const names = readNames(text);
    return names?.every((name) => ALGORITHMS.includes(name)) ? names : undefined;
  },
};

/** Without the slash at its end. */
export const readPublicUrl = (text: string): string | undefined =>
  /^https?:\/\/[^\s?#]+$/.test(text) && URL.canParse(text) ? text.replace(/\/+$/, '') : undefined;

export const readTitle = (text: string): string | undefined =>
  text.length <= 100 && !/\p{Cc}/u.test(text) ? text : undefined;

export function readTimeZone(text: string): string | undefined {
  if (!/^[A-Za-z][\w+/-]*$/.test(text)) return undefined; // offsets such as +01:00 know no summer time
  try {
    Intl.DateTimeFormat('en', { timeZone: text });
    return text;
  } catch {
    return undefined;
  }
}

export function readApprovals(text: string): ApprovalSetting | undefined {
  const approvals = new Map<string, { needed: number; of: readonly string[] | null }>();
  for (const part of text.split(',')) {
    const [, kind, count, names] = /^\s*([a-z][a-z0-9-]*)=(\d)(?: of (.+?))?\s*$/.exec(part) ?? [];
    const of = names?.split('|').map((name) => name.trim()) ?? null;
    if (kind === undefined || approvals.has(kind) || (of && of.length < Number(count))) return undefined;
    approvals.set(kind, { needed: Number(count), of });
  }
  return approvals;
}

export function readNames(text: string): readonly string[] | undefined {
  const names = text.split(',').map((name) => name.trim());
  const sound = names.every((name) => name !== '' && !/\s/.test(name)) && new Set(names).size === names.length;
  return sound ? Object.freeze(names) : undefined;
}

/** Reads addresses and ranges of addresses, separated by commas. */
export function readRanges(text: string): readonly string[] | undefined {
  const ranges = readNames(text);
  return ranges?.every(isRange) ? ranges : undefined;
}

function isRange(text: string): boolean {
  const [address = '', bits = '0', ...more] = text.split('/');
  const most = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most && more.length === 0;
}

export const readPath = (text: string): string | undefined => (text.includes('\0') ? undefined : text);

/** What is missing of settings that only make sense together: each by its variable, with the length of what was given. */
export function halfSaid(together: readonly (readonly [variable: string, given: number | undefined])[]): Issue[] {
  const missing = together.filter(([, given = 0]) => given === 0);
  if (missing.length === together.length) return [];
  const names = together.map(([variable]) => variable).join(', ');
  return missing.map(([variable]) => ({
    path: [variable],
    code: 'INVALID_SETTING',
    message: `${variable} is missing; ${names} belong together.`,
  }));
}
