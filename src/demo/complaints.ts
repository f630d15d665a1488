import { DAY, HOUR } from './person.ts';
import type { Story } from './story.ts';

export const TOPICS = [
  ['delivery', 0.34],
  ['product-quality', 0.26],
  ['billing', 0.16],
  ['service', 0.14],
  ['price', 0.1],
] as const;

/**
 * A complaint from opened to resolved. Gives what it left behind in points of a rating: a complaint that was settled at
 * once does little harm, one that dragged on does much, and may cost the customer.
 */
export function tellComplaint(story: Story, at: number): number {
  const { random } = story.person;
  const complaint = `complaint-${story.activities.length + 1}`;
  const topic = random.weighted(TOPICS);
  if (!story.tell('complaintOpened', at, { complaint, topic })) return 0;
  const answerHours = random.logNormal(6, 1);
  const answeredAt = at + answerHours * HOUR;
  story.tell('complaintAnswered', answeredAt, { complaint });

  const firstContact = random.chance(0.48);
  const ignored = !firstContact && random.chance(0.12);
  let harm = answerHours > 24 ? 0.9 : 0.4;
  if (ignored) harm += 1.4;
  else {
    const days = firstContact ? random.between(0.01, 0.2) : random.logNormal(2.2, 0.8);
    const resolvedAt = answeredAt + days * DAY;
    story.tell('complaintResolved', resolvedAt, { complaint, firstContact });
    if (firstContact) harm -= 0.25;
    else harm += days > 4 ? 0.9 : 0.4;
    if (random.chance(firstContact ? 0.04 : 0.14)) {
      harm += 0.7;
      const again = resolvedAt + random.between(1, 9) * DAY;
      story.tell('complaintReopened', again, { complaint });
      story.tell('complaintResolved', again + random.logNormal(2.5, 0.6) * DAY, { complaint, firstContact: false });
    }
  }
  if (random.chance(0.05 + 0.2 * harm)) story.leavesAt = Math.min(story.leavesAt, at + random.exponential(30) * DAY);
  return -harm;
}
