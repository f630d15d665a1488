import { isUuid } from '../activities/identify.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import { JOB_STATUSES, Job } from '../jobs/job.ts';
import { cancelJob } from '../jobs/run-jobs.ts';
import { constantCase } from './activity-inputs.ts';
import { core } from './context.ts';
import { localId } from './global-ids.ts';

/** The node of a job, for results that answer with one. */
export type JobNode = ReturnType<typeof jobs>;

const MEANS: Record<(typeof JOB_STATUSES)[number], string> = {
  queued: 'Waits to be taken up.',
  running: 'Is being done.',
  succeeded: 'Was done to its end.',
  failed: 'Stopped with an error.',
  cancelled: 'Was stopped; what was done until then stays.',
};

/** `Job`, `Query.job` and `cancelJob`. */
export function jobs(builder: Builder) {
  const Status = builder.enumType('JobStatus', {
    description: 'Where a job stands.',
    values: Object.fromEntries(
      JOB_STATUSES.map((status) => [constantCase(status), { value: status, description: MEANS[status] }]),
    ),
  });
  const Node = builder.loadableNode(Job, {
    extensions: needs('jobs:read'),
    name: 'Job',
    description: 'Long work with progress, done in the background; it goes on by itself after a crash.',
    id: { resolve: ({ id }) => id, description: 'Id of the job.' },
    isTypeOf: (value) => value instanceof Job,
    load: async (ids: string[], context) => {
      const found = new Map((await readJobs(context, ids)).map((job) => [job.id, job]));
      return ids.map((id) => found.get(id) ?? new NotFoundError('There is no job with this id.', ['id']));
    },
    fields: (t) => ({
      kind: t.exposeString('kind', { description: 'What it does: `backfill`, `import`.' }),
      status: t.field({ type: Status, description: 'Where it stands.', resolve: ({ status }) => status }),
      done: t.expose('done', { type: 'Long', description: 'What was dealt with: customers, or rows of a file.' }),
      total: t.field({
        type: 'Long',
        nullable: true,
        description: 'How much there is; an estimate while a file is being read. Null: not known yet.',
        resolve: ({ total }) => total || null,
      }),
      failed: t.expose('failed', { type: 'Long', description: 'How much of `done` could not be taken.' }),
      progress: t.float({ description: 'From 0 to 1.', resolve: progressOf }),
      error: t.exposeString('error', { nullable: true, description: 'Why it failed.' }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
      startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'When it was taken up.' }),
      endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
      secondsLeft: t.float({
        nullable: true,
        description: 'An estimate by the pace so far; null when it does not run.',
        resolve: (job) => {
          const progress = progressOf(job);
          if (job.status !== 'running' || !job.startedAt || progress === 0) return null;
          const seconds = (Date.now() - job.startedAt.getTime()) / 1000;
          return Math.max(0, Math.round((seconds / progress) * (1 - progress)));
        },
      }),
    }),
  });
  builder.queryField('job', (t) =>
    t.field({
      extensions: needs('jobs:read'),
      type: Node,
      nullable: true,
      description: 'A job by its id; null when there is none.',
      args: { id: t.arg.id({ required: true, description: 'Id of the job.' }) },
      resolve: async (_root, { id }, context) => (await readJobs(context, [localId(context, 'Job', id)]))[0] ?? null,
    }),
  );
  const CancelInput = builder.inputType('CancelJobInput', {
    description: 'Which job to stop.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Id of the job.' }) }),
  });
  builder.mutationField('cancelJob', (t) =>
    t.field({
      extensions: needs('jobs:write'),
      type: Job,
      description: 'Stops a job at its next step. What it has done stays.',
      errors: {
        types: [NotFoundError, ConflictError],
        union: { name: 'CancelJobResult', description: 'Success, or why the job was not stopped.' },
        result: { name: 'CancelJobSuccess', extensions: inherited, description: 'The job was stopped.' },
        dataField: { name: 'job', description: 'The job as it is now.' },
      },
      args: { input: t.arg({ type: CancelInput, required: true, description: 'Which job.' }) },
      resolve: async (_root, { input }, context) => {
        const id = localId(context, 'Job', input.id);
        const [job] = await readJobs(context, [id]);
        if (!job) throw new NotFoundError('There is no job with this id.', ['id']);
        if (!(await cancelJob(core(context).services.database, context.viewer, id)))
          throw new ConflictError('JOB_ENDED', 'This job has ended already.', ['id']);
        return (await readJobs(context, [id]))[0] as Job;
      },
    }),
  );
  return Node;
}

/** Jobs as they are in the database now, whatever was read before in the same request. */
export const readJobs = (context: GraphContext, ids: readonly string[]): Promise<Job[]> => {
  const known = ids.filter(isUuid);
  return known.length === 0
    ? Promise.resolve([])
    : context.em.find(Job, { id: { $in: [...known] } }, { refresh: true });
};

function progressOf({ status, done, total }: Job): number {
  if (status === 'succeeded') return 1;
  return total ? Math.min(1, done / total) : 0;
}
