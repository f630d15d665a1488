import type { RoadTransaction } from '#contract';
import type { Announcement, Recipient, RecipientState } from './announcement.ts';

type Ask = Pick<RoadTransaction, 'query'>;

export const ANNOUNCEMENT_COLUMNS = `n.key, n.theme, n.text, n.channels, n.rule_set as "ruleSet", n.within_days as "withinDays",
  n.author, n.created_at as "createdAt", n.until`;

export const RECIPIENT_COLUMNS = `r.customer_id as "customerId", r.announcement, r.state, r.state_at as "stateAt", r.reason,
  r.next_at as "nextAt", r.channel`;

/** Announcements by their keys. */
export const readAnnouncements = (sql: Ask, keys: readonly string[]): Promise<Announcement[]> =>
  sql.query<Announcement>(
    'feedback-announcements',
    `select ${ANNOUNCEMENT_COLUMNS} from feedback_loop_announcement n where n.key = any($1::text[])`,
    [keys],
  );

/** How many of the customers of announcements are in which state. */
export const countRecipients = (
  sql: Ask,
  keys: readonly string[],
): Promise<{ announcement: string; state: RecipientState; count: number }[]> =>
  sql.query(
    'feedback-count-recipients',
    `select announcement, state, count(*)::int as count from feedback_loop_recipient
      where announcement = any($1::text[]) group by 1, 2`,
    [keys],
  );

/** What became of customers; one statement. */
export async function writeRecipients(sql: Ask, recipients: readonly Recipient[]): Promise<void> {
  if (recipients.length === 0) return;
  const of = <T>(pick: (one: Recipient) => T): T[] => recipients.map(pick);
  await sql.query(
    'feedback-write-recipients',
    `update feedback_loop_recipient r
        set state = v.state, state_at = v.state_at, reason = v.reason, next_at = v.next_at, channel = v.channel
       from unnest($1::uuid[], $2::text[], $3::text[], $4::float8[], $5::text[], $6::float8[], $7::text[])
         as v(customer_id, announcement, state, state_at, reason, next_at, channel)
      where r.customer_id = v.customer_id and r.announcement = v.announcement`,
    [
      of((one) => one.customerId),
      of((one) => one.announcement),
      of((one) => one.state),
      of((one) => one.stateAt),
      of((one) => one.reason),
      of((one) => one.nextAt),
      of((one) => one.channel),
    ],
  );
}
