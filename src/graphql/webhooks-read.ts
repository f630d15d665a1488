import { isUuid } from '../activities/identify.ts';
import type { GraphContext } from '../contract/graphql.ts';
import { Parameters } from '../db/parameters.ts';
import { ENDPOINT_COLUMNS, type Endpoint } from '../webhooks/endpoint.ts';
import { keepsFor } from '../webhooks/own-endpoint.ts';
import { beyond, decodePlace, encodePlace, orderBy, sortClause } from './order.ts';
import { limitOf, type Page, toPage, type Window } from './page.ts';

/** Newest first. */
const ORDER = orderBy(
  [{ name: 'createdAt', descending: true, type: 'instant', nullable: false, sql: 'e.created_at' }],
  'e.id',
);

const cursorOf = ({ id, createdAt }: Endpoint): string => encodePlace(ORDER, { now: 0, id, values: [createdAt] });

/** A page of the endpoints that the viewer keeps; of one client, when it is named, and none when there is no such client. */
export async function endpointPage(
  context: GraphContext,
  window: Window,
  clientId: string | null,
): Promise<Page<Endpoint>> {
  const parameters = new Parameters();
  const conditions = kept(context, clientId, parameters);
  for (const side of ['after', 'before'] as const) {
    const cursor = window[side];
    if (cursor !== undefined) conditions.push(beyond(ORDER, decodePlace(ORDER, cursor), side, parameters));
  }
  const rows = await context.query<Endpoint>(
    '',
    `select ${ENDPOINT_COLUMNS} from webhook_endpoint e where ${conditions.join(' and ') || 'true'}
      order by ${sortClause(ORDER, window.inverted)} limit ${parameters.bind(limitOf(window), 'int')}`,
    parameters.values,
  );
  return toPage(rows, rows, window, cursorOf, async () => {
    const counted = new Parameters();
    const which = kept(context, clientId, counted).join(' and ') || 'true';
    const [row] = await context.query<{ count: number }>(
      '',
      `select count(*)::int as count from webhook_endpoint e where ${which}`,
      counted.values,
    );
    return row?.count ?? 0;
  });
}

function kept({ viewer }: GraphContext, clientId: string | null, parameters: Parameters): string[] {
  const own = keepsFor(viewer);
  return [
    ...(own ? [`e.client_id = any(${parameters.bind(own, 'uuid[]')})`] : []),
    ...(clientId === null ? [] : [isUuid(clientId) ? `e.client_id = ${parameters.bind(clientId, 'uuid')}` : 'false']),
  ];
}

/** Endpoints by their ids, in this order; null where the viewer keeps none with the id. */
export async function endpointsById(context: GraphContext, ids: readonly string[]): Promise<(Endpoint | null)[]> {
  const rows = await context.query<Endpoint>(
    'webhooks-by-id',
    `select ${ENDPOINT_COLUMNS} from webhook_endpoint e
      where e.id = any($1::uuid[]) and ($2::uuid[] is null or e.client_id = any($2))`,
    [ids.filter(isUuid), keepsFor(context.viewer)],
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => found.get(id) ?? null);
}
