import type { Viewer } from '../contract/viewer.ts';
import { passes } from '../feed/filter.ts';
import { ENDPOINT_COLUMNS, type Endpoint } from './endpoint.ts';
import { keepsFor } from './own-endpoint.ts';
import type { Webhooks } from './webhooks.ts';

/** An endpoint that would be sent messages, and how many. */
export interface ForecastMessages {
  readonly endpoint: Endpoint;
  readonly messages: number;
}

/** How many messages the endpoints that a viewer keeps would be sent about so many changes, by what they follow now. */
export async function forecastMessages(
  webhooks: Webhooks,
  viewer: Viewer,
  changes: readonly { readonly type: string; readonly key: string; readonly count: number }[],
): Promise<ForecastMessages[]> {
  const endpoints = await webhooks.database.query<Endpoint>(
    'forecast-webhooks',
    `select ${ENDPOINT_COLUMNS} from webhook_endpoint e
      where e.disabled_at is null and ($1::uuid[] is null or e.client_id = any($1)) order by e.id`,
    [keepsFor(viewer)],
  );
  const owners = new Map<string, Promise<Viewer | undefined>>();
  const forecasts: ForecastMessages[] = [];
  for (const endpoint of endpoints) {
    const owner = owners.get(endpoint.clientId) ?? webhooks.access.viewerOf(endpoint.clientId);
    owners.set(endpoint.clientId, owner);
    const client = await owner;
    const following = client && webhooks.follow(client, endpoint);
    if (!following || 'refused' in following) continue;
    const messages = changes
      .filter(({ type, key }) => passes(following.filter, { type, key, clientId: null }))
      .reduce((sum, { count }) => sum + count, 0);
    if (messages > 0) forecasts.push({ endpoint, messages });
  }
  return forecasts;
}
