import type { KeptChange } from '../contract/keeper.ts';
import { literal, texts } from '../db/arrays.ts';
import type { Transaction } from '../db/database.ts';
import { causeIn } from './cause-of.ts';
import type { Engine } from './engine.ts';
import type { Moved, Why } from './judge.ts';
import type { Settled } from './settled.ts';

/** A change to be appended, an outcome that begins, or both: most outcomes begin with a change for the same reason. */
export interface Told {
  readonly customerId: string;
  readonly versionId: string | null;
  readonly code: number | null;
  readonly cause: string;
  readonly why: string | null;
  readonly change?: { readonly seq: number; readonly ruleSetId: string | null; readonly of: Difference };
  since: number | null;
}

/** What a change says. */
type Difference = Pick<KeptChange, 'type' | 'key' | 'from' | 'to' | 'details'>;

/** All that is to be told, in order, with the changes numbered; numbers of a customer have no gaps. */
export function listTold(engine: Engine, settled: readonly Settled[]): Told[] {
  return settled.flatMap((one) => [
    ...one.kept.measured.map((change) => tellKept(one, change)),
    ...one.judgement.moved.flatMap((moved) => tell(engine, one, moved)),
    ...one.kept.settled.map((change) => tellKept(one, change)),
  ]);
}

/** What a keeper says, for the reason that moved the customer. */
function tellKept({ customer, cause }: Settled, of: KeptChange): Told {
  customer.changeSeq += 1;
  const { ruleSet, why } = of;
  return {
    customerId: customer.id,
    versionId: ruleSet?.versionId ?? null,
    code: null,
    cause: JSON.stringify(cause),
    why: why ? JSON.stringify(why) : null,
    change: { seq: customer.changeSeq, ruleSetId: ruleSet?.id ?? null, of },
    since: null,
  };
}

function tell(engine: Engine, { customer, cause }: Settled, { ruleSet, changes, began }: Moved): Told[] {
  const { id: customerId, measuredAt } = customer;
  const { id: ruleSetId, versionId } = ruleSet;
  const reason = JSON.stringify(causeIn(ruleSet, customer, engine, cause));
  const told = changes.map((of): Told => {
    customer.changeSeq += 1;
    const change = { seq: customer.changeSeq, ruleSetId, of };
    const said = { cause: reason, why: json(of.why) };
    return { customerId, versionId, code: of.code, ...said, change, since: null };
  });
  for (const { code, why: trees } of began) {
    const said = { cause: reason, why: json(trees) };
    const alike = told.find((row) => row.code === code && row.why === said.why && row.cause === said.cause);
    if (alike) alike.since = measuredAt;
    else told.push({ customerId, versionId, code, ...said, since: measuredAt });
  }
  return told;
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

/** Ends outcomes, appends changes and begins outcomes. Reading the trees is most of the work, so each goes there once. */
export function writeOutcomes(sql: Transaction, settled: readonly Settled[], told: readonly Told[], now: number): void {
  endOutcomes(sql, settled);
  if (told.length === 0) return;
  sql.send(
    'tell',
    `with v as materialized (
       select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::jsonb[], $5::jsonb[], $6::int[], $7::uuid[], $8::text[],
                            $9::text[], $10::text[], $11::text[], $12::float8[], $14::jsonb[])
         as v(customer_id, version_id, code, cause, why, seq, rule_set_id, type, key, "from", "to", since, details)
     ), told as (
       insert into change (customer_id, change_seq, created_at, type, rule_set_id, version_id, code, key, "from", "to", cause, why, details)
       select customer_id, seq, to_timestamp($13::float8 / 1000.0), type, rule_set_id, version_id, code, key, "from", "to", cause, why, details
         from v where seq is not null
     )
     insert into outcome (customer_id, code, since, version_id, cause, why)
     select customer_id, code, to_timestamp(since / 1000.0), version_id, cause, why from v where since is not null`,
    [
      literal(told.map(({ customerId }) => customerId)),
      literal(told.map(({ versionId }) => versionId)),
      literal(told.map(({ code }) => code)),
      texts(
        told.map(({ cause }) => cause),
        'jsonb',
      ),
      texts(
        told.map(({ why }) => why),
        'jsonb',
      ),
      literal(told.map(({ change }) => change?.seq ?? null)),
      literal(told.map(({ change }) => change?.ruleSetId ?? null)),
      texts(told.map(({ change }) => change?.of.type ?? null)),
      texts(told.map(({ change }) => change?.of.key ?? null)),
      texts(told.map(({ change }) => change?.of.from ?? null)),
      texts(told.map(({ change }) => change?.of.to ?? null)),
      literal(told.map(({ since }) => since)),
      now,
      texts(
        told.map(({ change }) => (change?.of.details ? JSON.stringify(change.of.details) : null)),
        'jsonb',
      ),
    ],
  );
}

function endOutcomes(sql: Transaction, settled: readonly Settled[]): void {
  const ended = settled.flatMap(({ customer, judgement }) =>
    [...judgement.moved.flatMap((moved) => moved.ended), ...judgement.orphans].map((code) => ({
      customerId: customer.id,
      code,
    })),
  );
  if (ended.length === 0) return;
  sql.send(
    'end-outcomes',
    'delete from outcome o using unnest($1::uuid[], $2::int[]) as v(customer_id, code) where o.customer_id = v.customer_id and o.code = v.code',
    [literal(ended.map(({ customerId }) => customerId)), literal(ended.map(({ code }) => code))],
  );
}
