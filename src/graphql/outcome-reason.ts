import type { Cause } from '../contract/change.ts';
import type { GraphContext, OutcomeReason } from '../contract/graphql.ts';
import { literal } from '../db/arrays.ts';
import type { CustomerRow, RowOutcome } from './customer-row.ts';

interface ReasonRow {
  customer_id: string;
  code: number;
  cause: Cause;
  version: number;
  why: unknown[] | null;
}

/** Why an outcome of a customer holds, or held at the past instant of its row. */
export const reasonOf = (
  context: GraphContext,
  { id, asOf }: CustomerRow,
  { name, reason }: RowOutcome,
): Promise<OutcomeReason | null> =>
  asOf === null ? loadReason(context, id, name.code) : Promise.resolve(reason ?? null);

/**
 * Why outcomes hold, loaded only when it is asked for: one statement for all customers of an answer. Null when the
 * outcome ended after the customer was read.
 */
function loadReason(context: GraphContext, customerId: string, code: number): Promise<OutcomeReason | null> {
  const loader = context.batch.of<string, OutcomeReason | null>('outcome-reasons', async (keys) => {
    const pairs = keys.map((key) => key.split(' '));
    const rows = await context.query<ReasonRow>(
      'outcome-reasons',
      `select o.customer_id, o.code, o.cause, v.number as version, o.why
         from unnest($1::uuid[], $2::int[]) as k(customer_id, code)
         join outcome o on o.customer_id = k.customer_id and o.code = k.code
         join rule_set_version v on v.id = o.version_id`,
      [literal(pairs.map(([id]) => id ?? null)), literal(pairs.map(([, of]) => of ?? null))],
    );
    const found = new Map(
      rows.map(({ customer_id, code: of, cause, version, why }) => [
        `${customer_id} ${of}`,
        { cause, version, why: why ?? [] },
      ]),
    );
    return keys.map((key) => found.get(key) ?? null);
  });
  return loader.load(`${customerId} ${code}`);
}
