import type { ActivityDraft } from '../activities/draft.ts';
import { TOPICS } from './complaints.ts';
import { drawInteraction } from './interactions.ts';
import { drawPerson, type Person, type World } from './person.ts';
import { REASONS } from './plans.ts';
import { tellStory } from './population.ts';
import { drawPurchase } from './purchases.ts';
import { Random } from './random.ts';
import { drawScore } from './ratings.ts';
import { SOURCE } from './story.ts';

/** What a live trickle remembers between two calls. */
export interface LiveState {
  readonly world: World;
  readonly random: Random;
  customers: number;
  /** Up to when activities were given out. */
  until: number;
  count: number;
  /** When the next activity is due, in activities rather than in time, so that the rate may change between calls. */
  owed: number;
  /** Complaints that wait for an answer or a solution. */
  readonly complaints: { person: Person; complaint: string; answered: boolean }[];
  readonly cancelled: Set<number>;
}

/** What happens, and how often. */
const KINDS = [
  ['purchase', 0.42],
  ['interaction', 0.36],
  ['rating', 0.1],
  ['complaint', 0.04],
  ['care', 0.05],
  ['plan', 0.015],
  ['referral', 0.015],
] as const;
const NEWCOMERS = 0.02;
const STORES = ['north', 'harbour', 'station'];

/** Begins a trickle for the population of `world` with this many customers; it goes on where that population ends. */
export const startLive = (world: World, customers: number): LiveState => ({
  world,
  random: new Random(world.seed, -1),
  customers,
  until: world.now,
  count: 0,
  owed: 0,
  complaints: [],
  cancelled: new Set(),
});

/**
 * What happens after the last call up to `now`, `perSecond` activities on average, in order of time. The same seed and
 * the same calls give the same activities.
 */
export function nextActivities(state: LiveState, now: number, perSecond: number): ActivityDraft[] {
  if (now <= state.until || perSecond <= 0) {
    state.until = Math.max(state.until, now);
    return [];
  }
  const from = state.until;
  const activities: ActivityDraft[] = [];
  let due = state.owed;
  for (const most = ((now - from) * perSecond) / 1000; due <= most; due += state.random.exponential(1)) {
    activities.push(draw(state, Math.min(now, Math.floor(from + (due * 1000) / perSecond) + 1)));
  }
  state.owed = due - ((now - from) * perSecond) / 1000;
  state.until = now;
  return activities;
}

function draw(state: LiveState, occurredAt: number): ActivityDraft {
  const { random, world } = state;
  const newcomer = random.chance(NEWCOMERS);
  if (newcomer) state.customers++;
  const number = newcomer ? state.customers : random.whole(1, state.customers);
  const person = drawPerson(world, number);
  const write = (kind: string, payload: ActivityDraft['payload'], who = person): ActivityDraft => {
    // the start is part of the key: a trickle that begins anew must not repeat the keys of the one before
    const key = `live-${world.now}-${++state.count}`;
    return { customer: who.ref, kind, key, source: SOURCE, occurredAt, payload };
  };
  const buy = () => {
    const channel = random.weighted([['online', 0.7] as const, ['store', 0.3] as const]);
    return write('purchase', drawPurchase(random, person.basket, world.currency, channel, random.pick(STORES)));
  };

  switch (newcomer ? 'purchase' : random.weighted(KINDS)) {
    case 'interaction':
      return write('interaction', drawInteraction(random));
    case 'rating':
      return write('rating', {
        score: drawScore(random, person.mood),
        scaleMin: 1,
        scaleMax: 5,
        subject: 'purchase',
      });
    case 'complaint': {
      const complaint = `complaint-live-${world.now}-${state.count + 1}`;
      state.complaints.push({ person, complaint, answered: false });
      return write('complaintOpened', { complaint, topic: random.weighted(TOPICS) });
    }
    case 'care': {
      const open = state.complaints[0];
      if (!open) return buy();
      if (!open.answered) {
        open.answered = true;
        return write('complaintAnswered', { complaint: open.complaint }, open.person);
      }
      state.complaints.shift();
      const solved = { complaint: open.complaint, firstContact: random.chance(0.6) };
      return write('complaintResolved', solved, open.person);
    }
    case 'plan': {
      if (state.cancelled.has(number) || !tellStory(world, number).plan) return buy();
      state.cancelled.add(number);
      return write('planCancelled', { plan: 'plan-1', reasonCode: random.weighted(REASONS) });
    }
    case 'referral':
      return write('referralMade', { referral: `referral-live-${world.now}-${state.count + 1}`, channel: 'link' });
    default:
      return buy();
  }
}
