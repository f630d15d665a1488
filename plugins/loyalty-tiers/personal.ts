import type { Person, PersonalRecords, RoadTransaction } from '#contract';

const BOOKS =
  'Points are accounted for like money: how many, when and in which lot, under the id of the customer alone.';

/** What is kept of persons: the books stay, without the words that were said about them. */
export const loyaltyRecords: PersonalRecords = {
  tables: [
    { name: 'loyalty_tiers_account', onErase: { keep: BOOKS } },
    { name: 'loyalty_tiers_lot', onErase: { keep: BOOKS } },
    { name: 'loyalty_tiers_entry', onErase: { keep: BOOKS } },
    { name: 'loyalty_tiers_act', onErase: 'rewrite' },
  ],
  erase: eraseWords,
};

/** Keys and reasons are words of others about the person. */
async function eraseWords({ customerId }: Person, tx: RoadTransaction): Promise<void> {
  await tx.query(
    'loyalty-erase-words',
    'update loyalty_tiers_act set key = id::text, reason = null where customer_id = $1',
    [customerId],
  );
}
