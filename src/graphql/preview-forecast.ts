import type { Builder } from '../contract/graphql.ts';
import { inherited } from '../contract/scope.ts';
import type { ForecastResult } from '../preview/result.ts';
import type { ChangeTypes } from './changes.ts';

/** What follows from a publication beside what its rules say. */
export function previewForecast(builder: Builder, { Type }: ChangeTypes) {
  const Withheld = builder.objectRef<readonly [reason: string, customers: number]>('PreviewWithheld').implement({
    extensions: inherited,
    description: 'Customers to whom something would not be done although its outcome begins.',
    fields: (t) => ({
      reason: t.string({ description: 'Why, as a stable code.', resolve: ([reason]) => reason }),
      customers: t.field({ type: 'Long', description: 'How many.', resolve: ([, customers]) => customers }),
    }),
  });
  return builder.objectRef<ForecastResult>('PreviewForecast').implement({
    extensions: inherited,
    description: 'A change that would be told at once of customers for whom an outcome begins.',
    fields: (t) => ({
      ruleSetKey: t.exposeString('ruleSet', { description: 'Key of the rule set whose outcomes begin.' }),
      type: t.field({ type: Type, description: 'Type of the change.', resolve: ({ type }) => type as never }),
      key: t.exposeString('key', { description: 'What it is about, such as the key of an offer.' }),
      customers: t.expose('customers', { type: 'Long', description: 'Of how many customers it would be told.' }),
      withheld: t.field({
        type: [Withheld],
        description: 'Of how many not, by reason, the most frequent first.',
        resolve: ({ withheld }) => Object.entries(withheld).sort(([, a], [, b]) => b - a),
      }),
    }),
  });
}
