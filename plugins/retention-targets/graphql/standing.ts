import { alsoPast, type Builder, type HoldingOutcome, needs } from '#contract';
import { Customer } from '#entities';
import { type Quadrant, RETENTION } from '../document/document.ts';
import type { StageData } from '../document/kind.ts';
import { within } from '../document/places.ts';
import { phases, quadrants } from './names.ts';

/** A part of where a customer stands. */
interface Part {
  readonly customer: object;
  readonly outcome: HoldingOutcome;
  /** The key in the document. */
  readonly key: string;
}

/** `Customer.lifecycleStages`, `churnSignals` and `quadrants`: one for each rule set that says so. */
export function standing(builder: Builder): void {
  const PhaseRef = builder.enumType('LifecyclePhase', {
    description: 'Where customers are in their life with the account.',
    values: phases,
  });
  const QuadrantName = builder.enumType('RetentionQuadrantName', {
    description: 'Satisfied or not, staying or not: happy stayers, hostages, happy leavers and defectors.',
    values: quadrants,
  });
  const part = (name: string, description: string) =>
    builder.objectRef<Part>(name).implement({
      extensions: needs('customers:read'),
      description,
      fields: (t) => ({
        key: t.exposeString('key', { description: 'Its key in the rule set.' }),
        title: t.string({ description: 'Its title.', resolve: ({ outcome }) => outcome.title }),
        ruleSetKey: t.string({
          description: 'Key of the rule set that says so.',
          resolve: ({ outcome }) => outcome.ruleSet,
        }),
        since: t.field({ type: 'DateTime', description: 'Since when.', resolve: ({ outcome }) => outcome.since }),
        why: t.field({
          extensions: needs('rules:read'),
          type: ['JSON'],
          description: 'The rules that decided: { rule, holds, tree }, the tree with the value seen at each condition.',
          resolve: async ({ customer, outcome }, _args, context) => [
            ...((await context.reason(customer, outcome))?.why ?? []),
          ],
        }),
      }),
    });
  const Stage = part('LifecycleStage', 'A stage of life in which a customer is.');
  builder.objectField(Stage, 'phase', (t) =>
    t.field({
      type: PhaseRef,
      description: 'What the stage is in the words of the field.',
      resolve: ({ outcome }) => (outcome.data as StageData).phase,
    }),
  );
  const Signal = part('ChurnSignal', 'A sign that a customer may leave.');
  const QuadrantRef = part('RetentionQuadrant', 'The satisfaction of a customer against its retention.');
  builder.objectField(QuadrantRef, 'name', (t) =>
    t.field({
      type: QuadrantName,
      description: 'Which of the four.',
      resolve: ({ key }) => key as Quadrant,
    }),
  );
  const parts = (which: 'stage' | 'signal' | 'quadrant') => (customer: object, outcomes: readonly HoldingOutcome[]) =>
    outcomes.flatMap((outcome): Part[] => {
      const key = outcome.kind === RETENTION ? within(which, outcome.key) : undefined;
      return key === undefined ? [] : [{ customer, outcome, key }];
    });
  builder.objectFields(Customer, (t) => ({
    lifecycleStages: t.field({
      extensions: alsoPast,
      type: [Stage],
      description: 'The stage of life of the customer, by each rule set that says so.',
      resolve: (customer, _args, context) => parts('stage')(customer, context.outcomes(customer)),
    }),
    churnSignals: t.field({
      extensions: alsoPast,
      type: [Signal],
      description: 'The signs there are that the customer may leave.',
      resolve: (customer, _args, context) => parts('signal')(customer, context.outcomes(customer)),
    }),
    quadrants: t.field({
      extensions: alsoPast,
      type: [QuadrantRef],
      description: 'The satisfaction of the customer against its retention, by each rule set that can say so.',
      resolve: (customer, _args, context) => parts('quadrant')(customer, context.outcomes(customer)),
    }),
  }));
}
