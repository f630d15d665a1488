import type { CustomerRef } from '../activities/draft.ts';
import { minorUnits } from './money.ts';
import { type Persona, personas } from './persona.ts';
import { Random } from './random.ts';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;
const REACH = 730 * DAY;

/** What a whole population is drawn from. */
export interface World {
  readonly seed: number;
  /** Epoch milliseconds; nothing happens later. */
  readonly now: number;
  /** ISO 4217. */
  readonly currency: string;
}

/** Somebody with habits. All of it follows from the world and the number. */
export interface Person {
  readonly number: number;
  readonly ref: CustomerRef & { readonly externalId: string };
  readonly persona: Persona;
  readonly random: Random;
  readonly joinedAt: number;
  /** When the habit ends by itself; a bad experience may bring it forward. */
  readonly leavesAt: number;
  readonly gapDays: number;
  /** Median basket in minor units. */
  readonly basket: number;
  readonly mood: number;
}

const shares = personas.map((persona) => [persona, persona.share] as const);

/** Person `number`, from 1; the same in a small population and in a large one. */
export function drawPerson(world: World, number: number): Person {
  const random = new Random(world.seed, number);
  const persona = random.weighted(shares);
  const joinedAt = Math.floor(world.now - REACH * random.uniform() ** 1.15 - HOUR); // somewhat more lately: we grow
  return {
    number,
    ref: { externalId: externalId(number) },
    persona,
    random,
    joinedAt,
    leavesAt: joinedAt + random.exponential(persona.lifeDays) * DAY,
    gapDays: Math.max(2, random.gamma(4, persona.gapDays)),
    basket: random.logNormal(persona.basket, 0.4) * minorUnits(world.currency),
    mood: Math.min(5, Math.max(1, random.normal(persona.mood, 0.45))),
  };
}

/** `demo-000001`; six digits, more when they do not suffice. */
const externalId = (number: number): string => `demo-${String(number).padStart(6, '0')}`;
