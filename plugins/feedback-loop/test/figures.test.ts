import { expect, it } from 'vitest';
import { testApp } from '../../../test/support/app.ts';
import { happen, publish } from '../../../test/support/story.ts';
import { publishSurvey, surveyOf } from '../../../test/support/surveys.ts';
import { checkLoop } from '../document/check.ts';
import { example } from '../document/example.ts';

const HOUR = 3_600_000;
let now = Date.UTC(2026, 5, 3, 10);

it('figures are of the answer that opened the case, although the customer corrects it later', async () => {
  const { app, data } = await testApp({ clock: () => now });
  await publishSurvey(app.database, 'visit', surveyOf('recommend'));
  const upon = { activity: 'surveyAnswer', fields: [{ field: 'score', from: 0, to: 6 }] };
  const follow = { openCase: { priority: 'high' as const } };
  await publish(app, 'voices', 'feedback-loop', { rules: [{ key: 'detractor', title: 'Detractor', upon, follow }] });
  const say = (score: number, response: string) =>
    happen(app, [
      {
        who: 'ada',
        kind: 'surveyAnswer',
        at: now,
        payload: { survey: 'visit', question: 'recommend', score, response },
      },
    ]);
  const figures = async () =>
    (
      await data<{ feedbackFigures: object }>(
        `{ feedbackFigures(from: "2026-06-01T00:00:00Z", until: "2026-07-01T00:00:00Z") {
             opened recovered { count of } scoreChange } }`,
      )
    ).feedbackFigures;
  await say(2, 'r1');
  expect(await figures()).toEqual({ opened: 1, recovered: { count: 0, of: 1 }, scoreChange: null });
  now += HOUR;
  await say(3, 'r1');
  expect(await figures()).toEqual({ opened: 1, recovered: { count: 0, of: 1 }, scoreChange: null });
  now += HOUR;
  const { customer } = await data<{ customer: { openCases: { id: string }[] } }>(
    '{ customer(by: { externalId: "ada" }) { openCases { id } } }',
  );
  await happen(app, [{ who: 'ada', kind: 'caseTold', at: now, payload: { case: customer.openCases[0]?.id } }]);
  now += HOUR;
  await say(9, 'r2');
  expect(await figures()).toEqual({ opened: 1, recovered: { count: 1, of: 1 }, scoreChange: 70 });
});

it('a deadline that comes in no three years of such hours is refused, rather than never there', () => {
  const hours = { days: ['mon' as const], from: 9, until: 10 };
  const problems = (told: number) =>
    checkLoop({ ...example, hours, deadlines: { told } }).map(({ pointer }) => pointer);
  expect(problems(150)).toEqual([]);
  expect(problems(200)).toEqual(['/deadlines/told']);
});
