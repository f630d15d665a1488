import type { Newest } from '../contacts/read-contacts.ts';
import type { GraphContext } from '../contract/graphql.ts';
import type { Sql } from '../db/database.ts';
import { badInput } from './bad-input.ts';
import { core } from './context.ts';
import { limitOf, type Page, type PageArguments, toPage, windowOf } from './page.ts';

interface Item {
  readonly customerId: string;
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A page of a list that belongs to a customer, newest first; one statement for all customers of the answer. */
export async function newestPage<T extends Item>(
  context: GraphContext,
  customerId: string,
  args: PageArguments,
  list: { readonly name: string; read(sql: Sql, customerIds: readonly string[], window: Newest): Promise<T[]> },
): Promise<Page<T>> {
  const window = windowOf(args);
  if (window.inverted || window.before !== undefined)
    throw badInput('This list is read forwards: use first and after.', 'BAD_PAGE');
  const before = window.after === undefined ? undefined : readPlace(window.after);
  const wanted = { before, limit: limitOf(window) };
  const loader = context.batch.of<string, T[]>(`${list.name} ${JSON.stringify(wanted)}`, async (ids) => {
    const rows = await list.read(core(context).services.database, ids, wanted);
    const found = Map.groupBy(rows, (row) => row.customerId);
    return ids.map((id) => found.get(id) ?? []);
  });
  const rows = await loader.load(customerId);
  return toPage(rows, rows, window, placeOf, () => 0);
}

const placeOf = ({ at, id }: Item): string => Buffer.from(`${at}.${id}`).toString('base64url');

function readPlace(cursor: string): Newest['before'] {
  const [, at, id] = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (at === undefined || id === undefined) throw badInput('This is not a cursor of this list.', 'BAD_CURSOR');
  return { at: Number(at), id };
}
