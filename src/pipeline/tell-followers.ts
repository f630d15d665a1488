import type { FreshActivity } from '../contract/activity.ts';
import type { RoadTransaction } from '../contract/transaction.ts';
import { type Candidate, freshActivity } from './append.ts';
import type { RecordResult } from './batch.ts';
import { completed, type Followers, followActivities, refusedActivities } from './followers.ts';

/** Refuses what followers found unfit. They said so before the keys were taken: what is a repeat is not among these. */
export function refuseUnfit(taken: readonly Candidate[], results: RecordResult[]): Candidate[] {
  const unfit = taken.filter((candidate) => candidate.unfit);
  for (const { index, unfit: issues = [] } of unfit) results[index] = { status: 'rejected', issues };
  return unfit;
}

/** Refuses what followers find unfit under the locks; gives what was refused. */
export async function refuseNow(
  followers: Followers,
  fresh: readonly Candidate[],
  tx: RoadTransaction,
  results: RecordResult[],
): Promise<Candidate[]> {
  const followed = fresh.filter(({ draft }) => followers.get(draft.kind)?.some(({ refuse }) => refuse));
  if (followed.length === 0) return [];
  const activities = followed.map(freshActivity);
  const found = await refusedActivities(followers, activities, tx);
  return followed.filter(({ index }, i) => {
    const issues = found.get(activities[i] as FreshActivity);
    if (issues) results[index] = { status: 'rejected', issues };
    return issues !== undefined;
  });
}

/** The candidates without some of them. */
export const without = (candidates: readonly Candidate[], some: readonly Candidate[]): readonly Candidate[] =>
  some.length > 0 ? candidates.filter((candidate) => !some.includes(candidate)) : candidates;

/** Lets followers note what is fresh, and add to it: each once, and none when nothing concerns it. */
export async function tellFollowers(
  followers: Followers,
  fresh: readonly Candidate[],
  tx: RoadTransaction,
): Promise<readonly Candidate[]> {
  const followed = fresh.filter(({ draft }) => followers.has(draft.kind));
  if (followed.length === 0) return fresh;
  const activities = followed.map(freshActivity);
  const added = await followActivities(followers, activities, tx);
  const fills = new Map(followed.map((candidate, i) => [candidate, added.get(activities[i] as FreshActivity)]));
  return fresh.map((candidate) => {
    const fill = fills.get(candidate);
    return fill ? { ...candidate, draft: completed(candidate.draft, fill) } : candidate;
  });
}
