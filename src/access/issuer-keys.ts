import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { OverloadedError } from '../errors.ts';

/** How often the keys are read again, so that one that the issuer took back is trusted no longer. */
const READ_EVERY = 600_000;
/** How long keys are trusted while the issuer cannot be reached. */
const TRUST = 86_400_000;
/** A token that names an unknown key makes us ask again, at most this often. */
const COOLDOWN = 30_000;
/** How long an issuer is left alone that did not answer. */
const PAUSE = 5000;

/**
 * The public keys of an issuer, from where it publishes them. Once read they go on being trusted for a day when it cannot
 * be reached; what would need its answer then throws `OverloadedError`, which is told to `report`.
 */
export function issuerKeys(url: string, report: (error: unknown) => void = () => {}): JWTVerifyGetKey {
  let failedAt = Number.NEGATIVE_INFINITY;
  const read = async (...request: Parameters<typeof fetch>): Promise<Response> => {
    if (performance.now() - failedAt < PAUSE) throw unreachable();
    try {
      const response = await fetch(...request);
      if (response.status === 200) return response;
      throw new Error(`the issuer of tokens answered with status ${response.status}`);
    } catch (error) {
      failedAt = performance.now();
      report(error);
      throw error;
    }
  };
  const keys = createRemoteJWKSet(new URL(url), {
    timeoutDuration: 5000,
    cooldownDuration: COOLDOWN,
    cacheMaxAge: TRUST,
    [customFetch]: read as never,
  });
  let readAt = Number.NEGATIVE_INFINITY;
  return async (header, token) => {
    if (!header?.kid) throw new errors.JWKSNoMatchingKey(); // some key might fit; which one is the issuer's to say
    if (keys.jwks() && performance.now() - readAt > READ_EVERY) {
      readAt = performance.now();
      keys.reload().catch(() => {}); // beside: nobody waits for it
    }
    try {
      return await keys(header, token);
    } catch (error) {
      if (SAYS_NO.some((kind) => error instanceof kind)) throw error;
      throw unreachable();
    }
  };
}

/** The issuer was asked, and has no such key. Whatever else goes wrong says nothing about the token. */
const SAYS_NO = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];

const unreachable = (): OverloadedError =>
  new OverloadedError(
    'The keys of the issuer of this token cannot be read at this moment; try again in a few seconds.',
  );
