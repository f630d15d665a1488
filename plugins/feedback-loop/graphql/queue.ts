import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { type Builder, type GraphContext, needs } from '#contract';
import type { Case } from '../cases/case.ts';
import { CASE_COLUMNS } from '../cases/store.ts';
import type { State } from '../document/document.ts';
import { cursorOf, placeOf } from './case-place.ts';
import type { caseType } from './case-type.ts';

/** Which cases are asked for. */
interface Wanted {
  readonly states: readonly State[];
  readonly owner?: string | null;
  readonly theme?: string | null;
  readonly late?: boolean | null;
  readonly ruleSet?: string | null;
  readonly openedFrom?: Date | null;
  readonly openedUntil?: Date | null;
}

/** `Query.feedbackCases`, the queue. */
export function queue(builder: Builder, { CaseRef, StateRef }: ReturnType<typeof caseType>): void {
  builder.queryField('feedbackCases', (t) =>
    t.connection(
      {
        extensions: needs('customers:read'),
        type: CaseRef,
        description: 'Cases, the oldest first; those that are open, unless asked otherwise.',
        args: {
          states: t.arg({
            type: [StateRef],
            required: true,
            defaultValue: ['collected', 'analysed', 'acted'],
            description: 'Only those in one of these states.',
          }),
          owner: t.arg.string({ description: 'Only those that this one looks after.' }),
          theme: t.arg.string({
            description: 'Only those about this: exactly those who are to be told what was done.',
          }),
          ruleSet: t.arg.string({ description: 'Only those that the rule set with this key opened.' }),
          openedFrom: t.arg({ type: 'DateTime', description: 'Only those that were opened then or later.' }),
          openedUntil: t.arg({ type: 'DateTime', description: 'Only those that were opened before.' }),
          late: t.arg.boolean({ description: 'Only those that are late, or only those that are not.' }),
        },
        resolve: (_root, args, context) =>
          resolveCursorConnection(
            { args, defaultSize: 20, maxSize: 100, toCursor: (one) => cursorOf(one as Case) },
            (page) => readQueue(context, args as Wanted, page),
          ) as never,
      },
      { name: 'FeedbackCaseConnection', description: 'A page of cases.' },
      { name: 'FeedbackCaseEdge', description: 'A case and its place in the queue.' },
    ),
  );
}

async function readQueue(
  context: GraphContext,
  { states, owner, theme, late, ruleSet, openedFrom, openedUntil }: Wanted,
  { after, before, limit, inverted }: ResolveCursorConnectionArgs,
): Promise<Case[]> {
  const [above, below] = [placeOf(after), placeOf(before)];
  if (!above || !below) return [];
  const order = inverted ? 'desc' : 'asc';
  return context.query<Case>(
    inverted ? 'feedback-queue-end' : 'feedback-queue',
    `select ${CASE_COLUMNS} from feedback_loop_case k
      where k.state = any($1::text[]) and ($2::text is null or k.owner = $2) and ($3::text is null or k.theme = $3)
        and ($4::boolean is null or (k.state <> 'told' and coalesce(k.due_at <= $5, false)) = $4)
        and ($11::text is null or k.rule_set = $11) and ($12::float8 is null or k.opened_at >= $12)
        and ($13::float8 is null or k.opened_at < $13)
        and ($6::float8 is null or (k.opened_at, k.id) > ($6, $7::uuid))
        and ($8::float8 is null or (k.opened_at, k.id) < ($8, $9::uuid))
      order by k.opened_at ${order}, k.id ${order} limit $10`,
    [
      ...[states, owner ?? null, theme ?? null, late ?? null, context.now, ...above, ...below, limit],
      ...[ruleSet ?? null, openedFrom?.getTime() ?? null, openedUntil?.getTime() ?? null],
    ],
  );
}
