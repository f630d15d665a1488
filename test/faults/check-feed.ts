import type { Findings } from './findings.ts';
import type { Notes } from './follower.ts';

/** A change as it is in the database. */
export interface FeedRow {
  readonly position: number | null;
  readonly customerId: string;
  readonly changeSeq: number;
  readonly type: string;
  readonly key: string;
}

/** I6: positions are 1, 2, 3 … up to the head, in the order of each customer's own changes. */
export function checkPositions(feed: readonly FeedRow[], head: number, findings: Findings): void {
  findings.changes = feed.length;
  const last = new Map<string, number>();
  feed.forEach(({ position, customerId, changeSeq }, i) => {
    if (position !== i + 1 || changeSeq !== (last.get(customerId) ?? 0) + 1) findings.wrongPositions += 1;
    last.set(customerId, changeSeq);
  });
  if (head !== feed.length) findings.wrongPositions += 1;
}

/** What a follower has to be told, by customer and number, with its place among all of it. */
export function dueTo({ from, maySee = () => true }: Notes, feed: readonly FeedRow[]): Map<string, Due> {
  const rows = feed.filter((row) => (row.position ?? 0) > from && maySee(row));
  return new Map(rows.map((row, place) => [`${row.customerId}:${row.changeSeq}`, { row, place }]));
}

interface Due {
  readonly row: FeedRow;
  readonly place: number;
}

/** I7: a follower was told everything that it may see and asked for, first tellings in order, and nothing else. */
export function checkDeliveries(notes: Notes, due: ReadonlyMap<string, Due>, findings: Findings): void {
  const last = [...due.values()].at(-1)?.row.position ?? 0;
  let furthest = -1;
  let told = 0;
  for (const [key, { customerId, position, type }] of notes.firsts) {
    const found = due.get(keyIn(key, customerId));
    // what came after the snapshot cannot be looked up in it
    if (!found && position > last) continue;
    if (!found || found.row.position !== position || constantCase(found.row.type) !== type) findings.phantoms += 1;
    if (!found) continue;
    told += 1;
    if (found.place < furthest) findings.outOfOrder += 1;
    furthest = Math.max(furthest, found.place);
  }
  findings.neverDelivered += due.size - told;
  findings.gaps += notes.gaps;
  findings.repeats += notes.repeats;
}

/** `SegmentEntered` is told as SEGMENT_ENTERED. */
const constantCase = (type: string): string => type.replace('.', '_').toUpperCase();

/** The key of a change by the customer's own id, which a global id holds. */
const keyIn = (key: string, customerId: string): string =>
  key.replace(
    customerId,
    Buffer.from(customerId, 'base64')
      .toString()
      .replace(/^Customer:/, ''),
  );
