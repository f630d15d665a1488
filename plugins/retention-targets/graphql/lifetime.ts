import { type Builder, inherited } from '#contract';
import type { Lifetimes } from '../targets/lifetime.ts';

/** `RetentionLifetimeValue`: what customers are worth before a target and with it. */
export const lifetime = (builder: Builder) =>
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
    }),
  });
