import { createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { ROLES, type Role, type Viewer } from '../contract/viewer.ts';
import { makeViewer } from './viewer.ts';

/** Whose signed tokens are taken, and where in them it stands what somebody may do. */
export interface TokenSettings {
  readonly issuer: string;
  readonly audience: string;
  /** Where the issuer publishes its keys. */
  readonly jwksUrl: string;
  /** Only asymmetric ones; a token that names another is refused. */
  readonly algorithms: readonly string[];
  /** Claims by name; a dot leads into an object. */
  readonly roleClaim: string;
  readonly segmentsClaim: string;
  readonly changesClaim: string;
}

/** Gives the viewer of a token, or undefined when it is not to be trusted. */
export type ReadToken = (token: string) => Promise<Viewer | undefined>;

const ROLE_OF_TOKENS: readonly string[] = ROLES;

/** Reads JSON Web Tokens. Keys are fetched when a token names one that is not known yet, at most every 30 seconds. */
export function tokenReader(settings: TokenSettings, keys?: JWTVerifyGetKey): ReadToken {
  const find =
    keys ?? createRemoteJWKSet(new URL(settings.jwksUrl), { timeoutDuration: 5000, cooldownDuration: 30_000 });
  return async (token) => {
    const verified = await jwtVerify(token, find, {
      issuer: settings.issuer,
      audience: settings.audience,
      algorithms: [...settings.algorithms],
      clockTolerance: 30,
      requiredClaims: ['sub', 'exp'],
    }).catch(() => undefined);
    if (!verified?.protectedHeader.kid) return undefined;
    return viewerOf(verified.payload, settings);
  };
}

function viewerOf(claims: JWTPayload, settings: TokenSettings): Viewer | undefined {
  const role = namesIn(claims, settings.roleClaim)?.find((name) => ROLE_OF_TOKENS.includes(name)) as Role | undefined;
  if (!role) return undefined;
  const bounded = role === 'partner';
  return makeViewer({
    by: 'token',
    id: `${claims.iss} ${claims.sub}`,
    clientId: null,
    name: typeof claims.name === 'string' ? claims.name : (claims.sub as string),
    role,
    segments: namesIn(claims, settings.segmentsClaim) ?? (bounded ? [] : null),
    changeTypes: namesIn(claims, settings.changesClaim) ?? (bounded ? [] : null),
    expiresAt: (claims.exp as number) * 1000,
  });
}

/** The words of a claim: a list, or one text with words between spaces. */
function namesIn(claims: JWTPayload, path: string): string[] | undefined {
  let value: unknown = claims;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  if (typeof value === 'string') return value.split(' ').filter(Boolean);
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : undefined;
}
