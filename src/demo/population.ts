import type { ActivityDraft, ProfileDraft } from '../activities/draft.ts';
import { tellAnswers } from './answers.ts';
import { tellInteractions } from './interactions.ts';
import { drawPerson, type World } from './person.ts';
import { tellPlan } from './plans.ts';
import { drawProfile } from './profile.ts';
import { tellPurchases } from './purchases.ts';
import { tellReferrals } from './referrals.ts';
import { Story } from './story.ts';

export interface PopulationOptions extends World {
  readonly customers: number;
}

/** A customer with everything that happened, the oldest first. */
export interface DemoCustomer {
  readonly profile: ProfileDraft;
  readonly activities: ActivityDraft[];
}

/**
 * Invented customers with plausible lives of up to two years, for trying out and for measuring. The same options give
 * the same population; a larger one begins with the smaller one. Customers are made one at a time, as they are asked
 * for, so a million of them takes no more memory than one.
 */
export function* generatePopulation({ customers, ...world }: PopulationOptions): Generator<DemoCustomer, void, void> {
  for (let number = 1; number <= customers; number++) {
    const story = tellStory(world, number);
    yield { profile: drawProfile(story), activities: story.activities };
  }
}

/** The life of one customer by number. Purchases come first: their complaints decide when it ends. */
export function tellStory(world: World, number: number): Story {
  const story = new Story(world, drawPerson(world, number));
  tellPurchases(story);
  tellPlan(story);
  tellInteractions(story);
  tellReferrals(story);
  tellAnswers(story);
  story.activities.sort((one, other) => (one.occurredAt ?? 0) - (other.occurredAt ?? 0));
  return story;
}
