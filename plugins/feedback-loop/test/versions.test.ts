import { expect, it } from 'vitest';
import { operator } from '../../../src/access/viewer.ts';
import { customerIdOf } from '../../../src/activities/identify.ts';
import { NO_APPROVALS } from '../../../src/authoring/approvals.ts';
import { publishVersions } from '../../../src/authoring/publish.ts';
import { saveRuleSet } from '../../../src/authoring/save-rule-set.ts';
import { publish, testRoad } from '../../../test/support/road.ts';
import type { LoopDocument, LoopRule } from '../document/document.ts';

const NOON = Date.UTC(2026, 5, 1, 12);
const { road, database } = await testRoad();
const PEOPLE = Array.from({ length: 60 }, (_, i) => `p${i}`);
await publish(road, 'buyers', 'segments', {
  segments: [
    {
      ...{ key: 'buyer', title: 'Buyer' },
      when: { all: [{ fact: 'ordersEver', operator: 'greaterThanInclusive', value: 1 }] },
    },
  ],
});
const rule = (key: string, changes: Partial<LoopRule> = {}): LoopDocument => ({
  rules: [
    { ...{ key, title: key, upon: { activity: 'purchase' } }, follow: { openCase: { priority: 'low' } }, ...changes },
  ],
});
const buy = (key: string, who: readonly string[]) =>
  road.settle({
    activities: who.map((one) => ({
      ...{ customer: { externalId: one }, key, source: 'test', kind: 'purchase', occurredAt: NOON },
      payload: { amount: 100, currency: 'EUR' },
    })),
    now: NOON,
  });
const rollOut = async (key: string, document: object, rollout: object): Promise<void> => {
  const source = JSON.stringify(document);
  const { number } = await saveRuleSet(road, operator, { key, kind: 'feedback-loop', title: key, source });
  const terms = { percent: null, segment: null, upgradesOnly: false, until: null, guards: [], ...rollout };
  await publishVersions({ road, approvals: NO_APPROVALS }, operator, { versions: [{ key, number, rollout: terms }] });
};
const rules = async (ruleSet: string, who: string): Promise<string[]> =>
  (
    await database.query<{ rule: string }>(
      '',
      'select rule from feedback_loop_case where rule_set = $1 and customer_id = $2 order by 1',
      [ruleSet, customerIdOf(who)],
    )
  ).map((row) => row.rule);

it('conditions are those that hold once the activity is counted, segments included', async () => {
  const buyers = { all: [{ fact: 'segment.buyer', operator: 'equal', value: true }] };
  await publish(road, 'new', 'feedback-loop', rule('first', { when: buyers }));
  await buy('1', ['ada']);
  expect(await rules('new', 'ada')).toEqual(['first']);
});

it('while a version is rolled out each customer is heard by the version that holds for them', async () => {
  await publish(road, 'voices', 'feedback-loop', rule('old'));
  await rollOut('voices', rule('new'), { percent: 40 });
  await buy('2', PEOPLE);
  const heard = await Promise.all(PEOPLE.map(async (who) => (await rules('voices', who)).join(' ')));
  expect(new Set(heard)).toEqual(new Set(['old', 'new']));
  const share = heard.filter((one) => one === 'new').length / PEOPLE.length;
  expect([share > 0.15, share < 0.65]).toEqual([true, true]);
});

it('a version for the members of a segment is for them alone, and for who has just become one', async () => {
  await rollOut('members', rule('member'), { segment: 'buyer' });
  const hello = { customer: { externalId: 'eve' }, key: 'h', source: 'test', kind: 'interaction', occurredAt: NOON };
  await rollOut('greeted', rule('member', { upon: { activity: 'interaction' } }), { segment: 'buyer' });
  await road.settle({ activities: [{ ...hello, payload: { channel: 'web', type: 'login' } }], now: NOON });
  expect(await rules('greeted', 'eve')).toEqual([]);
  await buy('3', ['eve']);
  expect(await rules('members', 'eve')).toEqual(['member']);
  await road.settle({ activities: [{ ...hello, key: 'h2', payload: { channel: 'web', type: 'login' } }], now: NOON });
  expect(await rules('greeted', 'eve')).toEqual(['member']);
});
