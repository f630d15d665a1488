import { expect, it } from 'vitest';
import { drainSequencer } from '../../../src/feed/sequencer.ts';
import { sweepAll } from '../../../src/pipeline/sweep.ts';
import { testApp } from '../../../test/support/app.ts';
import { recordStatements } from '../../../test/support/database.ts';
import { type Event, happen, publish } from '../../../test/support/story.ts';
import { publishSurvey, surveyOf } from '../../../test/support/surveys.ts';
import { OPEN, usePolicy } from '../../../test/surveys/setting.ts';
import { checkLoop } from '../document/check.ts';
import type { LoopDocument } from '../document/document.ts';
import { example } from '../document/example.ts';

const HOUR = 3_600_000;
/** A Wednesday. */
const START = Date.UTC(2026, 5, 3, 10);
let now = START;
const { app, data } = await testApp({ clock: () => now });
await usePolicy(app.database, { ...OPEN, limits: [{ purpose: 'follow-up', most: 1, days: 30 }] });
await publishSurvey(app.database, 'visit', surveyOf('satisfied', 'recommend'));
await publish(app, 'voices', 'feedback-loop', example);

const rates = (who: string, score: number): Promise<void> => {
  const payload = { survey: 'visit', question: 'satisfied', score };
  return happen(app, [{ who, kind: 'surveyAnswer', at: now, payload }]);
};
const does = (who: string, kind: Event['kind'], payload: Record<string, unknown>) =>
  happen(app, [{ who, kind, at: now, payload }]);
const told = async (who: string): Promise<string[]> => {
  await drainSequencer(app.database);
  const rows = await app.database.query<{ type: string; key: string; to: string | null }>(
    '',
    `select type, h.key, "to" from change h join customer c on c.id = h.customer_id where c.external_id = $1
      order by h.change_seq`,
    [who],
  );
  return rows.map(({ type, key, to }) => [type, key, to].filter(Boolean).join(' '));
};
interface OpenCase {
  id: string;
  voices: number;
  owner: string;
  dueAt: string;
  isLate: boolean;
}
const openCases = async (who: string): Promise<OpenCase[]> =>
  (
    await data<{ customer: { openCases: OpenCase[] } }>(
      `query ($who: String!) { customer(by: { externalId: $who }) { openCases { id voices owner dueAt isLate } } }`,
      { who },
    )
  ).customer.openCases;

it('a rating leads to the first rule that fits: a review, a question, or a case', async () => {
  await rates('five', 5);
  await rates('four', 4);
  await rates('three', 3);
  await does('angry', 'complaintOpened', { complaint: 'c1' });
  expect(await told('five')).toEqual(['follow-up.asked review review']);
  expect(await told('four')).toEqual(['follow-up.asked improve improve']);
  expect(await told('three')).toEqual(['case.opened unhappy collected']);
  expect(await told('angry')).toEqual(['case.opened complaint collected']);
  // with a complaint open nobody is asked for a review
  now += HOUR;
  await rates('angry', 5);
  expect(await told('angry')).toEqual(['case.opened complaint collected']);
});

it('each answer has its own follow-up, within the contact policy, and a refusal is written down', async () => {
  now += HOUR;
  await rates('five', 5);
  expect(await told('five')).toEqual(['follow-up.asked review review']);
  const { customer } = await data<{ customer: object }>(
    `{ customer(by: { externalId: "five" }) { contactRefusals(first: 5) { nodes { purpose reason subject } } } }`,
  );
  expect(customer).toEqual({
    contactRefusals: { nodes: [{ purpose: 'FOLLOW_UP', reason: 'LIMIT_REACHED', subject: 'review' }] },
  });
  now += 31 * 24 * HOUR;
  await rates('five', 5);
  expect(await told('five')).toHaveLength(2);
});

it('from history that is imported nothing follows', async () => {
  const days = (count: number) => now - count * 24 * HOUR;
  const payload = { survey: 'visit', question: 'satisfied', score: 1 };
  await happen(app, [{ who: 'old', kind: 'surveyAnswer', at: days(7) - 1, payload }]);
  expect(await told('old')).toEqual([]);
  await happen(app, [{ who: 'old', kind: 'surveyAnswer', at: days(7), payload }]);
  expect(await told('old')).toContain('case.opened unhappy collected');
});

it('who says so again while somebody looks after it is heard in the same case, and later in another one', async () => {
  await rates('mia', 2);
  now += HOUR;
  await rates('mia', 1);
  const [first, ...others] = await openCases('mia');
  expect([first?.voices, others]).toEqual([2, []]);
  await does('mia', 'caseAssigned', { case: first?.id, owner: 'logistics', by: 'Kim' });
  expect((await openCases('mia'))[0]?.owner).toBe('logistics');
  await does('mia', 'caseTold', { case: first?.id });
  expect(await openCases('mia')).toEqual([]);
  now += HOUR;
  await rates('mia', 3);
  const [second] = await openCases('mia');
  expect(second?.id).not.toBe(first?.id);
  expect((await told('mia')).map((change) => change.split(' ')[0])).toEqual([
    ...['case.opened', 'case.repeated', 'case.assigned', 'case.closed', 'case.opened'],
  ]);
});

it('a case is late once for each state that it has not left in time, and goes to whom the document names', async () => {
  now = Date.UTC(2026, 7, 3, 8);
  await rates('leo', 1);
  const [{ id } = { id: '' }] = await openCases('leo');
  const escalations = async () => (await told('leo')).filter((change) => change.startsWith('case.escalated')).length;
  // eight hours for the first state are over on Monday at five, 24 for the next one on Wednesday
  const at = (day: number, hour: number) => Date.UTC(2026, 7, day, hour);
  for (const [instant, expected] of [
    [at(3, 17) - 1, 0],
    [at(3, 17), 1],
    [at(4, 9), 1],
  ] as const) {
    now = instant;
    await sweepAll(app.road, now);
    expect(await escalations()).toBe(expected);
  }
  expect(await openCases('leo')).toMatchObject([{ owner: 'support-lead', isLate: true }]);
  await does('leo', 'caseAnalysed', { case: id });
  expect(await openCases('leo')).toMatchObject([{ isLate: false, dueAt: new Date(at(5, 17)).toISOString() }]);
  now = at(5, 17);
  await sweepAll(app.road, now);
  expect(await escalations()).toBe(2);
});

it('who is looked at late was late all the same, and nobody closes the case of another customer', async () => {
  now = Date.UTC(2026, 8, 7, 8);
  await rates('kim', 1);
  await rates('pat', 5);
  const [{ id } = { id: '' }] = await openCases('kim');
  await expect(does('pat', 'caseTold', { case: id })).rejects.toThrow('UNKNOWN_CASE');
  // nobody came by at five, when it was due
  now = Date.UTC(2026, 8, 7, 18);
  await does('kim', 'caseActed', { case: id });
  expect((await told('kim')).map((change) => change.split(' ')[0])).toEqual([
    ...['case.opened', 'case.escalated', 'case.moved'],
  ]);
  const { changes } = await data<{ changes: { nodes: { type: string; why: object[] | null }[] } }>(
    '{ changes(last: 10) { nodes { type why } } }',
  );
  const opened = changes.nodes.findLast(({ type }) => type === 'CASE_OPENED');
  expect(opened?.why).toMatchObject([
    { rule: 'unhappy', tree: { all: [{ actual: 'csat' }, { actual: 1 }, { actual: 1, value: 3 }] } },
  ]);
});

it('nothing is a number that nobody knows, and the queue costs one statement whatever its length', async () => {
  const { feedbackFigures } = await data<{ feedbackFigures: object }>(
    `{ feedbackFigures(from: "2020-01-01T00:00:00Z", until: "2021-01-01T00:00:00Z") { opened closed { of }
       medianHoursToClose recovered { of } scoreChange } }`,
  );
  const none = { closed: null, medianHoursToClose: null, recovered: null, scoreChange: null };
  expect(feedbackFigures).toEqual({ opened: 0, ...none });
  const count = async (first: number): Promise<number> => {
    const recorder = recordStatements();
    await data(`query ($first: Int) { feedbackCases(first: $first) { nodes { id customer { openCases { id } } } } }`, {
      first,
    });
    return recorder.stop().length;
  };
  expect(await count(1)).toBe(await count(4));
});

it('pages of the queue are whole: each case once, the oldest first', async () => {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const answer: {
      feedbackCases: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    } = await data(
      `query ($after: String) { feedbackCases(first: 2, after: $after, states: [COLLECTED, ANALYSED, ACTED, TOLD]) {
           nodes { id } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    ids.push(...answer.feedbackCases.nodes.map(({ id }) => id));
    after = answer.feedbackCases.pageInfo.hasNextPage ? answer.feedbackCases.pageInfo.endCursor : null;
  } while (after);
  const all = await app.database.query<{ id: string }>('', 'select id from feedback_loop_case order by opened_at, id');
  expect(ids).toEqual(all.map(({ id }) => id));
});

it('a customer’s cases are told page by page, those that are over as well, in one statement for all customers', async () => {
  const pages = async (who: string, states: string) => {
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const { customer }: { customer: { feedbackCases: { nodes: { id: string }[]; pageInfo: Page } } } = await data(
        `query ($who: String!, $after: String) { customer(by: { externalId: $who }) {
           feedbackCases(first: 1, after: $after, states: ${states}) { nodes { id } pageInfo { hasNextPage endCursor } } } }`,
        { who, after },
      );
      ids.push(...customer.feedbackCases.nodes.map(({ id }) => id));
      after = customer.feedbackCases.pageInfo.hasNextPage ? customer.feedbackCases.pageInfo.endCursor : null;
    } while (after);
    return ids;
  };
  interface Page {
    hasNextPage: boolean;
    endCursor: string;
  }
  const [open] = await openCases('mia');
  const all = await pages('mia', '[COLLECTED, ANALYSED, ACTED, TOLD]');
  expect([all.length, all[0]]).toEqual([2, open?.id]);
  expect(await pages('mia', '[TOLD]')).toEqual([all[1]]);
  const count = async (first: number): Promise<number> => {
    const recorder = recordStatements();
    await data(`query ($first: Int) { customers(first: $first) { nodes { feedbackCases { nodes { id } } } } }`, {
      first,
    });
    return recorder.stop().length;
  };
  expect(await count(1)).toBe(await count(5));
});

const problems = (changes: Partial<LoopDocument>) =>
  checkLoop({ ...example, ...changes }).map(({ pointer, code }) => `${pointer} ${code}`);

it('a document is held to keys of their own, ranges that hold a number, hours and deadlines that rise', () => {
  expect(problems({})).toEqual([]);
  const [rule] = example.rules as [LoopDocument['rules'][number]];
  const empty = { ...rule, upon: { activity: 'rating', fields: [{ field: 'score', from: 4, to: 3 }] } };
  expect(problems({ rules: [rule, empty] })).toEqual(['/rules/1/key KEY_TAKEN', '/rules/1/upon/fields/0/to NO_RANGE']);
  expect(problems({ hours: { days: ['mon'], from: 9, until: 9, holidays: ['2026-02-30'] } })).toEqual([
    ...['/hours/until ENDS_BEFORE_IT_BEGINS', '/hours/holidays/0 NO_DAY'],
  ]);
  expect(problems({ deadlines: { analysed: 8, acted: 4 } })).toEqual(['/deadlines/acted BACKWARDS']);
});
