import { floats, literal } from '../db/arrays.ts';
import type { Transaction } from '../db/database.ts';
import type { CustomerState } from './customer-state.ts';
import type { Engine } from './engine.ts';
import type { Settled } from './settled.ts';
import { listTold, writeOutcomes } from './write-outcomes.ts';

/**
 * Step 8 of the road: the differences, set-based. PostgreSQL writes the first ones while the next are made. Returns how
 * many changes were appended.
 */
export function write(
  sql: Transaction,
  engine: Engine,
  settled: readonly Settled[],
  now: number,
  stamp: number,
): number {
  const told = listTold(engine, settled);
  writeCustomers(sql, engine, settled, stamp);
  writeDue(sql, settled);
  writeOutcomes(sql, settled, told, now);
  return told.filter(({ change }) => change).length;
}

/** All numbers of all customers in one array, cut up by the statement: cheaper than an array for each row. */
function writeCustomers(sql: Transaction, engine: Engine, settled: readonly Settled[], stamp: number): void {
  const heldFrom: number[] = [];
  const heldTo: number[] = [];
  for (const { held } of settled) {
    heldFrom.push((heldTo.at(-1) ?? 0) + 1);
    heldTo.push((heldTo.at(-1) ?? 0) + held.length);
  }
  sql.send(
    'write-customers',
    `update customer c
        set activity_seq = v.activity_seq, change_seq = v.change_seq, measured_at = v.measured_at,
            metrics = ($5::float8[])[(v.n - 1) * $6::int + 1 : v.n * $6::int],
            held = ($7::float8[])[v.held_from : v.held_to],
            metrics_generation = $10, rules_generation = $11, due_at = v.due_at, stamp = $13
       from unnest($1::uuid[], $2::int[], $3::int[], $4::float8[], $8::int[], $9::int[], $12::float8[]) with ordinality
         as v(id, activity_seq, change_seq, measured_at, held_from, held_to, due_at, n)
      where c.id = v.id`,
    [
      literal(settled.map(({ customer }) => customer.id)),
      literal(settled.map(({ customer }) => customer.activitySeq)),
      literal(settled.map(({ customer }) => customer.changeSeq)),
      literal(settled.map(({ customer }) => customer.measuredAt)),
      floats(settled.map(({ customer }) => customer.numbers)),
      engine.plan.width,
      floats(settled.map(({ held }) => held)),
      literal(heldFrom),
      literal(heldTo),
      engine.plan.generation,
      engine.generations.rules,
      literal(settled.map(({ customer }) => customer.dueAt)),
      stamp,
    ],
  );
}

/**
 * When a customer is due next. The index is touched only when the time comes nearer or has come; a time that moved
 * further away stays, and the sweeper then finds nothing to do and sets the right one.
 */
export function nextDue(stored: number, next: number, now: number): number {
  return next < stored || stored <= now ? next : stored;
}

const dueMoves = new WeakMap<CustomerState, number>();

/** Remembers when the customer was due before the batch, so that only moves are written. */
export function setDue(customer: CustomerState, next: number): void {
  dueMoves.set(customer, customer.dueAt);
  customer.dueAt = nextDue(customer.dueAt, next, customer.measuredAt);
}

function writeDue(sql: Transaction, settled: readonly Settled[]): void {
  const moved = settled
    .filter(({ customer }) => dueMoves.get(customer) !== customer.dueAt)
    .map(({ customer }) => customer);
  if (moved.length === 0) return;
  const later = moved.filter(({ dueAt }) => dueAt < Number.POSITIVE_INFINITY);
  const never = moved.filter(({ dueAt }) => dueAt === Number.POSITIVE_INFINITY);
  if (later.length > 0)
    sql.send(
      'write-due',
      `insert into due (customer_id, due_at) select * from unnest($1::uuid[], $2::float8[])
       on conflict (customer_id) do update set due_at = excluded.due_at`,
      [literal(later.map(({ id }) => id)), literal(later.map(({ dueAt }) => dueAt))],
    );
  if (never.length > 0)
    sql.send('delete-due', 'delete from due where customer_id = any($1::uuid[])', [literal(never.map(({ id }) => id))]);
}
