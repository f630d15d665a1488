import type { Database } from '../db/database.ts';
import { CursorExpiredError, decodeCursor } from '../feed/cursor.ts';
import type { Feed } from '../feed/feed.ts';

/** The position that a cursor stands for, when what follows it is still there. Undefined: no cursor was given. */
export async function startOf(feed: Feed, cursor: string | null | undefined): Promise<number | undefined> {
  if (typeof cursor !== 'string') return undefined;
  const { position } = decodeCursor(cursor, await feed.epoch());
  if (position < (await feed.start())) throw new CursorExpiredError();
  return Math.min(position, await feed.head());
}

/** Changes get their positions a little later than their times, and not in the same order. Milliseconds. */
const DISORDER = 600_000;

/** The position before the first change that was made at this time or later, as far as changes are kept. */
export async function positionAt(database: Database, feed: Feed, time: Date): Promise<number> {
  const head = await feed.head();
  let low = await feed.start();
  let high = head;
  // positions follow time but for a little disorder, so the place is found by halving, and then looked at closely
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [row] = await database.query<{ late: boolean; position: string }>(
      'change-time',
      `select created_at >= $2 as late, position from change where position > $1 order by position limit 1`,
      [middle, new Date(time.getTime() - DISORDER)],
    );
    if (!row || row.late) high = middle;
    else low = Number(row.position);
  }
  const [first] = await database.query<{ position: string }>(
    'change-since',
    `select position from change where position > $1 and created_at >= $2 order by position limit 1`,
    [low, time],
  );
  return first ? Number(first.position) - 1 : head;
}
