import { isUuid } from '../activities/identify.ts';
import type { GraphContext } from '../contract/graphql.ts';
import { badInput } from './bad-input.ts';
import { maskId, unmaskId } from './global-ids.ts';

/** A place in a list of what happens to customers: when, to whom, and the how-manieth of what happens to them then. */
export interface InstantPlace {
  readonly at: number;
  readonly customerId: string;
  readonly number: number;
}

export const placeCursor = (context: GraphContext, { at, customerId, number }: InstantPlace): string =>
  Buffer.from(JSON.stringify([at, maskId(context, customerId), number])).toString('base64url');

export function placeIn(context: GraphContext, cursor: string): InstantPlace {
  try {
    const [at, id, number] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (isInstant(at) && typeof id === 'string' && isUuid(id) && Number.isInteger(number))
      return { at, customerId: unmaskId(context, id), number: number as number };
  } catch {
    // said below
  }
  throw badInput('This is not a cursor of this list; start from the beginning.', 'BAD_CURSOR');
}

const isInstant = (at: unknown): at is number => Number.isInteger(at) && Math.abs(at as number) <= 8.64e15;
