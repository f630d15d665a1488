import type { DecidedCustomer, KeeperTransaction, KeptChange } from '#contract';
import { AnnouncementMade } from '../changes.ts';

/** What is told on the feed of customers who were just told, by their ids: once for each announcement. */
export async function announced(
  customers: readonly DecidedCustomer[],
  tx: KeeperTransaction,
): Promise<ReadonlyMap<string, readonly KeptChange[]>> {
  const names = customers.flatMap(({ customerId, activities }) =>
    [...new Set(activities.flatMap(({ payload }) => (payload.announcement as string | undefined) ?? []))].map(
      (announcement) => ({ customerId, announcement }),
    ),
  );
  if (names.length === 0) return new Map();
  const rows = await tx.query<{ customerId: string; announcement: string; theme: string; channel: string }>(
    'feedback-announced',
    `select r.customer_id as "customerId", r.announcement, r.channel, n.theme
       from unnest($1::uuid[], $2::text[]) as v(customer_id, announcement)
       join feedback_loop_recipient r using (customer_id, announcement) join feedback_loop_announcement n on n.key = r.announcement
      where r.state = 'told' order by r.announcement`,
    [names.map(({ customerId }) => customerId), names.map(({ announcement }) => announcement)],
  );
  return new Map(
    [...Map.groupBy(rows, ({ customerId }) => customerId)].map(([customerId, own]) => [
      customerId,
      own.map(({ announcement, theme, channel }) => ({
        ...{ type: AnnouncementMade.type, key: theme, from: null, to: null },
        details: { announcement, channel },
      })),
    ]),
  );
}
