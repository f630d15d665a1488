import { DAY } from './person.ts';
import type { Story } from './story.ts';

const WAYS = [
  ['link', 0.6],
  ['email', 0.3],
  ['word of mouth', 0.1],
] as const;

/** The person recommends us; about a third of those who were told become customers. */
export function tellReferrals(story: Story): void {
  const { random, persona, joinedAt, mood } = story.person;
  const perYear = persona.referrals * (mood > 4.2 ? 1.6 : mood < 3.5 ? 0.3 : 1);
  const gap = (): number => random.exponential(365 / perYear) * DAY;
  for (let at = joinedAt + gap(), count = 1; at <= story.end; at += gap(), count++) {
    const referral = `referral-${count}`;
    story.tell('referralMade', story.daytime(at), { referral, channel: random.weighted(WAYS) });
    if (random.chance(0.34))
      story.tell('referralConverted', story.daytime(at + DAY + random.exponential(14) * DAY), { referral });
  }
}
