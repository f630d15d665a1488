import { tellComplaint } from './complaints.ts';
import { price } from './money.ts';
import { DAY, HOUR } from './person.ts';
import { season } from './persona.ts';
import type { Random } from './random.ts';
import { tellRating } from './ratings.ts';
import type { Story } from './story.ts';

const CHANNELS = [
  ['online', 0.62],
  ['store', 0.32],
  ['phone', 0.06],
] as const;
const STORES = ['north', 'harbour', 'old-town', 'station', 'mall'];
const FADE = 60 * DAY;

/** What the person buys, and what follows from it: refunds, complaints, ratings. */
export function tellPurchases(story: Story): void {
  const { person } = story;
  const { random } = person;
  let gapDays = person.gapDays;
  let habitUntil = person.joinedAt + random.exponential(200) * DAY;
  const favourite = random.weighted(CHANNELS);
  const store = random.pick(STORES);
  for (let at = person.joinedAt; at <= story.end; ) {
    const channel = random.chance(0.75) ? favourite : random.weighted(CHANNELS);
    tellPurchase(story, at, channel, store);
    if (at > habitUntil) {
      gapDays = Math.max(2, random.logNormal(gapDays, 0.35));
      habitUntil = at + random.exponential(200) * DAY;
    }
    const fading = story.leavesAt - at < FADE ? 1.6 : 1; // who is about to go buys less first
    const step = Math.max(0.5, (random.gamma(1.6, gapDays) * fading) / season(at));
    at = Math.max(at + HOUR, story.daytime(at + step * DAY));
  }
}

function tellPurchase(story: Story, at: number, channel: string, store: string): void {
  const { person, world } = story;
  const { random } = person;
  const purchase = drawPurchase(random, person.basket, world.currency, channel, store);
  const purchaseKey = story.tell('purchase', at, purchase);
  if (random.chance(0.045)) {
    const amount = random.chance(0.7) ? purchase.amount : Math.ceil(purchase.amount * random.between(0.2, 0.7));
    story.tell('refund', at + random.between(2, 20) * DAY, { amount, currency: world.currency, purchaseKey });
  }
  const complained = random.chance(person.persona.complaints);
  const feeling = complained ? tellComplaint(story, at + random.exponential(3) * DAY) : 0;
  if (random.chance(person.persona.ratings * (complained ? 1.5 : 1))) {
    tellRating(story, at + (complained ? 6 * DAY : 0) + random.between(4, 70) * HOUR, 'purchase', feeling);
  }
}

/** The payload of one purchase around a median basket. */
export function drawPurchase(random: Random, basket: number, currency: string, channel: string, store: string) {
  const lines = 1 + Math.floor(random.exponential(0.8));
  const items = Array.from({ length: Math.min(lines, 6) }, () => {
    const quantity = random.chance(0.82) ? 1 : random.whole(2, 4);
    const amount = quantity * price(random.logNormal(basket / (1.8 * quantity), 0.5));
    return { sku: `sku-${String(Math.floor(400 * random.uniform() ** 2) + 1).padStart(3, '0')}`, quantity, amount };
  });
  const amount = items.reduce((sum, item) => sum + item.amount, 0);
  return { amount, currency, channel, ...(channel === 'store' ? { store } : {}), items };
}
