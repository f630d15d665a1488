import { type Builder, type GraphContext, inherited, needs } from '#contract';
import { type Benchmark, RETENTION } from '../document/document.ts';
import type { StageData } from '../document/kind.ts';
import { targetOf } from '../targets/ladder.ts';
import { NO_PACE, type NoPace, paceOf } from '../targets/pace.ts';
import { type Begun, FEED, type Followed, readCounts } from '../targets/read-paces.ts';
import { jobOf } from './job-of.ts';
import { valuesOf } from './names.ts';
import { pace, type ToldPace } from './pace.ts';
import { targetNode, worth } from './worth.ts';

/** `Query.retentionTargets`: what is asked for, and how it stands. */
export function targets(builder: Builder): void {
  const BenchmarkRef = builder.objectRef<Benchmark>('RetentionBenchmark').implement({
    extensions: inherited,
    description: 'What is usual in an industry. Published figures differ, so each says where it is from.',
    fields: (t) => ({
      industry: t.exposeString('industry', { description: 'The industry.' }),
      low: t.exposeFloat('low', { description: 'The lower end, as a share for a year.' }),
      high: t.exposeFloat('high', { description: 'The upper end.' }),
      source: t.exposeString('source', { description: 'From whom it is.' }),
      asOf: t.field({ type: 'Date', description: 'As of when.', resolve: ({ asOf }) => asOf }),
      definition: t.exposeString('definition', { description: 'What was counted.' }),
    }),
  });
  const PaceRef = pace(builder);
  const NoPaceRef = builder.enumType('NoRetentionPaceReason', {
    description: 'Why it cannot be told how a target stands.',
    values: valuesOf(NO_PACE),
  });
  const TargetRef = targetNode(builder);
  TargetRef.implement({
    extensions: inherited,
    description: 'Which share of customers is to be kept from year to year.',
    fields: (t) => ({
      key: t.string({ description: 'Its key in the rule set.', resolve: ({ target }) => target.key }),
      title: t.string({ description: 'Its title.', resolve: ({ target }) => target.title }),
      ruleSetKey: t.string({ description: 'Key of the rule set.', resolve: ({ ruleSet }) => ruleSet }),
      stage: t.string({
        nullable: true,
        description: 'Key of the stage that it is about; null: all stages that are not lost.',
        resolve: ({ target }) => target.stage,
      }),
      segment: t.string({
        nullable: true,
        description: 'The segment that it is about, as `<rule set>.<segment>`; null: everybody.',
        resolve: ({ target }) => target.segment,
      }),
      shares: t.floatList({
        description: 'The share that is asked for in each year, the first year first.',
        resolve: ({ target, plan }) =>
          Array.from({ length: target.years }, (_, i) => targetOf(target, i + 1, plan.benchmarks)),
      }),
      benchmark: t.field({
        type: BenchmarkRef,
        nullable: true,
        description: 'What it is held against; null: nothing.',
        resolve: ({ target, plan }) => plan.benchmarks.find(({ industry }) => industry === target.above?.industry),
      }),
      competition: t.string({
        nullable: true,
        description: 'What competitors promise.',
        resolve: ({ target }) => target.competition,
      }),
      pace: t.field({
        type: PaceRef,
        nullable: true,
        complexity: 100,
        description: 'How the current year stands; null with `noPace` where it cannot be told.',
        resolve: async (followed, _args, context): Promise<ToldPace | null> => {
          const counts = await countsOf(context, followed);
          if (reasonOf(counts)) return null;
          const target = targetOf(followed.target, counts.year, followed.plan.benchmarks);
          return { ...paceOf(counts, target), followed, target };
        },
      }),
      noPace: t.field({
        type: NoPaceRef,
        nullable: true,
        complexity: 100,
        description: 'Why there is no pace.',
        resolve: async (followed, _args, context) => reasonOf(await countsOf(context, followed)) ?? null,
      }),
    }),
  });
  worth(builder, TargetRef);
  builder.queryField('retentionTargets', (t) =>
    t.field({
      extensions: needs('satisfaction:read', 'rules:read'),
      type: [TargetRef],
      description: 'The targets of the published rule sets that say where customers stand.',
      args: {
        ruleSet: t.arg.string({ description: 'Key of a rule set, when there are several.' }),
        replay: t.arg.id({
          description:
            'Id of the job of a replay that says who was in which stage on first days, by when activities happened or were ' +
            'learned of: for history that was imported, or from before the rule set was published. Left out: what the feed told.',
        }),
      },
      resolve: async (_root, { ruleSet, replay }, context): Promise<Followed[]> => {
        const job = replay == null ? FEED : jobOf(replay);
        return (await context.possibleOutcomes(RETENTION)).flatMap((outcome) => {
          const { plan } = (outcome.data ?? {}) as Partial<StageData>;
          if (!plan || (ruleSet && outcome.ruleSet !== ruleSet)) return [];
          return plan.targets.map((target) => ({ ruleSet: outcome.ruleSet, plan, target, replay: job }));
        });
      },
    }),
  );
}

function reasonOf(counts: Begun): NoPace | undefined {
  if (!counts.begun) return 'notBegun';
  if (counts.ended) return 'ended';
  if (!counts.hasGroup) return 'noSegment';
  if (!counts.isTold) return 'notReplayed';
  return counts.customers === 0 ? 'nobody' : undefined;
}

/** All that the request asks for are read together. */
const countsOf = (context: GraphContext, followed: Followed): Promise<Begun> =>
  context.batch.of<Followed, Begun>('retention:counts', (all) => readCounts(context, all)).load(followed);
