const described = (description: string) => ({ description });

/** What the relay plugin adds to the schema, described like everything else; connections have `nodes` besides `edges`. */
export const relayOptions = {
  clientMutationId: 'omit',
  cursorType: 'String',
  nodesOnConnection: described('The items, without their cursors.'),
  idFieldOptions: described('Opaque id.'),
  nodeTypeOptions: described('Whatever can be read again by its id.'),
  nodeQueryOptions: {
    description: 'Something by its id; null when there is none.',
    args: { id: described('Its id.') },
  },
  nodesQueryOptions: {
    description: 'Several things by their ids, in this order.',
    args: { ids: described('Their ids.') },
  },
  pageInfoTypeOptions: described('Where a page stands in its list.'),
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
  defaultConnectionTypeOptions: described('A page of a list.'),
  defaultEdgeTypeOptions: described('An item of a page, with its place in the list.'),
} as const;
