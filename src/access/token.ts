import { type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { ROLES, type Viewer } from '../contract/viewer.ts';
import { OverloadedError } from '../errors.ts';
import { issuerKeys } from './issuer-keys.ts';
import { makeViewer } from './viewer.ts';

/** Whose signed tokens are taken, and where in them it stands what somebody may do. */
export interface TokenSettings {
  readonly issuer: string;
  readonly audience: string;
  /** Where the issuer publishes its keys. */
  readonly jwksUrl: string;
  /** Only asymmetric ones; a token that names another is refused. */
  readonly algorithms: readonly string[];
  /** Claims by name; when there is none of that name, a dot leads into an object. */
  readonly roleClaim: string;
  readonly segmentsClaim: string;
  readonly changesClaim: string;
}

/**
 * Gives the viewer of a token at an instant, or undefined when it is not to be trusted. Throws `OverloadedError` when
 * that cannot be found out at this moment.
 */
export type ReadToken = (token: string, now: number) => Promise<Viewer | undefined>;

/** Clocks may differ by so many seconds. */
const TOLERANCE = 30;
const LATEST = 253_402_300_799; // the year 9999, in seconds

/** Reads JSON Web Tokens. `report` is told of every failure to read the keys of the issuer. */
export function tokenReader(settings: TokenSettings, report?: (error: unknown) => void): ReadToken {
  const keys = issuerKeys(settings.jwksUrl, report);
  return async (token, now) => {
    const claims = await verify(token, settings, keys, new Date(now));
    return claims && viewerOf(claims, settings);
  };
}

async function verify(
  token: string,
  { issuer, audience, algorithms }: TokenSettings,
  keys: JWTVerifyGetKey,
  currentDate: Date,
): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      currentDate,
      algorithms: [...algorithms],
      clockTolerance: TOLERANCE,
      requiredClaims: ['sub', 'exp'],
    });
    return payload;
  } catch (error) {
    if (error instanceof OverloadedError) throw error;
    return undefined;
  }
}

function viewerOf(claims: JWTPayload, settings: TokenSettings): Viewer | undefined {
  const { iss, sub, exp = 0, name } = claims;
  if (!isName(sub)) return undefined;
  const given = namesIn(claims, settings.roleClaim);
  const role = ROLES.find((one) => given?.includes(one)); // of several the one that may do most
  if (!role) return undefined;
  return makeViewer({
    by: 'token',
    id: `${iss} ${sub}`,
    clientId: null,
    name: isName(name) ? name : sub,
    role,
    segments: namesIn(claims, settings.segmentsClaim) ?? null,
    changeTypes: namesIn(claims, settings.changesClaim) ?? null,
    expiresAt: (Math.min(exp, LATEST) + TOLERANCE) * 1000,
  });
}

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length >= 1 && value.length <= 255 && !/\p{Cc}/u.test(value);

/**
 * The words of a claim: a list, or one text with words between spaces. Undefined: there is no such claim. One that is
 * there and says something else names nothing.
 */
function namesIn(claims: JWTPayload, path: string): string[] | undefined {
  let value: unknown = claims;
  for (const part of Object.hasOwn(claims, path) ? [path] : path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  if (typeof value === 'string') return value.split(' ').filter(isName);
  return Array.isArray(value) ? value.filter(isName) : [];
}
