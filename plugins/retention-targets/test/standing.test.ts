import fc from 'fast-check';
import { expect, it } from 'vitest';
import { drainSequencer } from '../../../src/feed/sequencer.ts';
import { sweepAll } from '../../../src/pipeline/sweep.ts';
import { testApp } from '../../../test/support/app.ts';
import { happen, publish } from '../../../test/support/story.ts';
import { publishSurvey, surveyOf } from '../../../test/support/surveys.ts';
import { changeRetention, decideRetention } from '../document/decide.ts';
import { example } from '../document/example.ts';
import { placesOf, rulesOf } from '../document/places.ts';

const DAY = 86_400_000;
const RULES = rulesOf(example).length;
const { aspect } = placesOf(example);
const [SATISFIED, DISSATISFIED, LEAVING] = [aspect('satisfied'), aspect('dissatisfied'), aspect('leaving')];
const days = { calendarDay: (at: number) => Math.floor(at / DAY), startOfDay: (day: number) => day * DAY };
const decide = (holds: readonly boolean[], before: readonly string[] = [], document = example) =>
  decideRetention({
    ...{ document, holds: Uint8Array.from(holds, Number), now: 0, decidedAt: 0, days },
    before: before.map((key) => ({ key, since: 0 })),
  });

it('a customer is in exactly one stage and in one quadrant at most, and is moved by nothing but what changes', () => {
  const stages = example.stages.map(({ key }) => `stage.${key}`);
  const rules = fc.array(fc.boolean(), { minLength: RULES, maxLength: RULES });
  fc.assert(
    fc.property(rules, fc.constantFrom(undefined, ...stages), (holds, was) => {
      const after = decide(holds, was === undefined ? [] : [was]);
      expect(after.filter(({ key }) => key.startsWith('stage.'))).toHaveLength(1);
      expect(after.filter(({ key }) => key.startsWith('quadrant.')).length).toBe(
        holds[SATISFIED] || holds[DISSATISFIED] ? 1 : 0,
      );
      const again = decide(
        holds,
        after.map(({ key }) => key),
      );
      expect(again).toEqual(after);
      const held = after.map(({ key }) => ({ key, since: 0 }));
      expect(changeRetention(held, again)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

it('who buys again was won back, whether it was lapsed or churned, though conditions of later stages hold as well', () => {
  const stageOf = (was: string, ...on: number[]) =>
    decide(
      Array.from({ length: RULES }, (_, i) => on.includes(i)),
      [`stage.${was}`],
    )[0]?.key;
  // of who bought a second time today the example holds: won back, active, at risk and lapsed
  expect(stageOf('churned', 0, 2, 3, 4)).toBe('stage.won-back');
  expect(stageOf('lapsed', 0, 2, 3, 4)).toBe('stage.won-back');
  expect(stageOf('at-risk', 0, 2, 3, 4)).toBe('stage.active');
  expect(stageOf('lapsed', 4)).toBe('stage.lapsed');
});

const quadrantOf = (...on: number[]) =>
  decide(Array.from({ length: RULES }, (_, i) => on.includes(i)))
    .map(({ key }) => key)
    .find((key) => key.startsWith('quadrant.'));

it('satisfied or not, leaving or not: four quadrants, and none of whom nobody knows', () => {
  expect(quadrantOf(SATISFIED)).toBe('quadrant.happy-stayer');
  expect(quadrantOf(SATISFIED, LEAVING)).toBe('quadrant.happy-leaver');
  expect(quadrantOf(DISSATISFIED)).toBe('quadrant.hostage');
  expect(quadrantOf(DISSATISFIED, LEAVING)).toBe('quadrant.defector');
  expect(quadrantOf(SATISFIED, DISSATISFIED)).toBe('quadrant.hostage');
  expect(quadrantOf(LEAVING)).toBeUndefined();
});

it('a move is told by the half that moved: satisfaction, or leaving', () => {
  const ruleOf = (from: string, ...on: number[]) => {
    const after = decide(Array.from({ length: RULES }, (_, i) => on.includes(i)));
    const before = [{ key: `quadrant.${from}`, since: 0 }];
    return changeRetention(before, after).find(({ type }) => type === 'quadrant.changed')?.rule;
  };
  expect(ruleOf('happy-stayer', SATISFIED, LEAVING)).toBe(LEAVING);
  expect(ruleOf('defector', DISSATISFIED)).toBe(LEAVING);
  expect(ruleOf('hostage', SATISFIED)).toBe(SATISFIED);
  expect(ruleOf('happy-leaver', DISSATISFIED, LEAVING)).toBe(DISSATISFIED);
});

const START = Date.UTC(2026, 0, 1);
let now = START;
const { app, data } = await testApp({ clock: () => now });
await publishSurvey(app.database, 'visit', surveyOf('recommend'));
await publish(app, 'life', 'retention-targets', example);

it('customers go through their life on time, with no new activity, and come back by one', async () => {
  const buy = (who: string, n: number) =>
    happen(app, [{ who, kind: 'purchase', at: now - n, payload: { amount: 1000, currency: 'EUR' } }]);
  const say = (who: string, score: number) =>
    happen(app, [{ who, kind: 'surveyAnswer', at: now, payload: { survey: 'visit', question: 'recommend', score } }]);
  const standing = async () => {
    const { customer } = await data<{ customer: Record<string, { key: string; phase?: string; name?: string }[]> }>(
      `{ customer(by: { externalId: "ada" }) { lifecycleStages { key phase since ruleSetKey why } quadrants { name why }
         churnSignals { key } } }`,
    );
    return [customer.lifecycleStages?.[0]?.phase, customer.quadrants?.[0]?.name].join(' ');
  };
  await buy('ada', 3);
  expect(await standing()).toBe('ONBOARDING ');
  await buy('ada', 0);
  await say('ada', 9);
  expect(await standing()).toBe('ACTIVE HAPPY_STAYER');
  now += DAY;
  await say('ada', 2);
  expect(await standing()).toBe('ACTIVE HOSTAGE');
  const { upcomingChanges } = await data<{ upcomingChanges: { nodes: { at: string; to: string; type: string }[] } }>(
    `query ($until: DateTime!) { upcomingChanges(of: { customer: { externalId: "ada" } }, until: $until) { nodes { at to type } } }`,
    { until: new Date(START + 400 * DAY).toISOString() },
  );
  const announced = upcomingChanges.nodes.map(({ at, to }) => `${(Date.parse(at) - START) / DAY} ${to}`);
  for (const [day, expected] of [
    [90, 'AT_RISK DEFECTOR'],
    [180, 'LAPSED DEFECTOR'],
    [365, 'CHURNED DEFECTOR'],
  ] as const) {
    now = START + day * DAY;
    await sweepAll(app.road, now);
    expect(await standing()).toBe(expected);
    expect(announced).toContain(`${day} ${expected.split(' ')[0]?.toLowerCase().replace('_', '-')}`);
  }
  await buy('ada', 0);
  expect(await standing()).toBe('WON_BACK HOSTAGE');
  await drainSequencer(app.database);
  const { changes } = await data<{ changes: { nodes: { type: string; fromStage?: string; toStage?: string }[] } }>(
    `{ changes(first: 50) { nodes { type ... on StageChanged { fromStage toStage }
       ... on QuadrantChanged { fromQuadrant toQuadrant } } } }`,
  );
  expect(changes.nodes.flatMap(({ toStage }) => toStage ?? [])).toEqual([
    ...['onboarding', 'active', 'at-risk', 'lapsed', 'churned', 'won-back'],
  ]);
});

it('the example shows each sign of leaving that there is, and nothing in it is warned of', async () => {
  const ago = (days: number): number => now - days * DAY;
  const buy = { kind: 'purchase', payload: { amount: 1000, currency: 'EUR' } };
  const call = { kind: 'interaction', payload: { channel: 'call', type: 'conversation' } };
  const plan = { plan: 'p', value: 900, currency: 'EUR', period: 'month' };
  await happen(app, [
    ...[300, 250, 200, 150].map((days) => ({ who: 'slowing', at: ago(days), ...buy })),
    ...[300, 250, 200, 150].map((days) => ({ who: 'quiet', at: ago(days), ...call })),
    ...[300, 250, 200, 80].map((days) => ({ who: 'steady', at: ago(days), ...call })),
    { who: 'complaint', kind: 'complaintOpened', at: ago(1), payload: { complaint: 'c' } },
    {
      who: 'bad-service',
      kind: 'rating',
      at: ago(1),
      payload: { score: 2, scaleMin: 1, scaleMax: 5, subject: 'repair' },
    },
    { who: 'renewal', kind: 'planStarted', at: ago(5), payload: plan },
    { who: 'steady', kind: 'planStarted', at: ago(5), payload: { ...plan, period: 'year' } },
  ]);
  const shown = async (who: string): Promise<string[]> => {
    const { customer } = await data<{ customer: { churnSignals: { key: string }[] } }>(
      `query ($who: String) { customer(by: { externalId: $who }) { churnSignals { key } } }`,
      { who },
    );
    return customer.churnSignals.map(({ key }) => key);
  };
  for (const { key } of example.signals ?? []) expect(await shown(key)).toEqual([key]);
  expect(await shown('steady')).toEqual([]);
  const { checkRuleSet } = await data<{ checkRuleSet: object[] }>(
    `query ($source: String!) { checkRuleSet(kind: "retention-targets", source: $source) { pointer code } }`,
    { source: JSON.stringify(example) },
  );
  expect(checkRuleSet).toEqual([]);
});
