import { defineKind } from '#contract';
import { checkProgramme } from './check.ts';
import { conditionsOf, MEMBER, PROGRAMMES, type Programme } from './document.ts';
import { programmeSchema } from './schema.ts';
import { chinese, programmeWords } from './words.ts';

/** What is known of a programme where only its outcomes are: all but conditions. */
export type ProgrammeData = Pick<Programme, 'period' | 'expiry' | 'transfers' | 'worth'> & {
  readonly rewards: readonly Omit<NonNullable<Programme['rewards']>[number], 'when'>[];
};

/** A points programme; its rules are the conditions on who takes part, earns, and may redeem. */
export const loyaltyPoints = defineKind<Programme>({
  key: PROGRAMMES,
  title: 'Points programme',
  description: 'Points are earned by activities, kept in lots that expire, and spent on rewards.',
  translations: { zh: chinese },
  document: programmeSchema,
  example: {
    title: 'Stars',
    members: { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 1 }] },
    pendingDays: 14,
    expiry: { kind: 'lifetime', months: 12 },
    period: { kind: 'calendarYear' },
    earn: [
      {
        key: 'purchases',
        title: 'purchases',
        on: 'purchase',
        points: { field: 'amount', every: 100, give: 1 },
        credits: { field: 'amount', every: 100, give: 1 },
        bonus: [
          { when: { all: [{ fact: 'ordersLast90Days', operator: 'greaterThanInclusive', value: 5 }] }, times: 1.5 },
        ],
      },
    ],
    rewards: [{ key: 'five-off', title: '5 off', kind: 'discount', points: 500 }],
    transfers: true,
    worth: { value: 1, redeemedShare: 0.8 },
  },
  check: checkProgramme,
  rules: conditionsOf,
  outcomes: ({ title, period, expiry, transfers, worth, rewards = [] }) => [
    {
      key: MEMBER,
      title,
      data: {
        ...(period && { period }),
        ...(expiry && { expiry }),
        ...(transfers && { transfers }),
        ...(worth && { worth }),
        rewards: rewards.map(({ when: _, ...reward }) => reward),
      } satisfies ProgrammeData,
    },
  ],
  words: programmeWords,
  stateless: true,
  decide: ({ holds }) => (holds[0] === 1 ? [{ key: MEMBER, rule: 0 }] : []),
  changes: () => [],
  provides: ({ title }, ruleSetKey) => [
    {
      name: `pointsMember.${ruleSetKey}`,
      title: `Takes part in ${title}`,
      translations: { zh: { title: `参加${title}` } },
      type: 'boolean',
      value: (outcomes) => outcomes.length > 0,
    },
  ],
});
