import { type KeeperTransaction, NotFoundError } from '#contract';
import { phrases } from '../document/words.ts';
import type { Announcement } from './announcement.ts';
import { readAnnouncements } from './store.ts';

/** Ends the waiting of all who were not told yet. Again, nothing more happens. */
export async function stopAnnouncement(tx: KeeperTransaction, key: string): Promise<Announcement> {
  const [announcement] = await readAnnouncements(tx, [key]);
  if (!announcement) throw new NotFoundError(phrases.unknownAnnouncement(), ['key']);
  await tx.query(
    'feedback-stop',
    `update feedback_loop_recipient set state = 'stopped', state_at = $2, next_at = null
      where announcement = $1 and state = 'waiting'`,
    [key, tx.now],
  );
  return announcement;
}
