import type { Person, PersonalRecords } from '../contract/personal.ts';
import type { RoadTransaction } from '../contract/transaction.ts';

/** What rules say of customers, and what was told of it. */
export const outcomeRecords: PersonalRecords = {
  tables: [
    {
      name: 'outcome',
      onErase: 'rewrite',
      onExport: {
        query: `select s.kind, s.key as rule_set, k.key, k.title, o.since, v.number as version, o.cause, o.why
                  from outcome o join outcome_code k on k.code = o.code join rule_set s on s.id = k.rule_set_id
                  join rule_set_version v on v.id = o.version_id where o.customer_id = $1 order by s.key, k.key`,
      },
    },
    {
      name: 'change',
      onErase: 'rewrite',
      onExport: {
        query: `select h.change_seq, h.created_at, h.position, h.type, s.key as rule_set, h.key, h."from", h."to", h.cause, h.why
                  from change h left join rule_set s on s.id = h.rule_set_id where h.customer_id = $1 order by h.change_seq`,
      },
    },
    {
      name: 'kept_value',
      onErase: { keep: 'Numbers by instant, which tell nobody’s name.' },
      onExport: {
        query: `select m.key as metric, k.at, v.value
                  from kept_value k cross join unnest(k.slots, k.values) with ordinality as v(slot, value, n)
                  join metric_slot m on m.slot = v.slot where k.customer_id = $1 order by k.at, v.n`,
      },
    },
    {
      name: 'due',
      onErase: { keep: 'The instant at which time alone changes something.' },
      onExport: { nothing: 'An instant for the sweeper, which follows from the rest.' },
    },
  ],
  erase: eraseReasons,
};

/** Reasons show the values that were seen, and what held tells of those that are not shown: a reason goes as a whole. */
async function eraseReasons({ customerId }: Person, tx: RoadTransaction): Promise<void> {
  for (const table of ['outcome', 'change'])
    await tx.query(
      `erase-reasons-${table}`,
      `update ${table} set why = null where customer_id = $1
          and why @? '$.**.fact ? (@ starts with "attribute." || @ == "locale")'`,
      [customerId],
    );
}
