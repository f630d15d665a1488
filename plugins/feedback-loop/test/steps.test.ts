import { afterEach, expect, it } from 'vitest';
import type { ActivityDraft } from '#contract';
import { customerIdOf } from '../../../src/activities/identify.ts';
import { failPoints } from '../../../src/db/fail-point.ts';
import { publish, testRoad } from '../../../test/support/road.ts';

const NOON = Date.UTC(2026, 5, 1, 12);
const { road, database } = await testRoad();
const follow = { openCase: { priority: 'high' as const } };
const upon = { activity: 'complaintOpened' };
await publish(road, 'voices', 'feedback-loop', { rules: [{ key: 'complaint', title: 'Complaint', upon, follow }] });
afterEach(() => {
  failPoints.reached = undefined;
});

const done = (who: string, kind: string, payload: object, key: string, occurredAt = NOON): ActivityDraft => ({
  ...{ customer: { externalId: who }, kind, key, source: 'test', occurredAt },
  payload: { ...payload },
});
const record = async (...activities: ActivityDraft[]): Promise<string[]> =>
  (await road.settle({ activities, now: NOON })).results.map((one) =>
    one.status === 'rejected' ? (one.issues[0]?.code ?? '') : one.status,
  );
const opened = async (who: string): Promise<string> => {
  await record(done(who, 'complaintOpened', { complaint: 'c' }, 'c'));
  return (await caseOf(who)).id;
};
const caseOf = async (who: string) => {
  const [one] = await database.query<{ id: string; state: string; owner: string | null; theme: string | null }>(
    '',
    'select id, state, owner, theme from feedback_loop_case where customer_id = $1',
    [customerIdOf(who)],
  );
  return one as NonNullable<typeof one>;
};
/** Lets something happen while another is on its way and has not come to the locks. */
const meanwhile = (...activities: ActivityDraft[]): void => {
  failPoints.reached = async (point) => {
    if (point !== 'before-lock') return;
    failPoints.reached = undefined;
    expect(await record(...activities)).toEqual(activities.map(() => 'accepted'));
  };
};
const logged = async (who: string, kind: string): Promise<number> =>
  (await database.query('', 'select 1 from activity where customer_id = $1 and kind = $2', [customerIdOf(who), kind]))
    .length;

it('of two who take the same step at the same time one is refused, and it stands once in the log', async () => {
  const one = { case: await opened('ada') };
  meanwhile(done('ada', 'caseTold', one, 'first'));
  expect(await record(done('ada', 'caseTold', one, 'second'))).toEqual(['CASE_CLOSED']);
  expect(await logged('ada', 'caseTold')).toBe(1);
  // what was recorded stays a repeat
  expect(await record(done('ada', 'caseTold', one, 'first'))).toEqual(['duplicate']);
});

it('steps that come together are taken in the order of time, and those that lead nowhere are refused', async () => {
  const one = { case: await opened('bea') };
  const results = await record(
    done('bea', 'caseActed', one, 'acted', NOON - 1),
    done('bea', 'caseAnalysed', one, 'analysed', NOON - 2),
    done('bea', 'caseAnalysed', one, 'analysed-again', NOON - 1),
    done('bea', 'caseTold', one, 'told', NOON),
    done('bea', 'caseAssigned', { ...one, owner: 'support' }, 'assigned', NOON),
  );
  expect(results).toEqual(['accepted', 'accepted', 'CASE_FURTHER', 'accepted', 'CASE_CLOSED']);
  expect(await caseOf('bea')).toMatchObject({ state: 'told', owner: null });
});

it('who takes a case from somebody is refused when another one has it by now', async () => {
  const one = { case: await opened('cem') };
  const take = (owner: string, key: string, insteadOf?: string) =>
    done('cem', 'caseAssigned', { ...one, owner, ...(insteadOf !== undefined && { insteadOf }) }, key);
  expect(await record(take('support', '1'))).toEqual(['accepted']);
  meanwhile(take('kim', '2', 'support'));
  expect(await record(take('lee', '3', 'support'))).toEqual(['CASE_TAKEN']);
  expect(await caseOf('cem')).toMatchObject({ owner: 'kim' });
  expect(await record(take('lee', '3', 'kim'), take('max', '5', 'kim'))).toEqual(['accepted', 'CASE_TAKEN']);
  // who does not say from whom takes it from anybody
  expect(await record(take('ann', '6'))).toEqual(['accepted']);
});

it('a theme is named with what was done as well, for a case that nobody analysed', async () => {
  const one = { case: await opened('dov') };
  expect(await record(done('dov', 'caseActed', { ...one, theme: 'late' }, '1'))).toEqual(['accepted']);
  expect(await caseOf('dov')).toMatchObject({ state: 'acted', theme: 'late' });
});
