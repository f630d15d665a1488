import type { Cause } from '../contract/change.ts';
import { floats, literal, texts } from '../db/arrays.ts';
import type { Sql } from '../db/database.ts';
import type { Candidate } from './append.ts';
import type { CustomerState } from './customer-state.ts';
import type { Engine } from './engine.ts';
import type { JudgedChange, Judgement, Why } from './judge.ts';

/** A customer at the end of the road: what it became, and what is to be told. */
export interface Settled {
  readonly customer: CustomerState;
  readonly judgement: Judgement;
  readonly cause: Cause;
}

/** Step 8 of the road: the differences, set-based. Returns how many changes were appended. */
export async function write(
  sql: Sql,
  engine: Engine,
  settled: readonly Settled[],
  fresh: readonly Candidate[],
  now: number,
): Promise<number> {
  await writeActivities(sql, settled, fresh);
  const changes = listChanges(engine, settled);
  await writeCustomers(sql, engine, settled);
  await writeDue(sql, settled);
  await writeChanges(sql, changes, now);
  await writeOutcomes(sql, settled);
  return changes.length;
}

async function writeActivities(sql: Sql, settled: readonly Settled[], fresh: readonly Candidate[]): Promise<void> {
  if (fresh.length === 0) return;
  const drafts = new Map(fresh.map((candidate) => [candidate.id, candidate.draft]));
  const rows = settled.flatMap(({ customer }) => customer.fresh);
  await sql.query(
    'append-activities',
    `insert into activity (customer_id, occurred_at, id, seq, kind, source, key, payload)
     select customer_id, to_timestamp(at / 1000.0), id, seq, kind, source, key, payload
       from unnest($1::uuid[], $2::float8[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::jsonb[])
         as v(customer_id, at, id, seq, kind, source, key, payload)`,
    [
      literal(rows.map(({ customerId }) => customerId)),
      literal(rows.map(({ occurredAt }) => occurredAt)),
      literal(rows.map(({ id }) => id)),
      literal(rows.map(({ seq }) => seq)),
      texts(rows.map(({ kind }) => kind)),
      texts(rows.map(({ id }) => drafts.get(id)?.source ?? '')),
      texts(rows.map(({ id }) => drafts.get(id)?.key ?? '')),
      texts(
        rows.map(({ payload }) => JSON.stringify(payload)),
        'jsonb',
      ),
    ],
  );
}

interface NumberedChange {
  readonly customerId: string;
  readonly seq: number;
  readonly change: JudgedChange;
  readonly cause: Cause;
}

/** The changes in order, each with its number; numbers of a customer have no gaps. */
function listChanges(engine: Engine, settled: readonly Settled[]): NumberedChange[] {
  return settled.flatMap(({ customer, judgement, cause }) =>
    judgement.moved.flatMap(({ ruleSet, changes }) => {
      const published =
        ruleSet.generation > customer.rulesGeneration && engine.generations.rules > customer.rulesGeneration;
      const why: Cause = published ? { by: 'publish', versionId: ruleSet.versionId } : cause;
      return changes.map((change) => {
        customer.changeSeq += 1;
        return { customerId: customer.id, seq: customer.changeSeq, change, cause: why };
      });
    }),
  );
}

/** All numbers of all customers in one array, cut up by the statement: cheaper than an array for each row. */
async function writeCustomers(sql: Sql, engine: Engine, settled: readonly Settled[]): Promise<void> {
  const { width } = engine.plan;
  const metrics = whole(settled, width);
  const held: number[] = [];
  const heldFrom: number[] = [];
  settled.forEach(({ judgement }) => {
    heldFrom.push(held.length + 1);
    for (const { code, since } of judgement.held) held.push(code, since);
  });
  const heldTo = heldFrom.map((_, i) => (heldFrom[i + 1] ?? held.length + 1) - 1);
  await sql.query(
    'write-customers',
    `update customer c
        set activity_seq = v.activity_seq, change_seq = v.change_seq, measured_at = v.measured_at,
            metrics = ($5::float8[])[(v.n - 1) * $6::int + 1 : v.n * $6::int],
            held = ($7::float8[])[v.held_from : v.held_to],
            metrics_generation = $10, rules_generation = $11, due_at = v.due_at
       from unnest($1::uuid[], $2::int[], $3::int[], $4::float8[], $8::int[], $9::int[], $12::float8[]) with ordinality
         as v(id, activity_seq, change_seq, measured_at, held_from, held_to, due_at, n)
      where c.id = v.id`,
    [
      literal(settled.map(({ customer }) => customer.id)),
      literal(settled.map(({ customer }) => customer.activitySeq)),
      literal(settled.map(({ customer }) => customer.changeSeq)),
      literal(settled.map(({ customer }) => customer.measuredAt)),
      floats(metrics),
      width,
      floats(held),
      literal(heldFrom),
      literal(heldTo),
      engine.plan.generation,
      engine.generations.rules,
      literal(settled.map(({ customer }) => customer.dueAt)),
    ],
  );
}

/** The numbers of the customers, one after the other: parts of one array already. */
function whole(settled: readonly Settled[], width: number): Float64Array {
  const first = settled[0]?.customer.numbers;
  return first ? new Float64Array(first.buffer, first.byteOffset, settled.length * width) : new Float64Array(0);
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
export function setDue(customer: CustomerState, next: number, now: number): void {
  dueMoves.set(customer, customer.dueAt);
  customer.dueAt = nextDue(customer.dueAt, next, now);
}

async function writeDue(sql: Sql, settled: readonly Settled[]): Promise<void> {
  const moved = settled
    .filter(({ customer }) => dueMoves.get(customer) !== customer.dueAt)
    .map(({ customer }) => customer);
  if (moved.length === 0) return;
  const later = moved.filter(({ dueAt }) => dueAt < Number.POSITIVE_INFINITY);
  const never = moved.filter(({ dueAt }) => dueAt === Number.POSITIVE_INFINITY);
  if (later.length > 0)
    await sql.query(
      'write-due',
      `insert into due (customer_id, due_at) select * from unnest($1::uuid[], $2::float8[])
       on conflict (customer_id) do update set due_at = excluded.due_at`,
      [literal(later.map(({ id }) => id)), literal(later.map(({ dueAt }) => dueAt))],
    );
  if (never.length > 0)
    await sql.query('delete-due', 'delete from due where customer_id = any($1::uuid[])', [
      literal(never.map(({ id }) => id)),
    ]);
}

async function writeChanges(sql: Sql, changes: readonly NumberedChange[], now: number): Promise<void> {
  if (changes.length === 0) return;
  await sql.query(
    'append-changes',
    `insert into change (customer_id, change_seq, created_at, type, rule_set_id, version_id, code, key, "from", "to", cause, why)
     select customer_id, seq, to_timestamp($12::float8 / 1000.0), type, rule_set_id, version_id, code, key, "from", "to", cause, why
       from unnest($1::uuid[], $2::int[], $3::text[], $4::uuid[], $5::uuid[], $6::int[], $7::text[], $8::text[], $9::text[],
                   $10::jsonb[], $11::jsonb[])
         as v(customer_id, seq, type, rule_set_id, version_id, code, key, "from", "to", cause, why)`,
    [
      literal(changes.map(({ customerId }) => customerId)),
      literal(changes.map(({ seq }) => seq)),
      texts(changes.map(({ change }) => change.type)),
      literal(changes.map(({ change }) => change.ruleSet.id)),
      literal(changes.map(({ change }) => change.ruleSet.versionId)),
      literal(changes.map(({ change }) => change.code)),
      texts(changes.map(({ change }) => change.key)),
      texts(changes.map(({ change }) => change.from)),
      texts(changes.map(({ change }) => change.to)),
      texts(
        changes.map(({ cause }) => JSON.stringify(cause)),
        'jsonb',
      ),
      texts(
        changes.map(({ change }) => json(change.why)),
        'jsonb',
      ),
      now,
    ],
  );
}

const printed = new WeakMap<Why, string>();

/** Trees as JSON; each is printed once, though a change and an outcome may both carry it. */
const json = (list: readonly Why[]): string =>
  `[${list
    .map((why) => {
      const known = printed.get(why) ?? JSON.stringify(why);
      printed.set(why, known);
      return known;
    })
    .join(',')}]`;

async function writeOutcomes(sql: Sql, settled: readonly Settled[]): Promise<void> {
  const began = settled.flatMap(({ customer, judgement, cause }) =>
    judgement.moved.flatMap(({ ruleSet, began: outcomes }) =>
      outcomes.map((outcome) => ({
        ...outcome,
        customerId: customer.id,
        versionId: ruleSet.versionId,
        cause,
        since: customer.measuredAt,
      })),
    ),
  );
  const ended = settled.flatMap(({ customer, judgement }) =>
    [...judgement.moved.flatMap((moved) => moved.ended), ...judgement.orphans].map((code) => ({
      customerId: customer.id,
      code,
    })),
  );
  if (ended.length > 0)
    await sql.query(
      'end-outcomes',
      'delete from outcome o using unnest($1::uuid[], $2::int[]) as v(customer_id, code) where o.customer_id = v.customer_id and o.code = v.code',
      [literal(ended.map(({ customerId }) => customerId)), literal(ended.map(({ code }) => code))],
    );
  if (began.length > 0)
    await sql.query(
      'begin-outcomes',
      `insert into outcome (customer_id, code, since, version_id, cause, why)
       select customer_id, code, to_timestamp(since / 1000.0), version_id, cause, why
         from unnest($1::uuid[], $2::int[], $3::float8[], $4::uuid[], $5::jsonb[], $6::jsonb[])
           as v(customer_id, code, since, version_id, cause, why)`,
      [
        literal(began.map(({ customerId }) => customerId)),
        literal(began.map(({ code }) => code)),
        literal(began.map(({ since }) => since)),
        literal(began.map(({ versionId }) => versionId)),
        texts(
          began.map(({ cause }) => JSON.stringify(cause)),
          'jsonb',
        ),
        texts(
          began.map(({ why }) => json(why)),
          'jsonb',
        ),
      ],
    );
}
