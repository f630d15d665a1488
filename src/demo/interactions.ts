import { DAY } from './person.ts';
import type { Random } from './random.ts';
import type { Story } from './story.ts';

// [channel, type], and how often
const CONTACTS = [
  [['email', 'open'], 0.36],
  [['email', 'click'], 0.12],
  [['email', 'reply'], 0.03],
  [['web', 'login'], 0.14],
  [['app', 'login'], 0.11],
  [['web', 'content'], 0.08],
  [['social', 'like'], 0.07],
  [['social', 'comment'], 0.02],
  [['social', 'share'], 0.02],
  [['chat', 'conversation'], 0.03],
  [['call', 'conversation'], 0.02],
] as const;
const CAMPAIGNS = ['newsletter', 'new-arrivals', 'season-sale', 'how-to', 'anniversary', 'survey-results'];

/** The person is in touch with us, besides buying. */
export function tellInteractions(story: Story): void {
  const { random, persona, joinedAt } = story.person;
  const meanDays = 30 / random.gamma(2, persona.contactsPerMonth);
  const end = Math.min(story.world.now, story.leavesAt + random.exponential(20) * DAY); // some still look in for a while
  for (let at = joinedAt + random.exponential(meanDays) * DAY; at <= end; at += random.exponential(meanDays) * DAY) {
    story.tell('interaction', story.daytime(at), drawInteraction(random));
  }
}

/** The payload of one interaction. */
export function drawInteraction(random: Random): Record<string, unknown> {
  const [channel, type] = random.weighted(CONTACTS);
  if (type === 'conversation') {
    const minutes = random.logNormal(channel === 'call' ? 7 : 11, 0.6);
    return { channel, type, duration: Math.round(minutes * 60_000) };
  }
  if (type === 'login') return { channel, type, duration: Math.round(random.logNormal(4, 0.9) * 60_000) };
  return { channel, type, campaign: random.pick(CAMPAIGNS) };
}
