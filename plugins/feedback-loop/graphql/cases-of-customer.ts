import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import type { Builder, GraphContext } from '#contract';
import { Customer } from '#entities';
import type { Case } from '../cases/case.ts';
import { CASE_COLUMNS } from '../cases/store.ts';
import { STATES, type State } from '../document/document.ts';
import { cursorOf, placeOf } from './case-place.ts';
import type { caseType } from './case-type.ts';

/** `Customer.openCases`, and `Customer.feedbackCases` with those that are over. */
export function casesOfCustomer(builder: Builder, { CaseRef, StateRef }: ReturnType<typeof caseType>): void {
  builder.objectField(Customer, 'openCases', (t) =>
    t.field({
      type: [CaseRef],
      description: 'The cases of the customer that are open, the oldest first; at most 100.',
      resolve: ({ id }, _args, context) => openCasesOf(context, id),
    }),
  );
  builder.objectField(Customer, 'feedbackCases', (t) =>
    t.connection(
      {
        type: CaseRef,
        description: 'The cases of the customer, those that are over as well, the newest first.',
        args: {
          states: t.arg({
            type: [StateRef],
            required: true,
            defaultValue: [...STATES],
            description: 'Only those in one of these states.',
          }),
        },
        resolve: ({ id }, args, context) =>
          resolveCursorConnection(
            { args, defaultSize: 20, maxSize: 100, toCursor: (one) => cursorOf(one as Case) },
            (page) => casesOf(context, id, args.states as State[], page),
          ) as never,
      },
      { name: 'CustomerFeedbackCaseConnection', description: 'A page of cases of a customer.' },
      { name: 'CustomerFeedbackCaseEdge', description: 'A case and its place in the list.' },
    ),
  );
}

/** Those of all customers of an answer are read together. */
const openCasesOf = (context: GraphContext, customerId: string): Promise<Case[]> =>
  context.batch
    .of<string, Case[]>('feedback:open', async (ids) => {
      const rows = await context.query<Case>(
        'feedback-open-of',
        `select ${CASE_COLUMNS} from unnest($1::uuid[]) as v(of_id) cross join lateral (
           select * from feedback_loop_case t where t.customer_id = v.of_id and t.state <> 'told'
            order by t.opened_at, t.id limit 100) k order by k.opened_at, k.id`,
        [ids],
      );
      return own(rows, ids);
    })
    .load(customerId);

/** Cases of a page; those of all customers of an answer are read together. */
function casesOf(
  context: GraphContext,
  customerId: string,
  states: readonly State[],
  { after, before, limit, inverted }: ResolveCursorConnectionArgs,
): Promise<Case[]> {
  const [below, above] = [placeOf(after), placeOf(before)];
  if (!below || !above) return Promise.resolve([]);
  const order = inverted ? 'asc' : 'desc';
  return context.batch
    .of<string, Case[]>(JSON.stringify(['feedback:cases', states, below, above, limit, inverted]), async (ids) => {
      const rows = await context.query<Case>(
        inverted ? 'feedback-first-of' : 'feedback-newest-of',
        `select ${CASE_COLUMNS} from unnest($1::uuid[]) as v(of_id) cross join lateral (
           select * from feedback_loop_case t where t.customer_id = v.of_id and t.state = any($2::text[])
              and ($3::float8 is null or (t.opened_at, t.id) < ($3, $4::uuid))
              and ($5::float8 is null or (t.opened_at, t.id) > ($5, $6::uuid))
            order by t.opened_at ${order}, t.id ${order} limit $7) k
          order by k.opened_at ${order}, k.id ${order}`,
        [ids, states, ...below, ...above, limit],
      );
      return own(rows, ids);
    })
    .load(customerId);
}

function own(rows: readonly Case[], ids: readonly string[]): Case[][] {
  const byCustomer = Map.groupBy(rows, (row) => row.customerId);
  return ids.map((id) => byCustomer.get(id) ?? []);
}
