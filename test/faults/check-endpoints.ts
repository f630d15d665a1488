import type pg from 'pg';
import type { Findings } from './findings.ts';
import type { WebhookFollower } from './webhooks.ts';

/** How long a message that was sent before may need to arrive, in ms. */
const ON_ITS_WAY = 1000;

/** Those that said they are gone are disabled and left alone; nobody else is. */
export async function checkEndpoints(
  client: pg.Client,
  followers: readonly WebhookFollower[],
  findings: Findings,
): Promise<void> {
  const { rows } = await client.query<{ id: string; reason: string | null; at: number }>(
    `select id, disabled_reason as reason, (extract(epoch from disabled_at) * 1000)::float8 as at from webhook_endpoint`,
  );
  const endpoints = new Map(rows.map((row) => [row.id, row]));
  for (const { endpointId, isGone, lastArrival } of followers) {
    const endpoint = endpoints.get(endpointId);
    const isRight = isGone
      ? endpoint?.reason === 'GONE' && lastArrival < endpoint.at + ON_ITS_WAY
      : endpoint?.reason === null;
    if (!isRight) findings.wrongEndpoints += 1;
  }
}
