import { audit } from '../access/audit.ts';
import type { Viewer } from '../contract/viewer.ts';
import type { WithSecret } from './edit-endpoint.ts';
import { type Endpoint, readEndpoints } from './endpoint.ts';
import { lockEndpoint } from './own-endpoint.ts';
import { makeSigningKey, type Scheme, shownSecret } from './signing-key.ts';
import type { Webhooks } from './webhooks.ts';

/** For so long messages are signed by the old key as well, in hours. */
export const OVERLAP_HOURS = 24;

export interface RotateSecret {
  /** Null: as before. */
  readonly scheme?: Scheme | null | undefined;
  /** The old key signs no more from now on: it got into wrong hands. */
  readonly endOld?: boolean | null | undefined;
}

/** Gives an endpoint another key. A key that was on its way out already ends now. */
export async function rotateSecret(
  webhooks: Webhooks,
  viewer: Viewer,
  id: string,
  { scheme, endOld }: RotateSecret,
): Promise<WithSecret> {
  return webhooks.database.transact(async (sql) => {
    const before = await lockEndpoint(sql, viewer, id);
    const signing = makeSigningKey(scheme ?? before.scheme);
    await sql.query(
      'rotate-webhook',
      `update webhook_endpoint
          set old_scheme = case when $4 then null else scheme end, old_secret = case when $4 then null else secret end,
              old_secret_until = case when not $4 then
                coalesce(to_timestamp($5::float8 / 1000.0), clock_timestamp()) + interval '${OVERLAP_HOURS} hours' end,
              scheme = $2, secret = $3
        where id = $1`,
      [id, signing.scheme, signing.secret, endOld ?? false, webhooks.time.given ?? null],
    );
    const after = { scheme: signing.scheme, endOld: endOld ?? false };
    await audit(sql, viewer, { action: 'webhook-endpoint.rotate', target: { type: 'webhook-endpoint', id }, after });
    const [endpoint] = await readEndpoints(sql, [id]);
    return { endpoint: endpoint as Endpoint, secret: shownSecret(signing) };
  });
}
