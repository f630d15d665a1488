import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { type Builder, type GraphContext, inherited, needs } from '#contract';
import { Customer } from '#entities';
import type { Pace } from '../targets/pace.ts';
import { type Followed, PARTS, type Part, readMembers } from '../targets/read-paces.ts';
import { UUID } from './job-of.ts';
import { valuesOf } from './names.ts';

/** A pace, and what it is the pace of. */
export interface ToldPace extends Pace {
  readonly followed: Followed;
  readonly target: number;
}

/** `RetentionPace`, with the customers behind its figures. */
export function pace(builder: Builder) {
  const PartRef = builder.enumType('RetentionPart', {
    description: 'Which customers of a target.',
    values: valuesOf(PARTS),
  });
  const PaceRef = builder.objectRef<ToldPace>('RetentionPace').implement({
    extensions: inherited,
    description: 'How the current year of a target stands.',
    fields: (t) => ({
      year: t.exposeInt('year', { description: 'Which year: 1, 2, 3 …' }),
      elapsed: t.exposeFloat('elapsed', { description: 'The part of the year that is over.' }),
      target: t.exposeFloat('target', { description: 'The share that the year asks for.' }),
      asked: t.exposeFloat('asked', { description: 'The share that it asks for by now.' }),
      customers: t.exposeInt('customers', { description: 'Customers of the first day.' }),
      retained: t.exposeInt('retained', { description: 'Those who are customers still.' }),
      rate: t.exposeFloat('rate', { description: 'Their share.' }),
      low: t.float({
        description: 'The lower end of its Wilson interval at 95 %.',
        resolve: (one) => one.interval.low,
      }),
      high: t.float({ description: 'The upper end.', resolve: (one) => one.interval.high }),
      onTrack: t.exposeBoolean('onTrack', { description: 'Whether the lower end is not below what is asked by now.' }),
      toSave: t.exposeInt('toSave', {
        description: 'How many of those at risk have to be kept so that the year ends as it should.',
      }),
      atRisk: t.exposeInt('atRisk', { description: 'Customers still who may leave.' }),
      reachable: t.exposeInt('reachable', { description: 'Those of them who may be contacted.' }),
    }),
  });
  builder.objectField(PaceRef, 'members', (t) =>
    t.connection(
      {
        extensions: needs('customers:read'),
        type: Customer,
        description: 'The customers behind a figure.',
        args: { part: t.arg({ type: PartRef, required: true, defaultValue: 'all', description: 'Which.' }) },
        resolve: ({ followed }, { part, ...args }, context) =>
          resolveCursorConnection(
            { args, defaultSize: 20, maxSize: 100, toCursor: (customer) => context.globalId((customer as Member).id) },
            (page) => customersOf(context, followed, part as Part, page),
          ) as never,
      },
      { name: 'RetentionMemberConnection', description: 'A page of the customers behind a figure.' },
      { name: 'RetentionMemberEdge', description: 'A customer and its place in the page.' },
    ),
  );
  return PaceRef;
}

interface Member {
  readonly id: string;
}

/** A cursor is the id of a customer as the viewer knows it; anything else leads nowhere. */
async function customersOf(
  context: GraphContext,
  followed: Followed,
  part: Part,
  { after, before, limit, inverted }: ResolveCursorConnectionArgs,
): Promise<Member[]> {
  const place = (cursor?: string) => (cursor === undefined ? null : context.customerId({ id: cursor }));
  const page = { after: place(after), before: place(before), limit, inverted };
  if ([page.after, page.before].some((id) => id !== null && !UUID.test(id))) return [];
  const ids = await readMembers(context, followed, part, page);
  return Promise.all(ids.map((id) => context.customer(id) as Promise<Member>));
}
