import {
  type ActivityDraft,
  type ChoreHands,
  type ContactVerdict,
  type ContactWish,
  defineChore,
  type FreshActivity,
  type RoadTransaction,
  uuidOf,
} from '#contract';
import { CaseTold } from '../activities.ts';
import type { Announcement, Recipient } from './announcement.ts';
import { ANNOUNCEMENT_COLUMNS, RECIPIENT_COLUMNS, writeRecipients } from './store.ts';

/** How many customers are told in one transaction. */
const BATCH = 200;

/** Tells customers whose time has come: each by an activity for each of their cases, which closes it. */
export const tellChore = defineChore({
  key: 'feedback-loop.tell',
  async work(hands) {
    const announcement = await nextAnnouncement(hands);
    if (!announcement) return false;
    const due = await readAddressed(hands, announcement, hands.now, { most: BATCH });
    const [over, addressed] = [due.filter(isOver), due.filter((one) => !isOver(one))];
    await pass(hands, announcement, over);
    let decided = 0;
    await hands.record(draftsOf(announcement, addressed), async (fresh, tx) => {
      const { admitted, count } = await decide(announcement, fresh, tx);
      decided = count;
      return admitted;
    });
    // otherwise all of them are in other hands
    return decided > 0 || over.length > 0;
  },
});

/** The first of the announcements of which somebody is due. */
async function nextAnnouncement({ query, now }: ChoreHands): Promise<Announcement | undefined> {
  const [one] = await query<Announcement>(
    'feedback-due-announcement',
    `select ${ANNOUNCEMENT_COLUMNS} from feedback_loop_announcement n where n.key = (
       select announcement from feedback_loop_recipient where state = 'waiting' and next_at <= $1
        order by next_at, customer_id limit 1)`,
    [now],
  );
  return one;
}

/** A customer who is due, with the cases that it is about. */
interface Addressed extends Recipient {
  readonly cases: readonly string[];
}

const isOver = ({ cases }: Addressed): boolean => cases.length === 0;

/** Ends the waiting of those to whom there is nothing left to tell. What is not acted upon any more never is again. */
async function pass({ query, now }: ChoreHands, { key }: Announcement, over: readonly Addressed[]): Promise<void> {
  if (over.length === 0) return;
  await query(
    'feedback-pass',
    `update feedback_loop_recipient set state = 'passed', state_at = $3, next_at = null
      where announcement = $1 and customer_id = any($2::uuid[]) and state = 'waiting'`,
    [key, over.map(({ customerId }) => customerId), now],
  );
}

/** Those of an announcement who are due: so many of them, or of certain customers. */
const readAddressed = (
  { query }: Pick<RoadTransaction, 'query'>,
  { key, theme, ruleSet }: Announcement,
  now: number,
  { most, of }: { readonly most?: number; readonly of?: readonly string[] },
): Promise<Addressed[]> =>
  query<Addressed>(
    of ? 'feedback-addressed-of' : 'feedback-addressed',
    `select ${RECIPIENT_COLUMNS}, k.cases from (
       select * from feedback_loop_recipient r where r.announcement = $1 and r.state = 'waiting' and r.next_at <= $4
          ${of ? 'and r.customer_id = any($5::uuid[]) for update' : 'order by r.next_at, r.customer_id limit $5'}) r
      cross join lateral (
        select coalesce(array_agg(k.id order by k.id), '{}')::text[] as cases
          from (select * from feedback_loop_case t where t.customer_id = r.customer_id offset 0) k
         where k.state = 'acted' and k.theme = $2 and ($3::text is null or k.rule_set = $3)) k`,
    [key, theme, ruleSet, now, of ?? most],
  );

const draftsOf = ({ key }: Announcement, addressed: readonly Addressed[]): ActivityDraft[] =>
  addressed.flatMap(({ customerId, cases }) =>
    cases.map((id) => ({
      ...{ customer: { id: customerId }, kind: CaseTold.key, key: `${key}:${id}`, source: 'feedback-loop' },
      payload: { case: id, announcement: key },
    })),
  );

/** Under the customers' locks: reserves attention, and notes what became of each. */
async function decide(
  announcement: Announcement,
  fresh: readonly FreshActivity[],
  tx: RoadTransaction,
): Promise<{ readonly admitted: ReadonlySet<string>; readonly count: number }> {
  const { now } = tx;
  const of = [...new Set(fresh.map(({ customerId }) => customerId))];
  const addressed = (await readAddressed(tx, announcement, now, { of })).filter((one) => !isOver(one));
  const wishes = addressed.map((one) => wishOf(announcement, one));
  const verdicts = await tx.contacts.reserve(wishes);
  await tx.contacts.commit(wishes.filter((_, i) => verdicts[i]?.allowed));
  const decided = addressed.map((one, i) => ({ ...one, ...became(verdicts[i] as ContactVerdict, announcement, now) }));
  await writeRecipients(tx, decided);
  const closed = new Set(decided.flatMap(({ state, cases }) => (state === 'told' ? cases : [])));
  const admitted = new Set(fresh.filter(({ payload }) => closed.has(String(payload.case))).map(({ id }) => id));
  return { admitted, count: decided.length };
}

const wishOf = ({ key, theme, channels }: Announcement, { customerId }: Recipient): ContactWish => ({
  ...{ id: uuidOf(`announcement\0${key}\0${customerId}`), customerId, purpose: 'follow-up', subject: theme },
  ...(channels && { channels }),
});

/** What becomes of a customer by what the contact policy says. */
function became(
  verdict: ContactVerdict,
  { until }: Announcement,
  stateAt: number,
): Pick<Recipient, 'state' | 'stateAt' | 'reason' | 'nextAt' | 'channel'> {
  if (verdict.allowed) return { state: 'told', stateAt, reason: null, nextAt: null, channel: verdict.channel };
  const { reason, nextAt } = verdict;
  if (nextAt === null || nextAt > until) return { state: 'refused', stateAt, reason, nextAt: null, channel: null };
  return { state: 'waiting', stateAt, reason, nextAt, channel: null };
}
