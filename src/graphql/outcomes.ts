import type { Cause } from '../contract/change.ts';
import type { Builder, GraphContext } from '../contract/graphql.ts';
import { needs } from '../contract/scope.ts';
import type { CustomerRow, RowOutcome } from './customer-row.ts';
import { reasonOf as readReason } from './outcome-reason.ts';

/** An outcome together with the customer for whom it holds. */
export interface HeldBy {
  readonly customer: CustomerRow;
  readonly outcome: RowOutcome;
}

declare module '../contract/graphql.ts' {
  interface GraphObjects {
    Outcome: HeldBy;
    ChangeCause: Cause;
  }
}

/** Why it holds: read when it is asked for, once for the whole answer. */
export const reasonOf = (context: GraphContext, { customer, outcome }: HeldBy) =>
  readReason(context, customer, outcome);

/** What holds for a customer by rule sets of any kind. */
export function outcomes(builder: Builder): void {
  builder.objectType('Outcome', {
    extensions: needs('customers:read'),
    description: 'What a rule set says holds for a customer now. Kinds of rule sets also add fields of their own.',
    fields: (t) => ({
      kind: t.string({ description: 'Kind of the rule set.', resolve: ({ outcome }) => outcome.kind }),
      ruleSetKey: t.string({ description: 'Key of the rule set.', resolve: ({ outcome }) => outcome.ruleSet }),
      key: t.string({ description: 'Key of the outcome.', resolve: ({ outcome }) => outcome.key }),
      title: t.string({ description: 'Title of the outcome.', resolve: ({ outcome }) => outcome.title }),
      since: t.field({
        type: 'DateTime',
        description: 'Since when it holds.',
        resolve: ({ outcome }) => outcome.since,
      }),
      cause: t.field({
        type: 'ChangeCause',
        nullable: true,
        description: 'What made it begin.',
        resolve: async (held, _args, context) => (await reasonOf(context, held))?.cause ?? null,
      }),
      versionNumber: t.int({
        nullable: true,
        description: 'Number of the version that decided.',
        resolve: async (held, _args, context) => (await reasonOf(context, held))?.version ?? null,
      }),
      why: t.field({
        extensions: needs('rules:read'),
        type: ['JSON'],
        description: 'The rules that decided: { rule, holds, tree }, the tree with the value seen at each condition.',
        resolve: async (held, _args, context) => [...((await reasonOf(context, held))?.why ?? [])],
      }),
    }),
  });
}
