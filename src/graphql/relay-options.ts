import type { GraphQLResolveInfo } from 'graphql';
import type { GraphContext } from '../contract/graphql.ts';
import { inherited, signedIn } from '../contract/scope.ts';
import { badInput } from './bad-input.ts';
import { globalId, readGlobalId } from './global-ids.ts';
import { mayFind } from './guards.ts';

interface NodeId {
  readonly typename: string;
  readonly id: string;
}

const MOST_NODES = 100;

const described = (description: string) => ({ description });
const reached = (description: string) => ({ description, extensions: inherited });
const forAll = (description: string) => ({ description, extensions: signedIn });

/** What the relay plugin adds to the schema, described like everything else; connections have `nodes` besides `edges`. */
export const relayOptions = {
  encodeGlobalID: (typename: string, id: bigint | number | string, context: object) =>
    globalId(context as GraphContext, typename, String(id)),
  decodeGlobalID: (text: string, context: object) => readGlobalId(context as GraphContext, text),
  clientMutationId: 'omit',
  cursorType: 'String',
  nodesOnConnection: described('The items, without their cursors.'),
  idFieldOptions: described('Opaque id.'),
  nodeTypeOptions: forAll('Whatever can be read again by its id.'),
  nodeQueryOptions: {
    extensions: signedIn,
    description: 'Something by its id; null when there is none.',
    args: { id: described('Its id.') },
    resolve: (
      _root: object,
      { id }: { id: NodeId },
      context: object,
      info: GraphQLResolveInfo,
      find: (id: NodeId) => unknown,
    ) => (mayFind(context as GraphContext, info.schema, id) ? find(id) : null),
  },
  nodesQueryOptions: {
    extensions: signedIn,
    complexity: ({ ids }: { ids: readonly unknown[] }) => ({ field: ids.length, multiplier: ids.length }),
    description: 'Several things by their ids, in this order.',
    args: { ids: described('Their ids.') },
    resolve: (
      _root: object,
      args: { ids: (NodeId | null)[] },
      context: object,
      info: GraphQLResolveInfo,
      find: (ids: NodeId[]) => Promise<readonly unknown[]>,
    ) => {
      if (args.ids.length > MOST_NODES)
        throw badInput(`Ask for at most ${MOST_NODES} nodes at a time.`, 'TOO_MANY_ITEMS');
      // `find` looks at the arguments and not at what it is given: what may not be found must be gone from them
      args.ids = args.ids.map((id) => (id && mayFind(context as GraphContext, info.schema, id) ? id : null));
      return find(args.ids as NodeId[]);
    },
  },
  pageInfoTypeOptions: reached('Where a page stands in its list.'),
  pageInfoFieldOptions: described('Where this page stands in the list.'),
  hasNextPageFieldOptions: described('Whether the list goes on behind this page.'),
  hasPreviousPageFieldOptions: described('Whether there is something before this page.'),
  startCursorFieldOptions: described('Cursor of the first item; null on an empty page.'),
  endCursorFieldOptions: described('Cursor of the last item; null on an empty page.'),
  edgesFieldOptions: described('The items with their cursors.'),
  cursorFieldOptions: described('Its place in the list, to give as `after` or `before`.'),
  nodeFieldOptions: described('The item.'),
  firstArgOptions: described('How many from the front; at most 100, and 20 when nothing is said.'),
  lastArgOptions: described('How many from the end, instead of `first`.'),
  afterArgOptions: described('Only what stands behind this cursor.'),
  beforeArgOptions: described('Only what stands before this cursor.'),
  defaultConnectionTypeOptions: reached('A page of a list.'),
  defaultEdgeTypeOptions: reached('An item of a page, with its place in the list.'),
} as const;
