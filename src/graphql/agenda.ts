import { customerIdOf } from '../activities/identify.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { Customer } from '../customers/customer.ts';
import { UserError } from '../errors.ts';
import { type Upcoming, upcoming } from '../history/agenda.ts';
import { foresee } from '../history/kept-steps.ts';
import { readLives } from '../history/read-lives.ts';
import { HORIZON } from '../history/steps.ts';
import { badInput } from './bad-input.ts';
import { pageComplexity } from './builder.ts';
import { core } from './context.ts';
import { type CustomerReferenceInput, customerRef, loadCustomer } from './customer-reference.ts';
import { type Page, type PageArguments, toPage, type Window, windowOf } from './page.ts';
import { type InstantPlace, placeCursor, placeIn } from './place-cursor.ts';

/** Customers that one look ahead takes in at most. */
const MOST_CUSTOMERS = 2000;
/** Cost of looking ahead. */
const LOOK_AHEAD = 100;

interface Of {
  readonly customer?: CustomerReferenceInput | null | undefined;
  readonly segment?: string | null | undefined;
  readonly ruleSet?: string | null | undefined;
}

/** `Query.upcomingChanges`: what time alone will do. */
export function agenda(builder: Builder): void {
  const Of = builder.inputType('UpcomingChangesOf', {
    description: 'Whose changes: exactly one of these.',
    isOneOf: true,
    fields: (t) => ({
      customer: t.field({ type: 'CustomerReference', description: 'Of one customer.' }),
      segment: t.string({ description: 'Of those who are members of the segment with this key now.' }),
      ruleSet: t.string({ description: 'By the rule set with this key, of all customers.' }),
    }),
  });
  const Change = builder.objectRef<Upcoming>('UpcomingChange').implement({
    extensions: needs('customers:read'),
    description: 'A change that time alone will bring, unless something is learned before.',
    fields: (t) => ({
      at: t.field({ type: 'DateTime', description: 'When, exactly.', resolve: ({ at }) => new Date(at) }),
      type: t.string({
        description: 'Type of the change, as the feed will tell it.',
        resolve: ({ change }) => change.type,
      }),
      customer: t.field({
        extensions: inherited,
        type: Customer,
        description: 'Whose change: the customer as it is now.',
        resolve: ({ customerId }, _args, context) => loadCustomer(context, customerId),
      }),
      kind: t.string({
        nullable: true,
        description: 'Kind of the rule set that will say so; null: none does.',
        resolve: ({ by }) => by?.kind,
      }),
      ruleSetKey: t.string({
        nullable: true,
        description: 'Key of the rule set; null: none says so.',
        resolve: ({ by }) => by?.key,
      }),
      key: t.string({ description: 'Key of the outcome.', resolve: ({ change }) => change.key }),
      from: t.string({ nullable: true, description: 'What holds before.', resolve: ({ change }) => change.from }),
      to: t.string({ nullable: true, description: 'What holds from then on.', resolve: ({ change }) => change.to }),
      why: t.field({
        type: ['JSON'],
        description:
          'The rules that will decide: { rule, holds, tree }, the tree with the value at each condition then.',
        resolve: ({ why }) => [...why],
      }),
    }),
  });
  builder.queryField('upcomingChanges', (t) =>
    t.connection(
      {
        extensions: needs('customers:find'),
        type: Change,
        description:
          'What will change with no new activity, in the order in which it will. It is lived through from now on for each ' +
          `page; at most 400 days ahead, and for at most ${MOST_CUSTOMERS} customers of a segment or rule set who are due ` +
          'until then: more are refused with the code AGENDA_TOO_LONG. Pages go forward only.',
        complexity: (args) => ({ ...pageComplexity(args), field: LOOK_AHEAD }),
        args: {
          of: t.arg({ type: Of, required: true, description: 'Whose changes.' }),
          until: t.arg({ type: 'DateTime', required: true, description: 'Until this instant, itself included.' }),
        },
        resolve: async (_root, { of, until, ...args }, context) =>
          (await page(context, of as Of, until.getTime(), args)) as never,
      },
      { name: 'UpcomingChangeConnection', description: 'A page of what will change.' },
      { name: 'UpcomingChangeEdge', description: 'What will change, and its place in the list.' },
    ),
  );
}

async function page(context: GraphContext, of: Of, until: number, args: PageArguments): Promise<Page<Upcoming>> {
  const window = windowOf(args);
  if (window.inverted || window.before !== undefined) throw badInput('This list is read forward only.', 'BAD_PAGE');
  const { now } = context;
  if (until > now + HORIZON) throw badInput('"until" lies more than 400 days ahead.');
  const engine = await core(context).engine();
  const ids = await customersOf(context, of, until);
  if (ids.length > MOST_CUSTOMERS)
    throw new UserError(
      'AGENDA_TOO_LONG',
      `More than ${MOST_CUSTOMERS} customers are due until then; choose an earlier instant, or a smaller segment.`,
      ['until'],
    );
  const lives = await readLives(context, engine, ids);
  await foresee(context, engine, lives, now, until);
  const rows = await readPage(context, of, window, upcoming(lives, now, until));
  return toPage(
    rows,
    rows,
    window,
    (row) => placeCursor(context, row),
    () => rows.length,
  );
}

async function readPage(
  context: GraphContext,
  { ruleSet }: Of,
  window: Window,
  changes: AsyncIterable<Upcoming>,
): Promise<Upcoming[]> {
  const after = window.after === undefined ? undefined : placeIn(context, window.after);
  const rows: Upcoming[] = [];
  for await (const one of changes) {
    const { by } = one;
    if (typeof ruleSet === 'string' && by?.key !== ruleSet) continue;
    if (after && !isBehind(one, after)) continue;
    if (rows.push(one) > window.size) break;
  }
  return rows;
}

async function customersOf(context: GraphContext, of: Of, until: number): Promise<string[]> {
  if (of.customer) {
    const ref = customerRef(context, of.customer);
    return [ref.id ?? customerIdOf(ref.externalId)];
  }
  const restricted = typeof of.segment === 'string';
  const rows = await context.query<{ id: string }>(
    restricted ? 'due-members' : 'due-until',
    `select d.customer_id as id from due d where d.due_at <= $1
        ${restricted ? `and exists (select 1 from outcome o join outcome_code k on k.code = o.code join rule_set s on s.id = k.rule_set_id where o.customer_id = d.customer_id and k.key = $3 and s.kind = 'segments')` : ''}
      order by d.due_at limit $2`,
    [until, MOST_CUSTOMERS + 1, ...(restricted ? [of.segment] : [])],
  );
  return rows.map(({ id }) => id);
}

const isBehind = (one: InstantPlace, place: InstantPlace): boolean =>
  one.at > place.at ||
  (one.at === place.at &&
    (one.customerId > place.customerId || (one.customerId === place.customerId && one.number > place.number)));
