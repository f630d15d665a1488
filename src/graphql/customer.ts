import type { Contributions } from '../assemble.ts';
import type { Builder } from '../contract/graphql.ts';
import { alsoPast } from '../contract/past.ts';
import { foundBy, needs } from '../contract/scope.ts';
import { Customer } from '../customers/customer.ts';
import { customerAsOf } from './as-of.ts';
import { pageComplexity } from './builder.ts';
import { core } from './context.ts';
import { attributesOf } from './customer-attributes.ts';
import { customerFilter } from './customer-filter.ts';
import { customerOrder } from './customer-order.ts';
import { type CustomersArguments, customerPage } from './customer-page.ts';
import { isCustomerRow, readByExternalId, readCustomers, rowOf } from './customer-row.ts';
import { windowOf } from './page.ts';
import { personalAttributesOf } from './personal-attributes.ts';
import { activityTypes } from './recorded-activity.ts';
import { maySee } from './segment.ts';
import { timeline } from './timeline.ts';

/** Cost of living a customer's past again. */
const AS_OF = 50;

/** Customers: the node, its timeline, and how they are found. Resolvers read rows made by SQL, never entities. */
export function customer(builder: Builder, { metrics, activities }: Contributions): void {
  const { Activity, Kind } = activityTypes(builder, activities);
  const Node = builder.loadableNode(Customer, {
    extensions: { ...needs('customers:read'), ...foundBy('customers:find') },
    name: 'Customer',
    description: 'Someone whose satisfaction and retention we follow.',
    id: {
      description: 'Opaque id, for `node` and `by`. Who may not see who a customer is gets a pseudonym of their own.',
      extensions: { ...needs('customers:read', 'segments:read', 'feed:read'), ...alsoPast },
      resolve: ({ id }) => id,
    },
    isTypeOf: (value) => value instanceof Customer || isCustomerRow(value),
    load: async (ids: string[], context) => (await readCustomers(context, ids)) as never,
    fields: (t) => ({
      externalId: t.exposeString('externalId', {
        extensions: { ...needs('customers:identify'), ...alsoPast },
        description: 'Your own id of the customer; of a person who was erased: "erased:" and an id of ours.',
      }),
      locale: t.string({
        extensions: alsoPast,
        nullable: true,
        description: 'Language and region, as BCP 47.',
        resolve: ({ locale }) => locale ?? null,
      }),
      timeZone: t.string({
        extensions: alsoPast,
        nullable: true,
        description: 'IANA name.',
        resolve: ({ timeZone }) => timeZone ?? null,
      }),
      joinedAt: t.field({
        extensions: alsoPast,
        type: 'DateTime',
        nullable: true,
        description: 'When the customer became one.',
        resolve: ({ joinedAt }) => joinedAt ?? null,
      }),
      createdAt: t.expose('createdAt', {
        extensions: alsoPast,
        type: 'DateTime',
        description: 'When the customer was first heard of here.',
      }),
      erasedAt: t.field({
        extensions: alsoPast,
        type: 'DateTime',
        nullable: true,
        description: 'When the person was erased; null: never. Numbers that follow from what the customer did stay.',
        resolve: (parent) => rowOf(parent).erasedAt,
      }),
      version: t.exposeInt('version', { description: 'Rises with every edit of the profile.' }),
      attributes: t.field({
        extensions: alsoPast,
        type: ['CustomerAttribute'],
        description: 'The attributes that are set, by key, but for personal ones.',
        resolve: (parent) => attributesOf(rowOf(parent)),
      }),
      personalAttributes: t.field({
        extensions: needs('personal:read'),
        type: ['CustomerAttribute'],
        description: 'The personal attributes that are set, by key.',
        resolve: (parent, _args, context) => personalAttributesOf(context, rowOf(parent)),
      }),
      exportUrl: t.string({
        extensions: needs('customers:erase'),
        description: 'Path of a JSON file with all that is kept of the person: read it by HTTP GET with the same key.',
        resolve: ({ id }) => `/customers/${id}/export`,
      }),
      metrics: t.field({
        extensions: alsoPast,
        type: 'CustomerMetrics',
        description: 'What follows from the activities, as typed values.',
        resolve: (parent) => rowOf(parent),
      }),
      outcomes: t.field({
        extensions: alsoPast,
        type: ['Outcome'],
        description: 'Everything that rule sets of all kinds say holds now.',
        resolve: (parent, _args, { viewer }) => {
          const row = rowOf(parent);
          const seen = row.outcomes.filter((outcome) => maySee(viewer, outcome));
          return seen.map((outcome) => ({ customer: row, outcome }));
        },
      }),
      activities: t.connection(
        {
          extensions: { ...needs('activities:read'), ...alsoPast },
          type: Activity,
          description: 'What the customer did and said, newest first.',
          complexity: pageComplexity,
          args: { kinds: t.arg({ type: [Kind], description: 'Only these kinds.' }) },
          resolve: (parent, args, context) =>
            timeline(context, parent.id, windowOf(args), args.kinds ?? undefined, rowOf(parent).asOf),
        },
        {
          description: 'A page of activities.',
          fields: (connection) => ({
            totalCount: connection.int({
              description: 'How many there are; counted only when asked for.',
              // what the page is made with goes beyond what the builder knows of a connection
              resolve: (page) => (page as unknown as { count(): Promise<number> }).count(),
            }),
          }),
        },
        { description: 'An activity and its place in the list.' },
      ),
    }),
  });

  const By = builder.inputType('CustomerBy', {
    description: 'Names a customer: by exactly one of these.',
    isOneOf: true,
    fields: (t) => ({
      id: t.globalID({ for: Node, description: 'The id of this API.' }),
      externalId: t.string({ description: 'Your own id.' }),
    }),
  });
  customerFilter(builder, metrics);
  const OrderBy = customerOrder(builder, metrics);
  builder.queryFields((t) => ({
    customer: t.field({
      extensions: needs('customers:find'),
      type: Node,
      nullable: true,
      description: 'One customer; null when there is none.',
      complexity: ({ asOf }) => (asOf ? AS_OF : 1),
      args: {
        by: t.arg({ type: By, required: true, description: 'Which one.' }),
        asOf: t.arg({
          type: 'DateTime',
          description:
            'The customer as it was at this instant: profile, activities, metrics and what held, by what was known and ' +
            'published then. Fields that are known as of now only are refused with the code HISTORY_NOT_KEPT.',
        }),
      },
      resolve: async (_root, { by, asOf }, context) => {
        const external = typeof by.externalId === 'string' ? by.externalId : undefined;
        if (!asOf) {
          if (external !== undefined) return (await readByExternalId(context, external)) as never;
          return (by.id?.id ?? null) as never;
        }
        const [now = null] =
          external === undefined
            ? await readCustomers(context, by.id ? [by.id.id] : [])
            : [await readByExternalId(context, external)];
        return (now && (await customerAsOf(core(context), now, asOf))) as never;
      },
    }),
    customers: t.connection(
      {
        extensions: needs('customers:find'),
        type: Customer,
        description: 'Customers, newest first unless sorted otherwise.',
        complexity: pageComplexity,
        args: {
          where: t.arg({ type: 'CustomerFilter', description: 'Which ones.' }),
          orderBy: t.arg({ type: [OrderBy], description: 'Sorted by what; ties are broken by the id.' }),
        },
        resolve: async (_root, args, context) =>
          (await customerPage(core(context), args as CustomersArguments)) as never,
      },
      {
        name: 'CustomerConnection',
        description: 'A page of customers.',
        fields: (connection) => ({
          totalCount: connection.int({
            description: 'How many there are in all; counted only when asked for.',
            complexity: 20,
            resolve: (page) => (page as unknown as { count(): Promise<number> }).count(),
          }),
        }),
      },
      { name: 'CustomerEdge', description: 'A customer and its place in the list.' },
    ),
  }));
}
