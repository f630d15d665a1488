import { activityIdOf } from '../activities/identify.ts';
import { literal } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import type { Candidate } from './append.ts';
import { type RecordResult, rejected } from './batch.ts';

interface PurchaseRow {
  purchase_id: string;
  amount: number;
  refunded: number;
}

/**
 * Refuses refunds of purchases that do not exist, and refunds that together exceed their purchase; notes what the others
 * give back. Returns the refused ones. A refund that names no purchase passes.
 */
export async function checkRefunds(
  sql: Sql,
  fresh: readonly Candidate[],
  results: RecordResult[],
): Promise<Candidate[]> {
  const refunds = fresh
    .filter(({ draft }) => draft.kind === 'refund' && typeof draft.payload.purchaseKey === 'string')
    .map((candidate) => {
      const { customerId, draft } = candidate;
      return { candidate, purchaseId: activityIdOf(customerId, draft.source, draft.payload.purchaseKey as string) };
    });
  if (refunds.length === 0) return [];

  const rows = await sql.query<PurchaseRow>(
    'read-purchases',
    `select v.purchase_id, (a.payload->>'amount')::float8 as amount, coalesce(r.refunded, 0)::float8 as refunded
       from unnest($1::uuid[], $2::uuid[]) as v(customer_id, purchase_id)
       join ingest_key k on k.customer_id = v.customer_id and k.activity_id = v.purchase_id
       join activity a on a.customer_id = k.customer_id and a.occurred_at = k.occurred_at and a.id = k.activity_id
        and a.kind = 'purchase'
       left join refunded_purchase r on r.customer_id = v.customer_id and r.purchase_id = v.purchase_id`,
    [
      literal(refunds.map(({ candidate }) => candidate.customerId)),
      literal(refunds.map(({ purchaseId }) => purchaseId)),
    ],
  );
  const left = new Map(rows.map((row) => [row.purchase_id, row.amount - row.refunded]));
  for (const { id, draft } of fresh) {
    if (draft.kind === 'purchase') left.set(id, draft.payload.amount as number);
  }

  const refused: Candidate[] = [];
  const given = new Map<string, { customerId: string; amount: number }>();
  for (const { candidate, purchaseId } of refunds) {
    const amount = candidate.draft.payload.amount as number;
    const rest = left.get(purchaseId);
    if (rest === undefined || amount > rest) {
      refused.push(candidate);
      results[candidate.index] =
        rest === undefined
          ? rejected('UNKNOWN_PURCHASE', 'The customer has no purchase with this key; record the purchase first.', [
              'purchaseKey',
            ])
          : rejected('REFUND_EXCEEDS_PURCHASE', `Only ${rest} minor units of this purchase are left to refund.`, [
              'amount',
            ]);
      continue;
    }
    left.set(purchaseId, rest - amount);
    const sum = given.get(purchaseId)?.amount ?? 0;
    given.set(purchaseId, { customerId: candidate.customerId, amount: sum + amount });
  }
  if (given.size > 0) {
    await sql.query(
      'note-refunds',
      `insert into refunded_purchase (customer_id, purchase_id, refunded)
       select * from unnest($1::uuid[], $2::uuid[], $3::bigint[])
       on conflict (customer_id, purchase_id) do update set refunded = refunded_purchase.refunded + excluded.refunded`,
      [
        literal([...given.values()].map(({ customerId }) => customerId)),
        literal([...given.keys()]),
        literal([...given.values()].map(({ amount }) => amount)),
      ],
    );
  }
  return refused;
}
