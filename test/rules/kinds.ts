/** A kind of rule set made up for the tests: campaigns, each for the customers whom its rule describes. */

import type { Condition } from '../../src/contract/condition.ts';
import { Conditions, defineKind } from '../../src/contract/kind.ts';

export interface Campaigns {
  readonly rules: readonly { readonly name: string; readonly channel?: string; readonly when: Condition }[];
  readonly budget?: number;
}

export const campaigns = defineKind<Campaigns>({
  key: 'campaigns',
  title: 'Campaigns',
  description: 'Whom to write to.',
  document: {
    type: 'object',
    required: ['rules'],
    additionalProperties: false,
    properties: {
      rules: { type: 'array', items: { $ref: '#/$defs/campaign' } },
      budget: { type: 'number', minimum: 0, maximum: 1_000_000 },
      start: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$', examples: ['2026-01-31'] },
      limit: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
      reward: {
        oneOf: [
          {
            type: 'object',
            required: ['kind', 'points'],
            properties: { kind: { const: 'points' }, points: { type: 'integer' } },
          },
          {
            type: 'object',
            required: ['kind', 'code'],
            properties: { kind: { const: 'code' }, code: { type: 'string' } },
          },
        ],
      },
    },
    $defs: {
      campaign: {
        type: 'object',
        required: ['name', 'when'],
        additionalProperties: false,
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 110 },
          channel: { enum: ['email', 'letter'] },
          when: Conditions,
        },
      },
    },
  },
  example: { rules: [{ name: 'big', when: { fact: 'spendLast90Days', operator: 'greaterThan', value: 100 } }] },
  check: (document) =>
    (document.budget ?? 1) === 0
      ? [
          {
            pointer: '/budget',
            code: 'NO_BUDGET',
            message: 'Without a budget nobody is written to.',
            severity: 'warning',
          },
        ]
      : [],
  rules: (document) => document.rules.map(({ name, when }, index) => ({ name, when, pointer: `/rules/${index}/when` })),
  outcomes: (document) => document.rules.map(({ name }) => ({ key: name, title: name })),
  decide: () => [],
  changes: () => [],
});
