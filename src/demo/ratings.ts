import { DAY } from './person.ts';
import type { Random } from './random.ts';
import type { Story } from './story.ts';

/** A rating from 1 to 5 of somebody in this mood. */
export const drawScore = (random: Random, mood: number): number =>
  Math.min(5, Math.max(1, Math.round(random.normal(mood, 0.75))));

/** How content the person is at a time: those who are about to go are less so. */
export function moodAt(story: Story, at: number): number {
  return story.person.mood - (story.leavesAt - at < 45 * DAY ? 0.7 : 0);
}

/** The person rates something; `feeling` is what an experience added or took away. */
export function tellRating(story: Story, at: number, subject: string, feeling: number): void {
  const score = drawScore(story.person.random, moodAt(story, at) + feeling);
  story.tell('rating', at, { score, scaleMin: 1, scaleMax: 5, subject });
}
