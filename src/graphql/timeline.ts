import type { GraphContext } from '../contract/graphql.ts';
import { literal } from '../db/arrays.ts';
import { Parameters } from '../db/parameters.ts';
import { maskId, unmaskId } from './global-ids.ts';
import { beyond, decodePlace, encodePlace, orderBy, type Place, sortClause } from './order.ts';
import { limitOf, type Page, toPage, type Window } from './page.ts';
import type { RecordedActivity } from './recorded-activity.ts';

interface ActivityRow {
  customer_id: string;
  id: string;
  kind: string;
  occurred_at: number;
  recorded_at: number;
  source: string;
  key: string;
  payload: Record<string, unknown>;
}

/** Newest first. */
const ORDER = orderBy(
  [{ name: 'occurredAt', descending: true, type: 'instant', nullable: false, sql: 'a.occurred_at' }],
  'a.id',
);

const cursorOf =
  (context: GraphContext) =>
  ({ id, occurredAt }: RecordedActivity): string =>
    encodePlace(ORDER, { now: 0, id: maskId(context, id), values: [occurredAt.getTime()] });

function placeOf(context: GraphContext, cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const place = decodePlace(ORDER, cursor);
  return { ...place, id: unmaskId(context, place.id) };
}

/** A page of what a customer did; one statement reads the same page for all customers of the answer. */
export async function timeline(
  context: GraphContext,
  customerId: string,
  window: Window,
  kinds: readonly string[] | undefined,
  asOf: number | null,
): Promise<Page<RecordedActivity>> {
  const after = placeOf(context, window.after);
  const before = placeOf(context, window.before);
  const name = `timeline ${JSON.stringify([window, kinds, asOf])}`;
  const loader = context.batch.of<string, RecordedActivity[]>(name, (ids) =>
    read(context, ids, window, kinds, after, before, asOf),
  );
  const rows = await loader.load(customerId);
  return toPage(rows, rows, window, cursorOf(context), () => count(context, customerId, kinds, asOf));
}

async function read(
  context: GraphContext,
  ids: readonly string[],
  window: Window,
  kinds: readonly string[] | undefined,
  after: Place | undefined,
  before: Place | undefined,
  asOf: number | null,
): Promise<RecordedActivity[][]> {
  const parameters = new Parameters();
  const customers = parameters.bind(literal(ids), 'uuid[]');
  const conditions = ['a.customer_id = c.id'];
  if (kinds) conditions.push(`a.kind = any(${parameters.bind(kinds, 'text[]')})`);
  if (after) conditions.push(beyond(ORDER, after, 'after', parameters));
  if (before) conditions.push(beyond(ORDER, before, 'before', parameters));
  if (asOf !== null) conditions.push(`a.recorded_at <= to_timestamp(${parameters.bind(asOf / 1000, 'float8')})`);
  const variant = [
    window.inverted && 'inverted',
    kinds && 'kinds',
    after && 'after',
    before && 'before',
    asOf !== null && 'as of',
  ];
  const rows = await context.query<ActivityRow>(
    `timeline ${variant.filter(Boolean).join(' ')}`,
    `select a.customer_id, a.id, a.kind, a.source, a.key, a.payload,
            (extract(epoch from a.occurred_at) * 1000)::float8 as occurred_at,
            (extract(epoch from a.recorded_at) * 1000)::float8 as recorded_at
       from unnest(${customers}) as c(id) cross join lateral (
         select * from activity a where ${conditions.join(' and ')}
          order by ${sortClause(ORDER, window.inverted)} limit ${parameters.bind(limitOf(window), 'int')}
       ) a`,
    parameters.values,
  );
  const found = Map.groupBy(rows, ({ customer_id }) => customer_id);
  return ids.map((id) => (found.get(id) ?? []).map(toActivity));
}

const toActivity = ({ id, kind, source, key, payload, occurred_at, recorded_at }: ActivityRow): RecordedActivity => ({
  id,
  kind,
  source,
  key,
  payload,
  occurredAt: new Date(occurred_at),
  recordedAt: new Date(recorded_at),
});

function count(
  context: GraphContext,
  customerId: string,
  kinds: readonly string[] | undefined,
  asOf: number | null,
): Promise<number> {
  const loader = context.batch.of<string, number>(
    `timeline-count ${JSON.stringify([kinds ?? null, asOf])}`,
    async (ids) => {
      const rows = await context.query<{ customer_id: string; count: number }>(
        'timeline-count',
        `select customer_id, count(*)::int as count from activity
        where customer_id = any($1::uuid[]) and ($2::text[] is null or kind = any($2))
          and ($3::float8 is null or recorded_at <= to_timestamp($3)) group by customer_id`,
        [literal(ids), kinds ?? null, asOf === null ? null : asOf / 1000],
      );
      const found = new Map(rows.map((row) => [row.customer_id, row.count]));
      return ids.map((id) => found.get(id) ?? 0);
    },
  );
  return loader.load(customerId);
}
