import type { GraphContext } from '../contract/graphql.ts';
import type { Viewer } from '../contract/viewer.ts';
import { literal } from '../db/arrays.ts';
import { Parameters } from '../db/parameters.ts';
import { type CoreContext, core } from './context.ts';
import { CUSTOMER_COLUMNS, type CustomerRow, type RawCustomer, toCustomers } from './customer-row.ts';
import { maskId, unmaskId } from './global-ids.ts';
import { beyond, decodePlace, encodePlace, orderBy, type Place, sortClause } from './order.ts';
import { type OutcomeName, type OutcomeNames, outcomeNames } from './outcome-names.ts';
import { limitOf, type Page, toPage, type Window } from './page.ts';

/** The kind of rule set whose outcomes are segments. */
const KIND = 'segments';

/** A named group of customers. */
export class Segment {
  readonly code: number;
  readonly key: string;
  readonly title: string;
  readonly active: boolean;
  readonly ruleSetKey: string;
  /** The past instant it is about; null: now. */
  readonly asOf: number | null;

  constructor({ code, key, title, active, ruleSet }: OutcomeName, asOf: number | null = null) {
    this.asOf = asOf;
    this.code = code;
    this.key = key;
    this.title = title;
    this.active = active;
    this.ruleSetKey = ruleSet;
  }
}

/** The names of outcomes as they are now. */
export async function currentNames(context: CoreContext): Promise<OutcomeNames> {
  return outcomeNames(context.services.database, await context.engine());
}

/** Every segment that a rule set has, or had, and that the viewer may see, by key. */
export async function listSegments(context: GraphContext): Promise<Segment[]> {
  const { segments } = context.viewer;
  const names = [...(await currentNames(core(context))).values()].filter(
    ({ kind, key }) => kind === KIND && (segments === null || segments.includes(key)),
  );
  return names
    .map((name) => new Segment(name))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.code - b.code));
}

/** Whether a viewer may see an outcome: one that is a segment only when it is among those granted. */
export const maySee = ({ segments }: Viewer, outcome: { readonly kind: string; readonly key: string }): boolean =>
  segments === null || !isSegment(outcome) || segments.includes(outcome.key);

export const isSegment = ({ kind }: { readonly kind: string }): boolean => kind === KIND;

/** How many customers are members now; one statement for all segments of an answer. */
export function countMembers(context: GraphContext, code: number): Promise<number> {
  const loader = context.batch.of<number, number>('segment-members-count', async (codes) => {
    const rows = await context.query<{ code: number; count: number }>(
      'segment-members-count',
      'select code, count(*)::int as count from outcome where code = any($1::int[]) group by code',
      [literal(codes)],
    );
    const found = new Map(rows.map((row) => [row.code, row.count]));
    return codes.map((of) => found.get(of) ?? 0);
  });
  return loader.load(code);
}

/** A member and since when it is one. */
export interface Member extends RawCustomer {
  readonly code: number;
  readonly since: number;
}

/** Those who came last are first. */
const ORDER = orderBy(
  [{ name: 'since', descending: true, type: 'instant', nullable: false, sql: 'o.since' }],
  'o.customer_id',
);

const cursorOf =
  (context: GraphContext) =>
  ({ id, since }: Member): string =>
    encodePlace(ORDER, { now: 0, id: maskId(context, id), values: [since] });

function placeOf(context: GraphContext, cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const place = decodePlace(ORDER, cursor);
  return { ...place, id: unmaskId(context, place.id) };
}

/** A page of the members; one statement reads the same page of all segments of an answer. */
export async function readMembers(
  context: GraphContext,
  code: number,
  window: Window,
): Promise<Page<CustomerRow, Member>> {
  const after = placeOf(context, window.after);
  const before = placeOf(context, window.before);
  const name = `segment-members ${JSON.stringify(window)}`;
  const loader = context.batch.of<number, { rows: Member[]; customers: CustomerRow[] }>(name, async (codes) => {
    const parameters = new Parameters();
    const segments = parameters.bind(literal(codes), 'int[]');
    const conditions = ['o.code = s.code'];
    if (after) conditions.push(beyond(ORDER, after, 'after', parameters));
    if (before) conditions.push(beyond(ORDER, before, 'before', parameters));
    const sort = sortClause(ORDER, window.inverted);
    const variant = [window.inverted && 'inverted', after && 'after', before && 'before'].filter(Boolean).join(' ');
    const rows = await context.query<Member>(
      `segment-members ${variant}`,
      `select o.code, (extract(epoch from o.since) * 1000)::float8 as since, ${CUSTOMER_COLUMNS}
         from unnest(${segments}) as s(code) cross join lateral (
           select * from outcome o where ${conditions.join(' and ')}
            order by ${sort} limit ${parameters.bind(limitOf(window), 'int')}
         ) o join customer c on c.id = o.customer_id order by o.code, ${sort}`,
      parameters.values,
    );
    const customers = await toCustomers(context, rows);
    return codes.map((of) => ({
      rows: rows.filter((row) => row.code === of),
      customers: customers.filter((_, i) => rows[i]?.code === of),
    }));
  });
  const { rows, customers } = await loader.load(code);
  return toPage(rows, customers, window, cursorOf(context), () => countMembers(context, code));
}
