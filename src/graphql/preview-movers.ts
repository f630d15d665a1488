import type { Builder } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { Customer } from '../customers/customer.ts';
import { countMovers, type KeptMover, readMovers } from '../preview/movers.ts';
import { badInput } from './bad-input.ts';
import { pageComplexity } from './builder.ts';
import type { ChangeTypes } from './changes.ts';
import { core } from './context.ts';
import { loadCustomer } from './customer-reference.ts';
import { limitOf, type Page, toPage, windowOf } from './page.ts';
import type { Preview } from './preview-type.ts';

/** `Preview.movers`: every change that publishing would make, with the facts that decide. */
export function previewMovers(builder: Builder, Node: object, { Type }: ChangeTypes): void {
  const FactRef = builder.objectRef<{ readonly name: string; readonly value: unknown }>('PreviewFact').implement({
    extensions: inherited,
    description: 'A fact that decides, with the value that was seen.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Its name in rules.' }),
      value: t.field({
        type: 'JSON',
        nullable: true,
        description: 'Its value as rules see it; null: unknown.',
        resolve: ({ value }) => value,
      }),
    }),
  });
  const MoverRef = builder.objectRef<KeptMover>('PreviewMover').implement({
    extensions: inherited,
    description: 'A change that publishing would make.',
    fields: (t) => ({
      customer: t.field({
        type: Customer,
        description: 'Who moves.',
        resolve: ({ customerId }, _args, context) => loadCustomer(context, customerId),
      }),
      ruleSetKey: t.exposeString('ruleSet', { description: 'By which rule set.' }),
      type: t.field({ type: Type, description: 'Type of the change.', resolve: ({ type }) => type as never }),
      key: t.exposeString('key', { description: 'The outcome it is about.' }),
      from: t.exposeString('from', { nullable: true, description: 'What held before; null: nothing.' }),
      to: t.exposeString('to', { nullable: true, description: 'What holds then; null: nothing.' }),
      facts: t.field({
        extensions: needs('customers:read'),
        type: [FactRef],
        description: 'What the deciding rules looked at.',
        resolve: ({ facts }) => Object.entries(facts).map(([name, value]) => ({ name, value })),
      }),
    }),
  });
  const Filter = builder.inputType('PreviewMoverFilter', {
    description: 'Which movers are wanted: those for whom all of this is so.',
    fields: (t) => ({
      ruleSet: t.string({ description: 'Key of the rule set.' }),
      from: t.string({ description: 'Key of what held before.' }),
      to: t.string({ description: 'Key of what holds then.' }),
      outcome: t.string({ description: 'Key of an outcome that begins, ends, or is moved from or to.' }),
    }),
  });
  builder.objectField(Node as never, 'movers', (t) =>
    t.connection(
      {
        extensions: needs('customers:find'),
        type: MoverRef,
        description: 'Everybody who moves, in the order in which they were found; a change each.',
        complexity: pageComplexity,
        args: { where: t.arg({ type: Filter, description: 'Which of them; left out: all.' }) },
        resolve: async (preview, { where, ...args }, context) => {
          const window = windowOf(args);
          if (window.inverted || window.before)
            throw badInput('Movers are read forwards: use first and after.', 'BAD_PAGE');
          const after = window.after === undefined ? 0 : decodeNumber(window.after);
          const { database } = core(context).services;
          // the builder knows the node by its name only
          const { id } = (preview as unknown as Preview).kept;
          const rows = await readMovers(database, id, where ?? {}, after, limitOf(window));
          return toPage(rows, rows, window, encodeNumber, () => countMovers(database, id, where ?? {})) as never;
        },
      },
      {
        name: 'PreviewMoverConnection',
        fields: (connection) => ({
          totalCount: connection.int({
            complexity: 10,
            description: 'How many there are on all pages.',
            // what the page is made with goes beyond what the builder knows of a connection
            resolve: (page) => (page as unknown as Page<KeptMover>).count(),
          }),
        }),
      },
      { name: 'PreviewMoverEdge' },
    ),
  );
}

const encodeNumber = ({ number }: KeptMover): string => Buffer.from(String(number)).toString('base64url');

function decodeNumber(cursor: string): number {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!/^\d{1,9}$/.test(text)) throw badInput('This is not a cursor of this list.', 'BAD_CURSOR');
  return Number(text);
}
