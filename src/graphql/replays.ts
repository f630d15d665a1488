import type { Builder, GraphContext } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { Customer } from '../customers/customer.ts';
import { NotFoundError, ValidationError } from '../errors.ts';
import {
  type MovePlace,
  type ReplayDay,
  type ReplayedMove,
  readReplayDays,
  readReplayMoves,
} from '../history/read-replay.ts';
import type { Knowing } from '../history/relive.ts';
import { MOST_CUSTOMER_DAYS, MOST_DAYS, REPLAY, type ReplayInput, startReplay } from '../history/start-replay.ts';
import type { Job } from '../jobs/job.ts';
import { badInput } from './bad-input.ts';
import { pageComplexity } from './builder.ts';
import { core } from './context.ts';
import { loadCustomer } from './customer-reference.ts';
import { localId } from './global-ids.ts';
import { type JobNode, readJobs } from './jobs.ts';
import { limitOf, type Page, type PageArguments, toPage, windowOf } from './page.ts';
import { placeCursor, placeIn } from './place-cursor.ts';

/** `startReplay` and `Query.replay`: what other versions would have said of the past. */
export function replays(builder: Builder, JobRef: JobNode): void {
  const Replay = replayType(builder, JobRef);
  builder.queryField('replay', (t) =>
    t.field({
      extensions: needs('rules:read'),
      type: Replay,
      nullable: true,
      description: 'A replay by the id of its job; null when there is none.',
      args: { id: t.arg.id({ required: true, description: 'Id of the job.' }) },
      resolve: async (_root, { id }, context) => {
        const [job] = await readJobs(context, [localId(context, 'Job', id)]);
        return job?.kind === REPLAY ? job : null;
      },
    }),
  );
  const KnowingType = builder.enumType('ReplayKnowing', {
    description: 'From when on a replay counts an activity.',
    values: {
      HAPPENED: { value: 'happened', description: 'From when it happened, as if we had learned of it at once.' },
      RECORDED: { value: 'recorded', description: 'From when we learned of it.' },
    } as const,
  });
  const Version = builder.inputType('ReplayVersion', {
    description: 'A version of a rule set, published or not.',
    fields: (t) => ({
      key: t.string({ required: true, description: 'Key of the rule set.' }),
      number: t.int({ required: true, description: 'Number of the version.' }),
    }),
  });
  const Input = builder.inputType('StartReplayInput', {
    description:
      'What to replay. The versions are taken to have held since ever, beside what is published of other rule sets now.',
    fields: (t) => ({
      versions: t.field({ type: [Version], required: true, description: 'Up to 20, one of each rule set.' }),
      from: t.field({ type: 'DateTime', required: true, description: 'Where the period begins.' }),
      to: t.field({
        type: 'DateTime',
        required: true,
        description: `Where it ends: now at the latest, ${MOST_DAYS} days after its beginning at most.`,
      }),
      knowing: t.field({ type: KnowingType, defaultValue: 'happened', description: 'When activities count.' }),
      percent: t.int({ description: 'Only this share of the customers, the same in every replay.' }),
      segment: t.string({ description: 'Only those who are members of the segment with this key now.' }),
      moves: t.boolean({ defaultValue: true, description: 'Whether to keep who moved when, besides the counts.' }),
    }),
  });
  builder.mutationField('startReplay', (t) =>
    t.field({
      extensions: needs('rules:write'),
      type: Replay,
      description:
        'Finds out in the background who would have been where, when, under versions of rule sets. Nothing that lives is ' +
        `touched. At most ${MOST_CUSTOMER_DAYS / 1_000_000} million days of customers; what is found is kept for 30 days.`,
      errors: {
        types: [ValidationError, NotFoundError],
        union: { name: 'StartReplayResult', description: 'Success, or why nothing was started.' },
        result: { name: 'StartReplaySuccess', extensions: inherited, description: 'The replay is on its way.' },
        dataField: { name: 'replay', description: 'The replay.' },
      },
      args: { input: t.arg({ type: Input, required: true, description: 'What to replay.' }) },
      resolve: async (_root, { input }, context) => {
        const { versions, from, to, knowing, percent, segment, moves } = input;
        const wish = {
          versions,
          from: from.getTime(),
          to: to.getTime(),
          knowing: (knowing ?? 'happened') as Knowing,
          percent: percent ?? null,
          segment: segment ?? null,
          moves: moves ?? true,
        };
        const id = await startReplay(core(context).services.road, wish, context.now);
        return (await readJobs(context, [id]))[0] as Job;
      },
    }),
  );
}

// of a job of this kind, which was checked before it was added
const inputOf = ({ input }: Job): ReplayInput => input as unknown as ReplayInput;

function replayType(builder: Builder, JobRef: JobNode) {
  const Day = builder.objectRef<ReplayDay>('ReplayDay').implement({
    extensions: inherited,
    description: 'One day of one outcome, in the time zone of the account.',
    fields: (t) => ({
      day: t.field({ type: 'Date', description: 'The day.', resolve: ({ day }) => day }),
      customers: t.exposeInt('customers', { description: 'How many were there at its end.' }),
      entered: t.exposeInt('entered', { description: 'How many entered.' }),
      left: t.exposeInt('left', { description: 'How many left.' }),
    }),
  });
  const Move = builder.objectRef<ReplayedMove>('ReplayMove').implement({
    extensions: needs('customers:read'),
    description: 'Somebody would have entered an outcome, or left it. Who was there at the beginning enters then.',
    fields: (t) => ({
      at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ at }) => new Date(at) }),
      customer: t.field({
        extensions: inherited,
        type: Customer,
        description: 'Who: the customer as it is now.',
        resolve: ({ customerId }, _args, context) => loadCustomer(context, customerId),
      }),
      ruleSetKey: t.exposeString('ruleSet', { description: 'Key of the rule set.' }),
      key: t.exposeString('outcome', { description: 'Key of the outcome.' }),
      entered: t.exposeBoolean('entered', { description: 'Entered, or left.' }),
    }),
  });
  return builder.objectRef<Job>('Replay').implement({
    extensions: needs('rules:read'),
    description: 'What versions of rule sets would have said over a past period.',
    fields: (t) => ({
      job: t.field({
        extensions: needs('jobs:read'),
        type: JobRef,
        description: 'How far it has come; cancel it by `cancelJob`.',
        resolve: (job) => job,
      }),
      from: t.field({
        type: 'DateTime',
        description: 'Where the period begins.',
        resolve: (job) => new Date(inputOf(job).from),
      }),
      to: t.field({ type: 'DateTime', description: 'Where it ends.', resolve: (job) => new Date(inputOf(job).to) }),
      days: t.field({
        type: [Day],
        complexity: 20,
        description: 'An outcome day by day; days on which nobody was there, came or went are left out.',
        args: {
          ruleSet: t.arg.string({ required: true, description: 'Key of the rule set.' }),
          key: t.arg.string({ required: true, description: 'Key of the outcome.' }),
        },
        resolve: ({ id }, { ruleSet, key }, context) =>
          readReplayDays(core(context).services.database, id, ruleSet, key),
      }),
      moves: t.connection(
        {
          type: Move,
          description: 'Who moved, in the order in which they would have. Pages go forward only.',
          complexity: pageComplexity,
          resolve: async ({ id }, args, context) => (await movesPage(context, id, args)) as never,
        },
        { name: 'ReplayMoveConnection', description: 'A page of moves.' },
        { name: 'ReplayMoveEdge', description: 'A move, and its place in the list.' },
      ),
    }),
  });
}

async function movesPage(context: GraphContext, jobId: string, args: PageArguments): Promise<Page<ReplayedMove>> {
  const window = windowOf(args);
  if (window.inverted || window.before !== undefined) throw badInput('This list is read forward only.', 'BAD_PAGE');
  const after: MovePlace | undefined = window.after === undefined ? undefined : placeIn(context, window.after);
  const rows = await readReplayMoves(core(context).services.database, jobId, after, limitOf(window));
  return toPage(
    rows,
    rows,
    window,
    (row) => placeCursor(context, row),
    () => rows.length,
  );
}
