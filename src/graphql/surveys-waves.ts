import type { Builder } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { ConflictError, NotFoundError, ValidationError } from '../errors.ts';
import { Job } from '../jobs/job.ts';
import { planWaveNow } from '../surveys/plan-by-hand.ts';
import { countWaves, type KeptWave, readWave, readWaves, type WaveCounts } from '../surveys/read-waves.ts';
import { badInput } from './bad-input.ts';
import { pageComplexity } from './builder.ts';
import type { AnyRefusal, ContactEnums } from './contacts.ts';
import { core } from './context.ts';
import { readJobs } from './jobs.ts';
import { limitOf, toPage, windowOf } from './page.ts';

/** `Query.surveyWaves` and `planWave`: the rounds of surveys, and what became of them. */
export function surveysWaves(builder: Builder, { Reason }: ContactEnums): void {
  const ReasonCount = builder.objectRef<{ reason: AnyRefusal; count: number }>('ContactRefusalCount').implement({
    extensions: needs('surveys:read'),
    description: 'How often there was a reason.',
    fields: (t) => ({
      reason: t.field({ type: Reason, description: 'The reason.', resolve: ({ reason }) => reason }),
      count: t.exposeInt('count', { description: 'How many.' }),
    }),
  });
  const counted = (reasons: WaveCounts['refused']) =>
    Object.entries(reasons)
      .sort(([a, of], [b, than]) => than - of || (a < b ? -1 : 1))
      .map(([reason, count]) => ({ reason: reason as AnyRefusal, count }));
  const Counts = builder.objectRef<WaveCounts>('SurveyWaveCounts').implement({
    extensions: needs('surveys:read'),
    description: 'How far a round has come.',
    fields: (t) => ({
      waiting: t.exposeInt('waiting', { description: 'Customers whose day has not come yet.' }),
      invited: t.exposeInt('invited', { description: 'Customers who were invited.' }),
      opened: t.exposeInt('opened', { description: 'Of these, who opened the page.' }),
      answered: t.exposeInt('answered', { description: 'Of these, who answered something.' }),
      completed: t.exposeInt('completed', { description: 'Of these, who answered to the end.' }),
      refused: t.field({
        type: [ReasonCount],
        description: 'Customers who could not be asked yet and are asked again, by reason.',
        resolve: ({ refused }) => counted(refused),
      }),
      passed: t.field({
        type: [ReasonCount],
        description: 'Customers who were not asked in this round, by reason.',
        resolve: ({ passed }) => counted(passed),
      }),
    }),
  });
  const Wave = builder.objectRef<KeptWave>('SurveyWave').implement({
    extensions: needs('surveys:read'),
    description: 'One round of a survey.',
    fields: (t) => ({
      survey: t.exposeString('survey', { description: 'Key of the survey.' }),
      key: t.exposeString('key', { description: 'Key of the round: "2026-11-01".' }),
      version: t.exposeInt('version', { description: 'Number of the version by which it was planned.' }),
      opensAt: t.field({ type: 'DateTime', description: 'When it begins.', resolve: (wave) => new Date(wave.opensAt) }),
      closesAt: t.field({
        type: 'DateTime',
        description: 'When nobody is invited to it any more.',
        resolve: (wave) => new Date(wave.closesAt),
      }),
      job: t.field({
        extensions: needs('jobs:read'),
        type: Job,
        nullable: true,
        description: 'The job that plans it.',
        resolve: async ({ jobId }, _args, context) =>
          jobId === null
            ? null
            : context.batch
                .of<string, Job | null>('wave-jobs', async (ids) => {
                  const found = new Map((await readJobs(context, ids)).map((job) => [job.id, job]));
                  return ids.map((id) => found.get(id) ?? null);
                })
                .load(jobId),
      }),
      plannedAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When everybody had got a day; null: it is being planned.',
        resolve: ({ plannedAt }) => (plannedAt === null ? null : new Date(plannedAt)),
      }),
      population: t.exposeInt('population', { description: 'Customers whom the survey asks, as it was planned.' }),
      planned: t.exposeInt('planned', { description: 'Of these, who were drawn.' }),
      counts: t.field({
        type: Counts,
        description: 'How far it has come.',
        resolve: (wave, _args, context) =>
          context.batch
            .of<KeptWave, WaveCounts>('wave-counts', (waves) => countWaves(core(context).services.database, waves))
            .load(wave),
      }),
    }),
  });
  builder.queryField('surveyWaves', (t) =>
    t.connection(
      {
        extensions: needs('surveys:read'),
        type: Wave,
        description: 'The rounds of a survey, newest first.',
        complexity: pageComplexity,
        args: { survey: t.arg.string({ required: true, description: 'Key of the survey.' }) },
        resolve: async (_root, { survey, ...args }, context) => {
          const window = windowOf(args);
          if (window.inverted || window.before !== undefined)
            throw badInput('This list is read forwards: use first and after.', 'BAD_PAGE');
          const before = window.after === undefined ? undefined : readPlace(window.after);
          const rows = await readWaves(core(context).services.database, survey, before, limitOf(window));
          return toPage(rows, rows, window, placeOf, () => 0) as never;
        },
      },
      { name: 'SurveyWaveConnection', description: 'A page of rounds.' },
      { name: 'SurveyWaveEdge', description: 'A round and its place in the list.' },
    ),
  );
  const Input = builder.inputType('PlanWaveInput', {
    description: 'A round to begin now.',
    fields: (t) => ({
      survey: t.string({ required: true, description: 'Key of a published survey.' }),
      wave: t.string({ description: 'Key of the round, 1 to 32 characters of a–z, 0–9 and "-"; left out: the day.' }),
      spreadDays: t.int({
        description: 'Over how many days the asking is spread, 1 to 365; left out: as the survey says, or one.',
      }),
    }),
  });
  builder.mutationField('planWave', (t) =>
    t.field({
      extensions: needs('surveys:write'),
      type: Wave,
      description: 'Begins a round of a survey now, in the background: each customer gets a day, and is asked on it.',
      errors: {
        types: [ValidationError, NotFoundError, ConflictError],
        union: { name: 'PlanWaveResult', description: 'Success, or why there is no round.' },
        result: { name: 'PlanWaveSuccess', extensions: inherited, description: 'The round is being planned.' },
        dataField: { name: 'wave', description: 'The round.' },
      },
      args: { input: t.arg({ type: Input, required: true, description: 'The round.' }) },
      resolve: async (_root, { input }, context) => {
        const { road, database, clock } = core(context).services;
        const key = await planWaveNow(road, context.viewer, input, clock?.());
        const wave = await readWave(database, input.survey, key);
        if (!wave) throw new NotFoundError('The round was removed already.');
        return wave;
      },
    }),
  );
}

const placeOf = ({ opensAt, key }: KeptWave): string => Buffer.from(`${opensAt}.${key}`).toString('base64url');

function readPlace(cursor: string): { at: number; key: string } {
  const [, at, key] = /^(\d{1,15})\.([\w-]{1,32})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (at === undefined || key === undefined) throw badInput('This is not a cursor of this list.', 'BAD_CURSOR');
  return { at: Number(at), key };
}
