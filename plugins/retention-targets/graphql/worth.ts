import { type Builder, inherited } from '#contract';
import { economicsOf, targetOf } from '../targets/ladder.ts';
import { type Lifetimes, lifetimesOf } from '../targets/lifetime.ts';
import type { Followed } from '../targets/read-paces.ts';
import { valuesOf } from './names.ts';

/** `RetentionTarget`, of which this file has some of the fields. */
export const targetNode = (builder: Builder) => builder.objectRef<Followed>('RetentionTarget');

const reasons = (builder: Builder) =>
  builder.enumType('NoRetentionWorthReason', {
    description: 'Why it cannot be told what a target is worth.',
    values: valuesOf({
      noEconomics: 'The document says nothing of what customers are worth.',
      noYearlyValue: 'The document does not say what a customer is worth in a year.',
      noLifetime: 'The document does not say what a customer earns for as long as it stays.',
      winningIsFree: 'Winning a customer costs nothing.',
    }),
  });

/** What a target is worth: fields of `RetentionTarget`. */
export function worth(builder: Builder, TargetRef: ReturnType<typeof targetNode>): void {
  const ReasonRef = reasons(builder);
  const LifetimeRef = lifetime(builder, ReasonRef);
  builder.objectFields(TargetRef, (t) => ({
    gain: t.field({
      type: 'Long',
      nullable: true,
      description:
        'What the first year is worth for each customer of its first day, over the share before, in minor units: the value ' +
        'of those who stay because of it less what keeping them costs; null with `noGain`.',
      resolve: ({ target, plan }) => {
        const gain = economicsOf(target, targetOf(target, 1, plan.benchmarks))?.gain;
        return gain === undefined ? null : Math.round(gain);
      },
    }),
    noGain: t.field({
      type: ReasonRef,
      nullable: true,
      description: 'Why `gain` is null.',
      resolve: ({ target: { economics } }) =>
        economics ? (economics.value === undefined ? 'noYearlyValue' : null) : 'noEconomics',
    }),
    cheaperThanNew: t.boolean({
      nullable: true,
      description: 'Whether keeping a customer costs less than winning a new one; null: the document does not say.',
      resolve: ({ target }) => economicsOf(target, target.base)?.cheaperThanNew,
    }),
    lifetimeValue: t.field({
      type: LifetimeRef,
      nullable: true,
      description: 'What a customer is worth before the target and with it; null with `noLifetimeValue`.',
      resolve: ({ target, plan }) => lifetimesOf(target, targetOf(target, 1, plan.benchmarks)),
    }),
    noLifetimeValue: t.field({
      type: ReasonRef,
      nullable: true,
      description: 'Why `lifetimeValue` is null.',
      resolve: ({ target: { economics } }) =>
        economics ? (economics.lifetime === undefined ? 'noLifetime' : null) : 'noEconomics',
    }),
  }));
}

const lifetime = (builder: Builder, ReasonRef: ReturnType<typeof reasons>) =>
  builder.objectRef<Lifetimes>('RetentionLifetimeValue').implement({
    extensions: inherited,
    description:
      'What a customer is worth for as long as it stays, in minor units, at the share before the target and at that of its ' +
      'first year, as if that share stayed.',
    fields: (t) => ({
      before: t.field({
        type: 'Long',
        description: 'At the share before.',
        resolve: ({ before }) => Math.round(before),
      }),
      after: t.field({
        type: 'Long',
        description: 'At the share of the first year.',
        resolve: ({ after }) => Math.round(after),
      }),
      gain: t.field({
        type: 'Long',
        description:
          'How much more that is for each customer of the first day: to be held against what keeping them costs.',
        resolve: ({ before, after }) => Math.round(after - before),
      }),
      cost: t.field({
        type: 'Long',
        description: 'What keeping those who stay because of the target costs in its first year, for each customer.',
        resolve: ({ cost }) => Math.round(cost),
      }),
      perAcquisition: t.float({
        nullable: true,
        description:
          'How many times the cost of winning one a customer is worth before; null: winning one costs nothing.',
        resolve: ({ perAcquisition }) => perAcquisition,
      }),
      noPerAcquisition: t.field({
        type: ReasonRef,
        nullable: true,
        description: 'Why `perAcquisition` is null.',
        resolve: ({ perAcquisition }) => (perAcquisition === undefined ? 'winningIsFree' : null),
      }),
    }),
  });
