import type { ActivityKind } from '../contract/activity.ts';
import type { RoadTransaction } from '../contract/transaction.ts';
import { texts } from '../db/arrays.ts';
import type { MetricPlan } from '../metrics/plan.ts';
import { foldThreads } from './fold-threads.ts';
import { readSpans } from './read-past.ts';

/**
 * Takes from a customer's log what the person wrote and what leads to them elsewhere. What happened when, and for how
 * much, stays. Keys of threads become numbers, so that their activities still belong together; the threads are made anew
 * from what is left.
 */
export async function eraseActivities(tx: RoadTransaction, plan: MetricPlan, customerId: string): Promise<void> {
  const kinds = [...plan.kinds.values()];
  await tx.query(
    'erase-activities',
    `with numbered as (
       select type, key, row_number() over (partition by type order by key)::text as number
         from thread where customer_id = $1)
     update activity a
        set key = a.id::text,
            payload = (a.payload - string_to_array(k.gone, ',')) || coalesce(
              (select jsonb_build_object(k.thread_by, n.number) from numbered n
                where n.type = k.thread and n.key = a.payload ->> k.thread_by), '{}')
       from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as k(kind, gone, thread, thread_by)
      where a.customer_id = $1 and a.kind = k.kind`,
    [
      customerId,
      texts(kinds.map(({ key }) => key)),
      texts(kinds.map((kind) => goneOf(kind).join(','))),
      texts(kinds.map(({ thread }) => thread?.type ?? null)),
      texts(kinds.map(({ thread }) => thread?.by ?? null)),
    ],
  );
  // of a kind that nothing brings any more nobody can say which texts are personal
  await tx.query(
    'erase-other-activities',
    `update activity
        set key = id::text,
            payload = coalesce((select jsonb_object_agg(name, value) from jsonb_each(payload) as e(name, value)
                                 where jsonb_typeof(value) in ('number', 'boolean')), '{}')
      where customer_id = $1 and kind <> all($2::text[])`,
    [customerId, texts(kinds.map(({ key }) => key))],
  );
  await rebuildThreads(tx, plan, customerId);
}

/** Names of the fields that go. The key of a thread stays: it is a number by then. */
const goneOf = ({ fields, thread }: ActivityKind): string[] =>
  Object.entries(fields)
    .filter(([name, { personal, reference }]) => name !== thread?.by && (personal || reference))
    .map(([name]) => name);

async function rebuildThreads(tx: RoadTransaction, plan: MetricPlan, customerId: string): Promise<void> {
  const kinds = [...plan.kinds.values()].filter(({ thread }) => thread).map(({ key }) => key);
  const whole = { customerId, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, kinds };
  const [activities = []] = await readSpans(tx, [whole]);
  const made = foldThreads(plan, activities);
  await tx.query('erase-threads', 'delete from thread where customer_id = $1', [customerId]);
  await tx.query(
    'rebuild-threads',
    'insert into thread (customer_id, type, key, state) select $1, * from unnest($2::text[], $3::text[], $4::jsonb[])',
    [
      customerId,
      texts(made.map(({ type }) => type)),
      texts(made.map(({ key }) => key)),
      texts(
        made.map(({ state }) => JSON.stringify(state)),
        'jsonb',
      ),
    ],
  );
}
