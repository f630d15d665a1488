import type { Builder, GraphContext } from '../contract/graphql.ts';
import { alsoPast } from '../contract/past.ts';
import { needs } from '../contract/scope.ts';
import { Customer } from '../customers/customer.ts';
import { pageComplexity } from './builder.ts';
import { core } from './context.ts';
import { rowOf } from './customer-row.ts';
import { feedCursorOf } from './feed-cursor.ts';
import { type HeldBy, reasonOf } from './outcomes.ts';
import { windowOf } from './page.ts';
import { notKept } from './refuse-past.ts';
import { countMembers, currentNames, isSegment, listSegments, maySee, readMembers, Segment } from './segment.ts';
import { selects } from './selects.ts';

declare module '../contract/graphql.ts' {
  interface GraphObjects {
    SegmentMembership: HeldBy;
  }
}

/** Segments, their members, and the segments of a customer. */
export function segments(builder: Builder): void {
  builder.loadableNode(Segment, {
    extensions: needs('segments:read'),
    name: 'Segment',
    description: 'A named group of customers. A customer is a member as long as the rule of the segment holds.',
    id: { description: 'Opaque id, for `node`.', resolve: ({ code }) => String(code) },
    load: async (ids: string[], context): Promise<Segment[]> => {
      const names = await currentNames(core(context));
      return ids.map((id) => {
        const name = names.get(Number(id));
        return (name && isSegment(name) && maySee(context.viewer, name) ? new Segment(name) : null) as Segment;
      });
    },
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Its key in rules and filters.' }),
      title: t.exposeString('title', { description: 'Its title.' }),
      active: t.exposeBoolean('active', { description: 'Whether the published version of its rule set still has it.' }),
      ruleSetKey: t.exposeString('ruleSetKey', { description: 'Key of the rule set it belongs to.' }),
      memberCount: t.int({
        description: 'How many customers are members now.',
        complexity: 10,
        resolve: ({ code, asOf }, _args, context) => {
          if (asOf !== null) throw notKept('memberCount');
          return countMembers(context, code);
        },
      }),
      members: t.connection(
        {
          type: Customer,
          description: 'The members; those who came last are first.',
          complexity: pageComplexity,
          resolve: async ({ code, asOf }, args, context, info) => {
            if (asOf !== null) throw notKept('members');
            // taken before the members are read: what changes in between is told again by the feed, not lost
            const feedCursor = selects(info, 'feedCursor') ? await feedCursorOf(context) : undefined;
            return Object.assign(await readMembers(context, code, windowOf(args)), { feedCursor }) as never;
          },
        },
        {
          name: 'SegmentMemberConnection',
          description: 'A page of the members of a segment.',
          fields: (connection) => ({
            totalCount: connection.int({
              description: 'How many members there are; counted only when asked for.',
              // what the page is made with goes beyond what the builder knows of a connection
              resolve: (page) => (page as unknown as { count(): Promise<number> }).count(),
            }),
            feedCursor: connection.string({
              description:
                'Where the feed stood when this page was read. To begin without a gap: keep that of your first page, read ' +
                'all pages, then follow `changes` after it; entering twice or leaving unseen means nothing new.',
              resolve: (page) => (page as unknown as { feedCursor: string }).feedCursor,
            }),
          }),
        },
        {
          name: 'SegmentMemberEdge',
          description: 'A member of a segment.',
          fields: (edge) => ({
            since: edge.field({
              type: 'DateTime',
              description: 'Since when the customer is a member.',
              resolve: (one) => new Date((one as unknown as { source: { since: number } }).source.since),
            }),
          }),
        },
      ),
    }),
  });
  membership(builder);
  builder.objectField(Customer, 'segments', (t) =>
    t.field({
      extensions: alsoPast,
      type: ['SegmentMembership'],
      description: 'The segments of which the customer is a member.',
      resolve: (parent, _args, { viewer }) => {
        const customer = rowOf(parent);
        const held: HeldBy[] = [];
        for (const outcome of customer.outcomes)
          if (isSegment(outcome) && maySee(viewer, outcome)) held.push({ customer, outcome });
        return held;
      },
    }),
  );
  builder.queryFields((t) => ({
    segments: t.field({
      extensions: needs('segments:read'),
      type: [Segment],
      description: 'All segments, by key.',
      args: {
        inactive: t.arg.boolean({ defaultValue: false, description: 'Also those that no published version has.' }),
      },
      resolve: async (_root, { inactive }, context) =>
        (await listSegments(context)).filter(({ active }) => active || inactive),
    }),
    segment: t.field({
      extensions: needs('segments:read'),
      type: Segment,
      nullable: true,
      description: 'A segment by its key; of several that ever had it, the one that is active.',
      args: { key: t.arg.string({ required: true, description: 'Key of the segment.' }) },
      resolve: (_root, { key }, context) => findSegment(context, key),
    }),
  }));
}

async function findSegment(context: GraphContext, key: string): Promise<Segment | null> {
  const found = (await listSegments(context)).filter((segment) => segment.key === key);
  return found.find(({ active }) => active) ?? found.at(-1) ?? null;
}

function membership(builder: Builder): void {
  builder.objectType('SegmentMembership', {
    extensions: needs('customers:read'),
    description: 'That a customer is a member of a segment.',
    fields: (t) => ({
      key: t.string({ description: 'Key of the segment.', resolve: ({ outcome }) => outcome.key }),
      segment: t.field({
        type: Segment,
        description: 'The segment.',
        resolve: ({ outcome, customer }) => new Segment(outcome.name, customer.asOf),
      }),
      since: t.field({
        type: 'DateTime',
        description: 'Since when the customer is a member.',
        resolve: ({ outcome }) => outcome.since,
      }),
      cause: t.field({
        type: 'ChangeCause',
        nullable: true,
        description: 'What made the customer a member.',
        resolve: async (held, _args, context) => (await reasonOf(context, held))?.cause ?? null,
      }),
      versionNumber: t.int({
        nullable: true,
        description: 'Number of the version of the rule set that decided.',
        resolve: async (held, _args, context) => (await reasonOf(context, held))?.version ?? null,
      }),
      why: t.field({
        extensions: needs('rules:read'),
        type: ['JSON'],
        description: 'The rules that decided: { rule, holds, tree }, the tree with the value seen at each condition.',
        resolve: async (held, _args, context) => [...((await reasonOf(context, held))?.why ?? [])],
      }),
    }),
  });
}
