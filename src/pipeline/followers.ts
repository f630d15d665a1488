import type { ActivityDraft, ActivityFollower, Fill, FreshActivity, Outlook } from '../contract/activity.ts';
import type { RoadTransaction } from '../contract/transaction.ts';
import type { Issue } from '../errors.ts';

/** Followers by the kinds of activity that they look at, in the order in which they were brought. */
export type Followers = ReadonlyMap<string, readonly ActivityFollower[]>;

/** What all followers together say of an activity. */
export interface Prepared {
  readonly fill?: Fill;
  readonly issues?: readonly Issue[];
}

export type Preparations = ReadonlyMap<ActivityDraft, Prepared>;

export const NOTHING: Prepared = Object.freeze({});
const NOBODY_SAID: Preparations = new Map();

export function followersByKind(followers: readonly ActivityFollower[], kinds: Iterable<string>): Followers {
  const byKind = new Map<string, ActivityFollower[]>();
  const all = [...kinds];
  for (const follower of followers)
    for (const kind of new Set(follower.of === 'everything' ? all : follower.of))
      byKind.set(kind, [...(byKind.get(kind) ?? []), follower]);
  return byKind;
}

/** Asks the followers about the activities, each follower once. No statement when nothing concerns anybody. */
export async function prepareActivities(
  followers: Followers,
  drafts: readonly ActivityDraft[],
  look: Outlook,
): Promise<Preparations> {
  const concerned = concerns(followers, drafts);
  if (concerned.size === 0) return NOBODY_SAID;
  const said = new Map<ActivityDraft, Prepared>();
  for (const [follower, own] of concerned) {
    const answers = (await follower.prepare?.(own, look)) ?? [];
    answers.forEach((answer, i) => {
      if (answer) said.set(own[i] as ActivityDraft, together(said.get(own[i] as ActivityDraft) ?? NOTHING, answer));
    });
  }
  return said;
}

function together(before: Prepared, said: Prepared): Prepared {
  const issues = [...(before.issues ?? []), ...(said.issues ?? [])];
  return { fill: { ...before.fill, ...said.fill }, ...(issues.length > 0 ? { issues } : {}) };
}

/** Asks the followers which fresh activities cannot be recorded by what is so now; gives why, and the first reason counts. */
export async function refusedActivities(
  followers: Followers,
  activities: readonly FreshActivity[],
  tx: RoadTransaction,
): Promise<ReadonlyMap<FreshActivity, readonly Issue[]>> {
  const refused = new Map<FreshActivity, readonly Issue[]>();
  for (const [follower, own] of concerns(followers, activities)) {
    const issues = (await follower.refuse?.(own, tx)) ?? [];
    own.forEach((activity, i) => {
      const found = issues[i];
      if (found && !refused.has(activity)) refused.set(activity, found);
    });
  }
  return refused;
}

/** Tells the followers of fresh activities, each follower once, and gives what they add, by the place of the activity. */
export async function followActivities(
  followers: Followers,
  activities: readonly FreshActivity[],
  tx: RoadTransaction,
): Promise<ReadonlyMap<FreshActivity, Fill>> {
  const added = new Map<FreshActivity, Fill>();
  for (const [follower, own] of concerns(followers, activities)) {
    const fills = (await follower.follow?.(own, tx)) ?? [];
    fills.forEach((fill, i) => {
      if (fill) added.set(own[i] as FreshActivity, { ...added.get(own[i] as FreshActivity), ...fill });
    });
  }
  return added;
}

function concerns<A extends { readonly kind: string }>(
  followers: Followers,
  activities: readonly A[],
): Map<ActivityFollower, A[]> {
  const concerned = new Map<ActivityFollower, A[]>();
  for (const activity of activities) {
    for (const follower of followers.get(activity.kind) ?? []) {
      const own = concerned.get(follower);
      if (own) own.push(activity);
      else concerned.set(follower, [activity]);
    }
  }
  return concerned;
}

/** The activity with what was added to it. */
export const completed = (draft: ActivityDraft, fill: Fill): ActivityDraft => ({
  ...draft,
  payload: { ...draft.payload, ...fill },
});
