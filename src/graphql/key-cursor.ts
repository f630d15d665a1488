import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { GraphQLError } from 'graphql';
import { PAGE } from './builder.ts';
import type { PageArguments } from './page.ts';

/** The cursor of something in a list that is ordered by a short text or number. */
export const encodeKey = (text: string): string => Buffer.from(text).toString('base64url');

export function decodeKey(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (text !== '' && text.length <= 64 && encodeKey(text) === cursor) return text;
  throw new GraphQLError('This is not a cursor of this list.', {
    extensions: { code: 'BAD_CURSOR', http: { status: 400 } },
  });
}

/** Which rows of a list by keys to read. */
export interface KeyWindow {
  readonly beyond: { key: { $gt: string } | { $lt: string } }[];
  readonly orderBy: { key: 'asc' | 'desc' };
  readonly limit: number;
}

/** A page of things that have keys, in the order of these. */
export const keyedPage = <T extends { readonly key: string }>(
  args: PageArguments,
  find: (window: KeyWindow) => Promise<T[]>,
) =>
  resolveCursorConnection(
    { args, ...PAGE, toCursor: ({ key }: T) => encodeKey(key) },
    ({ after, before, limit, inverted }: ResolveCursorConnectionArgs) => {
      const beyond = [
        ...(after ? [{ key: { $gt: decodeKey(after) } }] : []),
        ...(before ? [{ key: { $lt: decodeKey(before) } }] : []),
      ];
      return find({ beyond, orderBy: { key: inverted ? 'desc' : 'asc' }, limit });
    },
  );

/** What was looked up by ids, in their order; an error in place of what is not there. */
export const inOrder = <T>(ids: readonly string[], rows: readonly T[], idOf: (row: T) => string): (T | Error)[] => {
  const found = new Map(rows.map((row) => [idOf(row), row]));
  return ids.map(
    (id) => found.get(id) ?? new GraphQLError('There is nothing with this id.', { extensions: { code: 'NOT_FOUND' } }),
  );
};
