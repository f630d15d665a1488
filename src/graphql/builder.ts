import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import type { Builder, BuilderTypes } from '../contract/graphql.ts';
import { relayOptions } from './relay-options.ts';

/** The schema builder, made by a function: an app can be built many times in one process. */
export const createBuilder = (): Builder =>
  new SchemaBuilder<BuilderTypes>({
    plugins: [ErrorsPlugin, ComplexityPlugin, RelayPlugin, DataloaderPlugin],
    defaultFieldNullability: false,
    errors: { defaultTypes: [], directResult: false },
    relay: relayOptions,
    complexity: {
      defaultComplexity: 1,
      // 1: a connection would otherwise multiply twice, by its own size and by its `edges`
      defaultListMultiplier: 1,
      // counted and limited before anything is resolved: see cost.ts and admit.ts
      disabled: true,
    },
  });

export const PAGE = { defaultSize: 20, maxSize: 100 } as const;

/** Cost of a connection: each of its items costs what is selected of it. */
export const pageComplexity = (args: { first?: number | null; last?: number | null }) => ({
  field: 1,
  multiplier: args.first ?? args.last ?? PAGE.defaultSize,
});

/** Cost of writing a list: ten points for each of its items; what is selected of the answer counts once for ten. */
export const batchComplexity = (items: readonly unknown[]) => ({
  field: 10 * items.length,
  multiplier: Math.ceil(items.length / 10),
});

/** Cost of a deed that is written down for ever, or looks up an address. */
export const DEED = 200;

/** Cost of a message that is sent to somebody else because it was asked for. */
export const SEND = 2000;
