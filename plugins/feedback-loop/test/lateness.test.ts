import { expect, it } from 'vitest';
import { type Case, step } from '../cases/case.ts';

const late: Case = {
  ...{ customerId: 'ada', id: 'c', ruleSet: 'voices', rule: 'unhappy', activityId: 'a', priority: 'high' },
  ...{ owner: 'support-lead', theme: null, state: 'collected', stateAt: 0, openedAt: 0, voices: 1 },
  ...{ dueAt: 40, escalated: true },
};
const analysed = (dueAt: number | null) =>
  step(late, { kind: 'caseAnalysed', payload: { case: 'c' }, occurredAt: 50 }, () => dueAt)?.after;

it('a case is late once for each deadline: coming further by none of them does not make it late again', () => {
  expect(analysed(40)).toMatchObject({ state: 'analysed', escalated: true });
  expect(analysed(60)).toMatchObject({ state: 'analysed', escalated: false });
  expect(analysed(null)).toMatchObject({ state: 'analysed', escalated: false });
});
