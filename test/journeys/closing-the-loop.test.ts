import { expect, it } from 'vitest';
import { example as loop } from '../../plugins/feedback-loop/document/example.ts';
import { example as retention } from '../../plugins/retention-targets/document/example.ts';
import { drainSequencer } from '../../src/feed/sequencer.ts';
import { sweepAll } from '../../src/pipeline/sweep.ts';
import { planAllAsks } from '../../src/surveys/plan-asks.ts';
import { testApp } from '../support/app.ts';
import { publish } from '../support/story.ts';
import { OPEN, publishSurvey, document as survey, usePolicy } from '../surveys/setting.ts';

const HOUR = 3_600_000;
/** A Monday, before work begins. */
const MONDAY = Date.UTC(2026, 5, 1, 8);

interface Told {
  type: string;
  key?: string;
  [field: string]: unknown;
}

it('an order is rated 2, somebody looks after it, the customer is told, asked again, says 9, and is a happy stayer', async () => {
  let now = MONDAY;
  const { app, data } = await testApp({ clock: () => now, publicUrl: 'http://retinue.example' });
  const upon = (kind: string) => survey({ ask: { triggers: [{ on: 'activity', kinds: [kind] }] } });
  await usePolicy(app.database, OPEN);
  await publishSurvey(app.database, 'after-order', upon('purchase'));
  await publishSurvey(app.database, 'after-case', upon('caseTold'));
  await publish(app, 'life', 'retention-targets', retention);
  await publish(app, 'voices', 'feedback-loop', {
    ...loop,
    rules: [
      {
        ...{ key: 'detractor', title: 'Detractor', follow: { openCase: { priority: 'high', owner: 'support' } } },
        upon: {
          activity: 'surveyAnswer',
          fields: [
            { field: 'measure', is: ['nps'] },
            { field: 'score', from: 0, to: 6 },
          ],
        },
      },
      {
        ...{ key: 'promoter', title: 'Promoter', follow: { ask: 'review' } },
        upon: { activity: 'surveyAnswer', fields: [{ field: 'score', from: 9, to: 10 }] },
      },
    ],
  });
  let after: string | null = null;
  /** What the feed told since it was last asked. */
  const told = async (): Promise<Told[]> => {
    await drainSequencer(app.database);
    const answer: { changes: { nodes: Told[]; pageInfo: { endCursor: string } } } = await data(
      `query ($after: String) { changes(first: 50, after: $after) { nodes { type cause { by }
         ... on CaseOpened { caseId owner dueAt toState } ... on CaseMoved { caseId fromState toState theme }
         ... on CaseEscalated { caseId owner } ... on CaseClosed { caseId fromState toState }
         ... on QuadrantChanged { fromQuadrant toQuadrant } ... on FollowUpAsked { ask channel }
         ... on SurveyInvited { invitation } } pageInfo { endCursor } } }`,
      { after },
    );
    after = answer.changes.pageInfo.endCursor;
    return answer.changes.nodes.map(({ cause: _cause, ...rest }) => rest as Told);
  };
  let keys = 0;
  const record = async (activity: string): Promise<string> => {
    const { recordActivities } = await data<{ recordActivities: { results: { status: string }[] } }>(
      `mutation { recordActivities(input: { activities: [{ customer: { externalId: "ada" }, key: "k${keys++}",
         activity: { ${activity} } }] }) { ... on RecordActivitiesSuccess { results { status issues { code message } } } } }`,
    );
    return JSON.stringify(recordActivities.results[0]);
  };
  const answer = (key: string, invitation: string, score: number) =>
    record(
      `surveyAnswer: { survey: "${key}", question: "recommend", score: ${score}, invitation: "${invitation}", complete: true }`,
    );
  const invited = async (): Promise<string> => {
    await planAllAsks(app.road, now);
    const [one] = (await told()).filter(({ type }) => type === 'SURVEY_INVITED');
    return one?.invitation as string;
  };
  const customer = async () =>
    (
      await data<{ customer: { quadrants: { name: string; why: unknown[] }[]; openCases: { state: string }[] } }>(
        '{ customer(by: { externalId: "ada" }) { quadrants { name why } openCases { state owner isLate voices } } }',
      )
    ).customer;

  await record('purchase: { amount: { amountMinor: 1200, currencyCode: "EUR" } }');
  await answer('after-order', await invited(), 2);
  const [opened, quadrant] = [await told()].map((changes) => [
    changes.find(({ type }) => type === 'CASE_OPENED'),
    changes.find(({ type }) => type === 'QUADRANT_CHANGED'),
  ])[0] as [Told, Told];
  expect(quadrant).toMatchObject({ fromQuadrant: null, toQuadrant: 'hostage' });
  // eight working hours from Monday at eight, when nobody works yet
  expect(opened).toMatchObject({ owner: 'support', toState: 'collected', dueAt: '2026-06-01T17:00:00.000Z' });
  const { caseId } = opened as unknown as { caseId: string };
  const hostage = await customer();
  expect(hostage).toMatchObject({ quadrants: [{ name: 'HOSTAGE' }], openCases: [{ state: 'COLLECTED', voices: 1 }] });
  expect(JSON.stringify(hostage.quadrants[0]?.why)).toContain('"actual":2');

  // nobody looks at it in time: time alone escalates it, as the agenda said
  const { upcomingChanges } = await data<{ upcomingChanges: { nodes: { at: string; type: string }[] } }>(
    `{ upcomingChanges(of: { customer: { externalId: "ada" } }, until: "2026-06-05T00:00:00Z") { nodes { at type } } }`,
  );
  expect(upcomingChanges.nodes).toContainEqual({ at: '2026-06-01T17:00:00.000Z', type: 'case.escalated' });
  now = MONDAY + 9 * HOUR;
  await sweepAll(app.road, now);
  expect(await told()).toEqual([{ type: 'CASE_ESCALATED', caseId, owner: 'support-lead' }]);

  now += HOUR;
  expect(await record(`caseActed: { case: "00000000-0000-4000-8000-000000000000" }`)).toContain('UNKNOWN_CASE');
  await record(`caseAnalysed: { case: "${caseId}", theme: "late-delivery", note: "The driver was ill." }`);
  await record(`caseActed: { case: "${caseId}" }`);
  expect(await record(`caseAnalysed: { case: "${caseId}" }`)).toContain('CASE_FURTHER');
  expect(await told()).toMatchObject([
    { type: 'CASE_MOVED', fromState: 'collected', toState: 'analysed', theme: 'late-delivery' },
    { type: 'CASE_MOVED', fromState: 'analysed', toState: 'acted' },
  ]);
  // exactly those who raised it are to be told
  const { feedbackCases } = await data<{ feedbackCases: { nodes: object[] } }>(
    '{ feedbackCases(theme: "late-delivery", states: [ACTED]) { nodes { id owner customer { externalId } } } }',
  );
  expect(feedbackCases.nodes).toEqual([{ id: caseId, owner: 'support-lead', customer: { externalId: 'ada' } }]);
  await record(`caseTold: { case: "${caseId}", note: "We changed the carrier." }`);
  expect(await record(`caseTold: { case: "${caseId}" }`)).toContain('CASE_CLOSED');
  expect((await told()).map(({ type, toState }) => [type, toState])).toEqual([['CASE_CLOSED', 'told']]);

  now += HOUR;
  await answer('after-case', await invited(), 9);
  const changes = await told();
  expect(changes).toContainEqual({ type: 'QUADRANT_CHANGED', fromQuadrant: 'hostage', toQuadrant: 'happy-stayer' });
  expect(changes).toContainEqual({ type: 'FOLLOW_UP_ASKED', ask: 'review', channel: 'email' });
  const happy = await customer();
  expect(happy).toMatchObject({ quadrants: [{ name: 'HAPPY_STAYER' }], openCases: [] });
  expect(JSON.stringify(happy.quadrants[0]?.why)).toContain('"actual":9');

  const { feedbackFigures } = await data<{ feedbackFigures: object }>(
    `{ feedbackFigures(from: "2026-06-01T00:00:00Z", until: "2026-07-01T00:00:00Z") { opened closed { count of share low }
         medianHoursToClose recovered { count of } scoreChange } }`,
  );
  expect(feedbackFigures).toMatchObject({
    ...{ opened: 1, medianHoursToClose: 10, scoreChange: 70 },
    closed: { count: 1, of: 1, share: 1, low: expect.closeTo(0.2065, 4) },
    recovered: { count: 1, of: 1 },
  });
});
