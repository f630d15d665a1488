import type { GraphContext } from '../contract/graphql.ts';
import { encodeCursor } from '../feed/cursor.ts';
import { core } from './context.ts';

/** The place in the feed behind the newest change. */
export async function feedCursorOf(context: GraphContext): Promise<string> {
  const { feed } = core(context).services;
  const [epoch, position] = await Promise.all([feed.epoch(), feed.head()]);
  return encodeCursor({ epoch, position });
}
