import type { ActivityDraft } from '../activities/draft.ts';
import { DAY, HOUR, type Person, type World } from './person.ts';

export const SOURCE = 'demo';

/** What happened to one person so far. The parts of a life are told one after the other, each into the same story. */
export class Story {
  readonly world: World;
  readonly person: Person;
  readonly activities: ActivityDraft[] = [];
  /** When the person goes; told parts may bring it forward. */
  leavesAt: number;
  /** The plan the person has now, if any. */
  plan: string | undefined;

  constructor(world: World, person: Person) {
    this.world = world;
    this.person = person;
    this.leavesAt = person.leavesAt;
  }

  /** Adds an activity, unless it lies after the end of the story. Gives its key. */
  tell(kind: string, at: number, payload: ActivityDraft['payload']): string | undefined {
    if (at > this.world.now) return undefined;
    const key = `${kind}-${this.activities.length + 1}`;
    const occurredAt = Math.max(this.person.joinedAt, Math.floor(at));
    this.activities.push({ customer: this.person.ref, kind, key, source: SOURCE, occurredAt, payload });
    return key;
  }

  /** Until when the person does things. */
  get end(): number {
    return Math.min(this.leavesAt, this.world.now);
  }

  /** The same day, at an hour at which people are awake: mostly in the evening. */
  daytime(at: number): number {
    const { random } = this.person;
    const hour = random.chance(0.6) ? random.normal(19, 2) : random.normal(12, 2.5);
    return Math.floor(at / DAY) * DAY + Math.min(23.9, Math.max(6, hour)) * HOUR;
  }
}
