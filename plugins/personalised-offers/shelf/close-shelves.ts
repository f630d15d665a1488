import type { MadeOffer } from './made-offer.ts';
import type { Ask } from './open-shelves.ts';
import type { Shelf } from './shelf.ts';

/** Writes what is different from what is stored; at most one statement for each table. */
export async function closeShelves(sql: Ask, shelves: readonly Shelf[], now: number): Promise<void> {
  // on the way together, one behind the other
  await Promise.all([
    writeOffers(
      sql,
      shelves.flatMap(({ unsettled }) => unsettled.map((offer) => ({ ...offer, settled: offer.state }))),
    ),
    writeRefusals(sql, shelves),
    dropRefusals(sql, shelves),
    writeExposures(sql, shelves, now),
  ]);
}

/** Writes offers: new ones, and what may become another of those that are there. */
export async function writeOffers(sql: Ask, offers: readonly MadeOffer[]): Promise<void> {
  if (offers.length === 0) return;
  const of = <T>(pick: (offer: MadeOffer) => T): T[] => offers.map(pick);
  await sql.query(
    'offers-write',
    `insert into personalised_offers_offer
       (customer_id, id, rule_set, offer, version_id, made_at, expires_at, state, state_at, settled, exclusive_group,
        capped, budget, cost, channel, redeem_key, purchase_id)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::float8[], $7::float8[],
                          $8::text[], $9::float8[], $10::text[], $11::text[], $12::boolean[], $13::text[], $14::bigint[],
                          $15::text[], $16::text[], $17::uuid[])
     on conflict (customer_id, id) do update
        set state = excluded.state, state_at = excluded.state_at, settled = excluded.settled,
            redeem_key = excluded.redeem_key, purchase_id = excluded.purchase_id`,
    [
      of(({ customerId }) => customerId),
      of(({ id }) => id),
      of(({ ruleSet }) => ruleSet),
      of(({ offer }) => offer),
      of(({ versionId }) => versionId),
      of(({ madeAt }) => madeAt),
      of(({ expiresAt }) => expiresAt),
      of(({ state }) => state),
      of(({ stateAt }) => stateAt),
      of(({ settled }) => settled),
      of(({ group }) => group),
      of(({ capped }) => capped),
      of(({ budget }) => budget),
      of(({ cost }) => cost),
      of(({ channel }) => channel),
      of(({ redeemKey }) => redeemKey),
      of(({ purchaseId }) => purchaseId),
    ],
  );
}

async function writeRefusals(sql: Ask, shelves: readonly Shelf[]): Promise<void> {
  const refused = shelves.flatMap(({ customerId, refused: { written } }) =>
    written.map((one) => ({ ...one, customerId })),
  );
  if (refused.length === 0) return;
  await sql.query(
    'offers-write-refusals',
    `insert into personalised_offers_refusal (customer_id, rule_set, offer, reason, about, at, next_at)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::float8[])
     on conflict (customer_id, rule_set, offer) do update
        set reason = excluded.reason, about = excluded.about, at = excluded.at, next_at = excluded.next_at`,
    [
      refused.map(({ customerId }) => customerId),
      refused.map(({ ruleSet }) => ruleSet),
      refused.map(({ offer }) => offer),
      refused.map(({ reason }) => reason),
      refused.map(({ about }) => about),
      refused.map(({ at }) => at),
      refused.map(({ nextAt }) => nextAt),
    ],
  );
}

async function dropRefusals(sql: Ask, shelves: readonly Shelf[]): Promise<void> {
  const over = shelves.flatMap(({ customerId, refused }) => refused.over.map((one) => ({ ...one, customerId })));
  if (over.length === 0) return;
  await sql.query(
    'offers-drop-refusals',
    `delete from personalised_offers_refusal r using unnest($1::uuid[], $2::text[], $3::text[]) as v(customer_id, rule_set, offer)
      where r.customer_id = v.customer_id and r.rule_set = v.rule_set and r.offer = v.offer`,
    [over.map(({ customerId }) => customerId), over.map(({ ruleSet }) => ruleSet), over.map(({ offer }) => offer)],
  );
}

async function writeExposures(sql: Ask, shelves: readonly Shelf[], now: number): Promise<void> {
  const exposed = shelves.flatMap(({ customerId, exposed: own }) => own.map((one) => ({ ...one, customerId })));
  if (exposed.length === 0) return;
  await sql.query(
    'offers-write-exposures',
    `insert into personalised_offers_exposure (customer_id, experiment, arm, holdout, at)
     select *, $5 from unnest($1::uuid[], $2::text[], $3::text[], $4::float8[]) on conflict do nothing`,
    [
      exposed.map(({ customerId }) => customerId),
      exposed.map(({ experiment }) => experiment),
      exposed.map(({ arm }) => arm),
      exposed.map(({ holdout }) => holdout),
      now,
    ],
  );
}
