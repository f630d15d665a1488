import type { Findings } from './findings.ts';
import { constantCase, describeGap, type Notes } from './follower.ts';

/** A change as it is in the database. */
export interface FeedRow {
  readonly position: number | null;
  /** Of whatever it is about. */
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

/** What a follower has to be told, by the id of the change, with its place among all of it. */
export type Due = ReadonlyMap<string, { readonly row: FeedRow; readonly place: number }>;

/** Looks up in the feed what a follower has to be told. */
export function dueTo({ terms: { from, maySee = () => true } }: Notes, feed: readonly FeedRow[]): Due {
  const rows = feed.filter((row) => (row.position ?? 0) > from && maySee(row));
  return new Map(rows.map((row, place) => [globalId(row), { row, place }]));
}

/** As it is told. */
export const globalId = ({ customerId, changeSeq }: FeedRow): string =>
  Buffer.from(`Change:${customerId}:${changeSeq}`).toString('base64');

/** I7: a follower was told everything that it may see and asked for, first tellings in order, and nothing else. */
export function checkDeliveries(notes: Notes, due: Due, head: number, findings: Findings): void {
  const furthest = new Map<string, number>();
  let told = 0;
  for (const [id, { position, type }] of notes.firsts) {
    const found = due.get(id);
    // what came after the snapshot cannot be looked up in it
    if (!found && position > head) continue;
    if (!found || found.row.position !== position || constantCase(found.row.type) !== type) findings.phantoms += 1;
    if (!found) continue;
    told += 1;
    const line = notes.terms.inOneOrder ? '' : found.row.customerId;
    const before = furthest.get(line) ?? -1;
    if (found.place < before) findings.outOfOrder += 1;
    furthest.set(line, Math.max(before, found.place));
  }
  findings.neverDelivered += due.size - told;
  findings.gaps += notes.gaps.length + brokenLinks(notes, head).length;
  findings.repeats += notes.repeats;
  findings.wrongMessages += notes.wrong;
}

/**
 * Where `previousPosition` says that something was missed, when all up to `head` is put into the order of the feed; what
 * is newer may still be on its way.
 */
export function brokenLinks({ firsts, terms }: Notes, head: number): string[] {
  let before = terms.from;
  const broken: string[] = [];
  const changes = [...firsts.values()].filter(({ position }) => position <= head);
  for (const change of changes.sort((a, b) => a.position - b.position)) {
    if (change.previousPosition > before) broken.push(describeGap(change, before));
    before = change.position;
  }
  return broken;
}
