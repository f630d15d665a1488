import { Parameters } from '../db/parameters.ts';
import { Condition } from './compare.ts';
import type { CoreContext } from './context.ts';
import type { CustomerFilter } from './customer-filter.ts';
import { type CustomerOrder, DEFAULT_ORDER, orderOf } from './customer-order.ts';
import { CUSTOMER_COLUMNS, type CustomerRow, type RawCustomer, toCustomers } from './customer-row.ts';
import { whereOf } from './customer-where.ts';
import {
  beyond,
  decodePlace,
  encodePlace,
  type KeyValue,
  type Order,
  type Place,
  selectKeys,
  sortClause,
} from './order.ts';
import { outcomeNames } from './outcome-names.ts';
import { limitOf, type Page, type PageArguments, toPage, type Window, windowOf } from './page.ts';

export interface CustomersArguments extends PageArguments {
  readonly where?: CustomerFilter | null;
  readonly orderBy?: readonly CustomerOrder[] | null;
}

/** A row with the values it was sorted by. */
type Sorted = RawCustomer & Readonly<Record<`k${number}`, KeyValue>>;

const cursorOf =
  (order: Order, now: number) =>
  (row: Sorted): string =>
    encodePlace(order, { now, id: row.id, values: order.keys.map((_, i) => row[`k${i}`] ?? null) });

/** A page of customers. Without filter and order it is one prepared statement; counted only when somebody asks. */
export async function customerPage(context: CoreContext, args: CustomersArguments): Promise<Page<CustomerRow, Sorted>> {
  const window = windowOf(args);
  const plain = !args.where && !args.orderBy?.length;
  return plain ? plainPage(context, window) : filteredPage(context, args, window);
}

async function plainPage(context: CoreContext, window: Window): Promise<Page<CustomerRow, Sorted>> {
  const parameters = new Parameters();
  const after = window.after === undefined ? undefined : decodePlace(DEFAULT_ORDER, window.after);
  const before = window.before === undefined ? undefined : decodePlace(DEFAULT_ORDER, window.before);
  const text = pageText(DEFAULT_ORDER, 'true', window, { after, before }, parameters);
  const variant = [window.inverted && 'inverted', after && 'after', before && 'before'].filter(Boolean).join(' ');
  const rows = await context.query<Sorted>(`customers ${variant}`, text, parameters.values);
  return toPage(rows, await toCustomers(context, rows), window, cursorOf(DEFAULT_ORDER, context.now), () =>
    count(context, 'customers-count', 'true', []),
  );
}

/** Planned for its values each time: what is rare and what is common need other plans. */
async function filteredPage(
  context: CoreContext,
  { where, orderBy }: CustomersArguments,
  window: Window,
): Promise<Page<CustomerRow, Sorted>> {
  const { services } = context;
  const engine = await context.engine();
  const names = await outcomeNames(services.database, engine);
  const parameters = new Parameters();
  const now = parameters.bind(context.now, 'float8');
  const condition = new Condition(parameters);
  const filter = where ? whereOf(where, { engine, names, currency: services.currency, now, condition }) : 'true';
  const filterText = `${now} is not null and ${filter}`; // names the type of a value that nothing may use
  const filterValues = [...parameters.values];
  // pages that follow are sorted as of the instant of the first one
  const first = orderBy?.length ? orderOf(orderBy, engine, now) : DEFAULT_ORDER;
  const places = placesOf(first, window);
  const instant = places.after?.now ?? places.before?.now ?? context.now;
  const then = instant === context.now ? now : parameters.bind(instant, 'float8');
  const order = orderBy?.length ? orderOf(orderBy, engine, then) : DEFAULT_ORDER;
  const text = pageText(order, `${filterText} and ${then} is not null`, window, places, parameters);
  const rows = await context.query<Sorted>('', text, parameters.values);
  return toPage(rows, await toCustomers(context, rows), window, cursorOf(order, instant), () =>
    count(context, '', filterText, filterValues),
  );
}

interface Places {
  readonly after: Place | undefined;
  readonly before: Place | undefined;
}

const placesOf = (order: Order, { after, before }: Window): Places => ({
  after: after === undefined ? undefined : decodePlace(order, after),
  before: before === undefined ? undefined : decodePlace(order, before),
});

function pageText(
  order: Order,
  filter: string,
  window: Window,
  { after, before }: Places,
  parameters: Parameters,
): string {
  const conditions = [filter];
  if (after) conditions.push(beyond(order, after, 'after', parameters));
  if (before) conditions.push(beyond(order, before, 'before', parameters));
  return `select ${CUSTOMER_COLUMNS}${selectKeys(order)} from customer c where ${conditions.join(' and ')}
    order by ${sortClause(order, window.inverted)} limit ${parameters.bind(limitOf(window), 'int')}`;
}

async function count(context: CoreContext, name: string, filter: string, values: readonly unknown[]): Promise<number> {
  const text = `select count(*)::int as count from customer c where ${filter}`;
  const [row] = await context.query<{ count: number }>(name, text, values);
  return row?.count ?? 0;
}
