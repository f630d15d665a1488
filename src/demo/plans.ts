import { minorUnits, price } from './money.ts';
import { DAY } from './person.ts';
import { moodAt } from './ratings.ts';
import type { Story } from './story.ts';

/** From low to high; the price is for a month. */
const LEVELS = [
  { name: 'basic', monthly: 6 },
  { name: 'plus', monthly: 12 },
  { name: 'premium', monthly: 25 },
] as const;

// index of the level, and how often people begin with it
const FIRST_LEVELS = [
  [0, 0.5],
  [1, 0.35],
  [2, 0.15],
] as const;

export const REASONS = [
  ['price', 0.3],
  ['unused', 0.26],
  ['service', 0.18],
  ['competitor', 0.14],
  ['missing feature', 0.12],
] as const;

/** A plan, for those who take one: started, renewed term by term, changed, and cancelled by those who go. */
export function tellPlan(story: Story): void {
  const { person, world } = story;
  const { random, joinedAt } = person;
  if (!random.chance(person.persona.planShare)) return;
  const yearly = random.chance(0.3);
  const period = yearly ? 'year' : 'month';
  const plan = 'plan-1';
  let level = random.weighted(FIRST_LEVELS) as number;
  const offer = () => {
    const { name, monthly } = LEVELS[level] ?? LEVELS[0];
    const value = price(monthly * minorUnits(world.currency) * (yearly ? 10 : 1));
    return { name, value, currency: world.currency };
  };

  const startedAt = joinedAt + random.exponential(person.persona.key === 'member' ? 2 : 60) * DAY;
  if (startedAt > story.end || !story.tell('planStarted', startedAt, { plan, ...offer(), period })) return;
  story.plan = offer().name;
  for (let term = 1; ; term++) {
    const renewal = addMonths(startedAt, yearly ? 12 * term : term);
    const cancelAt = renewal - random.between(0.5, yearly ? 30 : 8) * DAY;
    const restless = random.chance((yearly ? 0.08 : 0.02) * (moodAt(story, cancelAt) < 3.3 ? 3 : 1));
    if ((story.leavesAt < renewal || restless) && cancelAt <= world.now) {
      const reasonCode = random.weighted(REASONS);
      story.tell('planCancelled', Math.max(cancelAt, startedAt), { plan, reasonCode });
      story.plan = undefined;
      story.leavesAt = Math.min(story.leavesAt, renewal);
      return;
    }
    if (!story.tell('planRenewed', renewal, { plan })) return;
    const changeAt = renewal + random.between(1, 20) * DAY;
    if (changeAt > story.end || !random.chance(yearly ? 0.15 : 0.03)) continue;
    const up = random.chance(0.68);
    if (up ? level === LEVELS.length - 1 : level === 0) continue;
    level += up ? 1 : -1;
    story.tell(up ? 'planUpgraded' : 'planDowngraded', changeAt, { plan, ...offer() });
    story.plan = offer().name;
  }
}

/** The same day of a later month, or its last one. */
function addMonths(from: number, months: number): number {
  const date = new Date(from);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, last));
}
