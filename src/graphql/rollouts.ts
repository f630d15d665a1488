import { changeRollout } from '../authoring/change-rollout.ts';
import type { Guard, RolloutWish } from '../authoring/rollout.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { inherited, needs } from '../contract/scope.ts';
import { NotFoundError, ValidationError } from '../errors.ts';
import { Job } from '../jobs/job.ts';
import { RuleSetVersion } from '../rules/rule-set.ts';
import { core } from './context.ts';
import { readJobs } from './jobs.ts';

/** The input types of rollouts. */
export type RolloutInputs = ReturnType<typeof rollouts>;

interface Shown extends Omit<RolloutWish, 'until'> {
  readonly versionId: string;
  readonly until: number | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly endReason: string | null;
  readonly counts: Readonly<Record<string, number>>;
}

const WHEN = {
  ENTERED: { value: 'entered', description: 'Customers for whom an outcome began.' },
  LEFT: { value: 'left', description: 'Customers for whom an outcome ended.' },
  UP: { value: 'up', description: 'Customers who rose, where outcomes have an order.' },
  DOWN: { value: 'down', description: 'Customers who fell, where outcomes have an order.' },
} as const;

/** `Rollout` and `RolloutGuard`: how a version holds for some customers first. */
export function rolloutType(builder: Builder) {
  const When = builder.enumType('GuardedMove', { description: 'What a guard counts.', values: WHEN });
  const GuardRef = builder.objectRef<Guard & { readonly count: number }>('RolloutGuard').implement({
    extensions: inherited,
    description: 'What stops a rollout, and goes back to the version before.',
    fields: (t) => ({
      when: t.field({ type: When, description: 'What is counted.', resolve: ({ when }) => when }),
      key: t.exposeString('key', { nullable: true, description: 'The only outcome that counts; null: any.' }),
      most: t.exposeInt('most', { description: 'As many are allowed.' }),
      count: t.exposeInt('count', { description: 'So many there were when it was looked last.' }),
    }),
  });
  return builder.objectRef<Shown>('Rollout').implement({
    extensions: needs('rules:read'),
    description: 'How a version holds for some customers first, while the version before holds for the others.',
    fields: (t) => ({
      percent: t.exposeInt('percent', { nullable: true, description: 'The share of the customers; null: all.' }),
      segment: t.exposeString('segment', { nullable: true, description: 'Its members only; null: all.' }),
      upgradesOnly: t.exposeBoolean('upgradesOnly', {
        description: 'Whoever holds something better keeps it as long as the version before says so.',
      }),
      until: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When that ends for everybody.',
        resolve: ({ until }) => instant(until),
      }),
      guards: t.field({
        type: [GuardRef],
        description: 'What stops it.',
        resolve: ({ guards, counts }) =>
          guards.map((guard) => ({
            ...guard,
            count: counts[guard.key ? `${guard.when} ${guard.key}` : guard.when] ?? 0,
          })),
      }),
      startedAt: t.field({
        type: 'DateTime',
        description: 'When it began.',
        resolve: ({ startedAt }) => new Date(startedAt),
      }),
      endedAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it ended; null: it runs.',
        resolve: ({ endedAt }) => instant(endedAt),
      }),
      endReason: t.exposeString('endReason', { nullable: true, description: 'Why it ended.' }),
    }),
  });
}

const instant = (at: number | null): Date | null => (at === null ? null : new Date(at));

/** The rollout of a version; those of a page are read together. */
export function rolloutOf(context: GraphContext, versionId: string): Promise<Shown | null> {
  const load = async (ids: readonly string[]): Promise<(Shown | null)[]> => {
    const rows = await context.query<Shown>(
      'rollouts-of',
      `select version_id as "versionId", percent, segment, upgrades_only as "upgradesOnly", guards, counts,
              (extract(epoch from until) * 1000)::float8 as until, end_reason as "endReason",
              (extract(epoch from started_at) * 1000)::float8 as "startedAt",
              (extract(epoch from ended_at) * 1000)::float8 as "endedAt"
         from rollout where version_id = any($1::uuid[])`,
      [ids],
    );
    const found = new Map(rows.map((row) => [row.versionId, row]));
    return ids.map((id) => found.get(id) ?? null);
  };
  return context.batch.of('rollouts', load).load(versionId);
}

interface GuardInput {
  readonly when: Guard['when'];
  readonly key?: string | null;
  readonly most: number;
}

interface RolloutInput {
  readonly percent?: number | null;
  readonly segment?: string | null;
  readonly upgradesOnly?: boolean | null;
  readonly until?: Date | null;
  readonly guards?: readonly GuardInput[] | null;
}

export const rolloutWish = ({ percent, segment, upgradesOnly, until, guards }: RolloutInput): RolloutWish => ({
  percent: percent ?? null,
  segment: segment ?? null,
  upgradesOnly: upgradesOnly ?? false,
  until: until ?? null,
  guards: (guards ?? []).map(({ when, key, most }) => ({ when, key: key ?? null, most })),
});

/** `RolloutInput` and `changeRollout`. */
export function rollouts(builder: Builder) {
  const GuardRef = builder.inputType('RolloutGuardInput', {
    description: 'What stops a rollout, and goes back to the version before.',
    fields: (t) => ({
      when: t.field({ type: 'GuardedMove' as never, required: true, description: 'What is counted.' }),
      key: t.string({ description: 'The only outcome that counts; left out: any.' }),
      most: t.int({ required: true, description: 'As many are allowed.' }),
    }),
  });
  const Rollout = builder.inputType('RolloutInput', {
    description:
      'For whom a version is to hold first, while the version before holds for the others. Who is in a share follows from the customer, so who is in a small one is in every larger one.',
    fields: (t) => ({
      percent: t.int({ description: 'A share of the customers, 0 to 100; left out: all.' }),
      segment: t.string({ description: 'Key of a published segment: its members only.' }),
      upgradesOnly: t.boolean({
        description: 'Whoever holds something better keeps it as long as the version before says so.',
      }),
      until: t.field({
        type: 'DateTime',
        description: 'When that ends for everybody: their next review, for instance.',
      }),
      guards: t.field({ type: [GuardRef], description: 'What stops it.' }),
    }),
  });
  const Input = builder.inputType('ChangeRolloutInput', {
    description: 'How a rollout goes on.',
    fields: (t) => ({
      key: t.string({ required: true, description: 'Key of the rule set.' }),
      percent: t.int({
        description:
          'The share for which it holds from now on; left out: it holds for everybody, and the rollout is complete.',
      }),
    }),
  });
  const Success = builder
    .objectRef<{ readonly versionId: string; readonly jobId: string }>('ChangeRolloutSuccess')
    .implement({
      extensions: inherited,
      description: 'The version holds for others from now on, and a job settles all customers by that.',
      fields: (t) => ({
        version: t.field({
          type: RuleSetVersion,
          description: 'The version.',
          resolve: ({ versionId }, _args, context) =>
            context.em.findOneOrFail(RuleSetVersion, { id: versionId }, { refresh: true }),
        }),
        job: t.field({
          type: Job,
          description: 'The job that settles all customers.',
          resolve: async ({ jobId }, _args, context) => (await readJobs(context, [jobId]))[0] as Job,
        }),
      }),
    });
  builder.mutationField('changeRollout', (t) =>
    t.field({
      extensions: needs('rules:publish'),
      type: Success,
      description: 'Widens, narrows or completes the rollout of a rule set. To stop it, go back with `revertRuleSet`.',
      errors: {
        types: [NotFoundError, ValidationError],
        union: { name: 'ChangeRolloutResult', description: 'Success, or why nothing was done.' },
        directResult: true,
      },
      args: { input: t.arg({ type: Input, required: true, description: 'How it goes on.' }) },
      resolve: (_root, { input: { key, percent } }, context) =>
        changeRollout(core(context).services.authoring, context.viewer, { key, percent: percent ?? null }),
    }),
  );
  return { Rollout };
}
