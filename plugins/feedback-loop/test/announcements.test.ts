import { afterEach, expect, it } from 'vitest';
import { operator } from '../../../src/access/viewer.ts';
import { customerIdOf } from '../../../src/activities/identify.ts';
import { failPoints } from '../../../src/db/fail-point.ts';
import { drainSequencer } from '../../../src/feed/sequencer.ts';
import { createLog } from '../../../src/log.ts';
import { doChore, doChores } from '../../../src/pipeline/chores.ts';
import { eraseCustomer } from '../../../src/pipeline/erase.ts';
import { sweepAll } from '../../../src/pipeline/sweep.ts';
import { startWorkers } from '../../../src/server/workers.ts';
import { setPreference } from '../../../src/surveys/set-preference.ts';
import { keyFor, testApp } from '../../../test/support/app.ts';
import { recordStatements } from '../../../test/support/database.ts';
import { happen, publish } from '../../../test/support/story.ts';
import { OPEN, publishSurvey, readAsks, document as survey, usePolicy } from '../../../test/surveys/setting.ts';
import { tellChore } from '../announcements/tell.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Wednesday, late in the evening. */
const NIGHT = Date.UTC(2026, 5, 3, 22);
const QUIET = { ...OPEN, quietHours: { from: '21:00', to: '09:00' } };
let now = NIGHT;
const { app, data, run, url } = await testApp({ clock: () => now });
await publishSurvey(app.database, 'helped', survey({ ask: { triggers: [{ on: 'activity', kinds: ['caseTold'] }] } }));
const follow = { openCase: { priority: 'high' as const } };
await publish(app, 'voices', 'feedback-loop', {
  rules: [
    { key: 'complaint', title: 'Complaint', upon: { activity: 'complaintOpened' }, follow },
    {
      key: 'rated',
      title: 'Rated',
      upon: { activity: 'rating', fields: [{ field: 'stars', from: 1, to: 3 }] },
      follow,
    },
  ],
});
afterEach(() => {
  failPoints.reached = undefined;
});

const complains = (...who: string[]) =>
  happen(
    app,
    who.map((one) => ({ who: one, kind: 'complaintOpened', at: now, payload: { complaint: `${now}` } })),
  );
const step = async (kind: string, who: readonly string[], payload: object = {}): Promise<void> => {
  const cases = await app.database.query<{ id: string; who: string }>(
    '',
    `select k.id, c.external_id as who from feedback_loop_case k join customer c on c.id = k.customer_id
      where k.state <> 'told' and c.external_id = any($1) order by k.id`,
    [who],
  );
  await happen(
    app,
    cases.map((one, i) => ({ who: one.who, kind, at: now + i, payload: { case: one.id, ...payload } })),
  );
};
const acted = async (theme: string, ...who: string[]): Promise<void> => {
  await step('caseAnalysed', who, { theme });
  await step('caseActed', who);
};
const announce = (input: object) =>
  data<{ announceWhatWasDone: Record<string, unknown> }>(
    `mutation ($input: AnnounceWhatWasDoneInput!) { announceWhatWasDone(input: $input) {
       ... on AnnounceWhatWasDoneSuccess { announcement { key waiting } }
       ... on ValidationError { issues { path code } } ... on ConflictError { code } } }`,
    { input },
  ).then(({ announceWhatWasDone }) => announceWhatWasDone);
interface Standing {
  recipients: { nodes: { customer: { externalId: string }; state: string; reason: string; nextAt: string }[] };
}
interface Paged {
  recipients: { nodes: { customer: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}
const standing = async (key: string) =>
  (
    await data<{ feedbackAnnouncement: Standing & Record<string, number> }>(
      `query ($key: String!) { feedbackAnnouncement(key: $key) { waiting told refused passed
         recipients(first: 50) { nodes { customer { externalId } state reason nextAt channel } } } }`,
      { key },
    )
  ).feedbackAnnouncement;
const told = async (who: string): Promise<string[]> =>
  (
    await app.database.query<{ what: string }>(
      '',
      `select concat_ws(' ', type, key) as what from change
        where customer_id = $1 and type in ('case.closed', 'announcement.made') order by change_seq`,
      [customerIdOf(who)],
    )
  ).map(({ what }) => what);
const tell = () => doChores(app.road, [tellChore], now);
const text = 'Parcels come by bicycle now.';

it('exactly those who raised a theme that was acted upon are told, each once, whatever the number of their cases', async () => {
  await usePolicy(app.database, OPEN);
  await complains('ada', 'bea', 'other', 'analysed', 'by-hand');
  await happen(app, [{ who: 'bea', kind: 'rating', at: now + 1, payload: { stars: 1, subject: 'service' } }]);
  await acted('late', 'ada', 'bea', 'by-hand');
  await acted('rude', 'other');
  await step('caseAnalysed', ['analysed'], { theme: 'late' });
  await step('caseTold', ['by-hand']);
  expect(await announce({ key: 'bicycles', theme: 'late', text })).toEqual({
    announcement: { key: 'bicycles', waiting: 2 },
  });
  // who comes so far only now was not among them
  await step('caseActed', ['analysed']);
  expect(await told('ada')).toEqual([]);
  await tell();
  expect(await told('ada')).toEqual(['case.closed complaint', 'announcement.made late']);
  expect((await told('bea')).sort()).toEqual(['announcement.made late', 'case.closed complaint', 'case.closed rated']);
  for (const who of ['other', 'analysed']) expect(await told(who)).toEqual([]);
  // the same again does no more, and another one under the same key is refused
  expect(await announce({ key: 'bicycles', theme: 'late', text })).toEqual({
    announcement: { key: 'bicycles', waiting: 0 },
  });
  await tell();
  expect(await told('ada')).toHaveLength(2);
  expect(await announce({ key: 'bicycles', theme: 'late', text: 'Another.' })).toEqual({
    code: 'IDEMPOTENCY_CONFLICT',
  });
  expect(await standing('bicycles')).toMatchObject({ waiting: 0, told: 2, refused: 0, passed: 0 });
  // for a survey it is as if somebody had told them by hand
  const asks = (await readAsks(app.database)).map(({ customer }) => customer);
  expect(asks).toEqual(['ada', 'bea', 'bea', 'by-hand']);
});

it('a mailer has all it needs in the feed', async () => {
  await drainSequencer(app.database);
  const { changes } = await data<{ changes: { nodes: { type: string }[] } }>(
    `{ changes(last: 50) { nodes { type ... on AnnouncementMade { theme announcement channel
       feedbackAnnouncement { text author } customer { externalId } } } } }`,
  );
  const made = changes.nodes.filter(({ type }) => type === 'ANNOUNCEMENT_MADE');
  const whom = (externalId: string) => ({
    ...{ type: 'ANNOUNCEMENT_MADE', theme: 'late', announcement: 'bicycles', channel: 'email' },
    ...{ feedbackAnnouncement: { text, author: expect.stringContaining('test') }, customer: { externalId } },
  });
  expect(made).toHaveLength(2);
  expect(made).toEqual(expect.arrayContaining([whom('ada'), whom('bea')]));
});

it('who must not be contacted now is told when the policy allows it, by time alone, and refused when it does not in time', async () => {
  const who = ['night', 'unwilling', 'told-meanwhile', 'gone', 'far'];
  await complains(...who);
  await acted('slow', ...who);
  await usePolicy(app.database, QUIET);
  await setPreference(app.road, operator, customerIdOf('unwilling'), { purpose: 'follow-up', consent: false }, now);
  await announce({ key: 'faster', theme: 'slow', text, withinDays: 1 });
  await tell();
  const nextAt = new Date(NIGHT + 11 * HOUR).toISOString();
  const { waiting, refused, recipients } = await standing('faster');
  expect([waiting, refused]).toEqual([4, 1]);
  const stands = Object.fromEntries(recipients.nodes.map((one) => [one.customer.externalId, one]));
  expect(stands.night).toMatchObject({ state: 'WAITING', reason: 'QUIET_HOURS', nextAt });
  expect(stands.unwilling).toMatchObject({ state: 'REFUSED', reason: 'NO_CONSENT', nextAt: null });
  await step('caseTold', ['told-meanwhile']);
  await eraseCustomer(app.road, operator, { externalId: 'gone' }, app.contributions.personal, now);
  now = NIGHT + 11 * HOUR - 1;
  await tell();
  expect(await told('night')).toEqual([]);
  // one of them had all the contacts that the policy allows in two days
  await usePolicy(app.database, { ...QUIET, limits: [{ purpose: null, most: 1, days: 2 }] });
  await app.database.query(
    '',
    `insert into contact (customer_id, id, purpose, subject, channel, priority, at, state)
     values ($1, gen_random_uuid(), 'offer', 'o', 'email', 0, to_timestamp($2::float8 / 1000), 'sent')`,
    [customerIdOf('far'), NIGHT],
  );
  now += 1;
  await tell();
  expect(await told('night')).toEqual(['case.closed complaint', 'announcement.made slow']);
  expect(await told('told-meanwhile')).toEqual(['case.closed complaint']);
  expect(await standing('faster')).toMatchObject({ waiting: 0, told: 1, refused: 2, passed: 1 });
  expect((await standing('faster')).recipients.nodes).toHaveLength(4);
  // what was refused can be announced again
  await usePolicy(app.database, OPEN);
  await announce({ key: 'faster-2', theme: 'slow', text });
  await tell();
  expect(await told('far')).toEqual(['case.closed complaint', 'announcement.made slow']);
});

it('however many tell, and whoever dies on the way, each is told once, and nobody is left out', async () => {
  now = NIGHT + 20 * DAY;
  const crowd = Array.from({ length: 450 }, (_, i) => `crowd-${i}`);
  await complains(...crowd);
  await acted('crowded', ...crowd);
  await announce({ key: 'chairs', theme: 'crowded', text });
  await announce({ key: 'more-chairs', theme: 'crowded', text });
  const others = await Promise.all([1, 2].map(() => testApp({ url, clock: () => now })));
  let commits = 0;
  failPoints.reached = async (point) => {
    if (point === 'before-commit' && commits++ % 3 === 1) throw new Error('it died here');
  };
  const worker = async ({ road }: typeof app): Promise<void> => {
    for (let i = 0; i < 6; i++) await doChore(road, tellChore, now).catch(() => {});
  };
  await Promise.all([app, ...others.map((other) => other.app)].map(worker));
  expect(commits).toBeGreaterThan(5);
  failPoints.reached = undefined;
  await tell();
  const rows = await app.database.query<{ made: number; closed: number; contacts: number }>(
    '',
    `select (select count(*) from change h where h.customer_id = c.id and type = 'announcement.made')::int as made,
            (select count(*) from change h where h.customer_id = c.id and type = 'case.closed')::int as closed,
            (select count(*) from contact k where k.customer_id = c.id)::int as contacts
       from customer c where external_id like 'crowd-%' group by 1, 2, 3`,
  );
  expect(rows).toEqual([{ made: 1, closed: 1, contacts: 1 }]);
  const [first, second] = [await standing('chairs'), await standing('more-chairs')];
  expect([first.told, first.waiting, second.waiting]).toEqual([450 - (second.told ?? 0), 0, 0]);
  await sweepAll(app.road, now);
});

it('the customers who are told are shown page by page, and of many changes in as many statements as of one', async () => {
  const pages: string[] = [];
  let after: string | null = null;
  do {
    const answer: { feedbackAnnouncement: Paged } = await data(
      `query ($after: String) { feedbackAnnouncement(key: "chairs") { recipients(first: 100, after: $after) {
         nodes { customer { id } } pageInfo { hasNextPage endCursor } } } }`,
      { after },
    );
    const { nodes, pageInfo } = answer.feedbackAnnouncement.recipients;
    pages.push(...nodes.map(({ customer }) => customer.id));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after);
  expect([pages.length, new Set(pages).size]).toEqual([450, 450]);
  await drainSequencer(app.database);
  const count = async (last: number): Promise<number> => {
    const recorder = recordStatements();
    await data(
      `query ($last: Int) { changes(last: $last) { nodes { ... on AnnouncementMade { feedbackAnnouncement {
         told recipients(first: 1) { nodes { customer { id } } } } } } } }`,
      { last },
    );
    return recorder.stop().length;
  };
  expect(await count(2)).toBe(await count(20));
});

it('workers tell by themselves', async () => {
  await complains('served');
  await acted('served', 'served');
  const lines: string[] = [];
  const workers = startWorkers(app, createLog('error', { write: (line) => void lines.push(line) }));
  try {
    await announce({ key: 'served', theme: 'served', text });
    await expect.poll(async () => (await standing('served')).told, { timeout: 20_000 }).toBe(1);
  } finally {
    await workers.stop();
  }
  expect(lines).toEqual([]);
});

it('it takes the right to tell, a theme that somebody raised, and words of a length', async () => {
  const bad = { key: '', theme: 'crowded', text: 'x'.repeat(5001), withinDays: 91, channels: [] };
  expect(await announce(bad)).toEqual({
    issues: ['key', 'text', 'channels', 'withinDays'].map((name) => expect.objectContaining({ path: [name] })),
  });
  expect(await announce({ key: 'nobody', theme: 'unheard', text })).toEqual({
    issues: [{ path: ['theme'], code: 'NOBODY' }],
  });
  expect(await standing('nobody')).toBeNull();
  const key = await keyFor(app, { name: 'shop', role: 'frontend' });
  const { errors } = await run(
    `mutation { announceWhatWasDone(input: { key: "k", theme: "t", text: "x" }) { __typename } }`,
    {},
    { authorization: `Bearer ${key}` },
  );
  expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
});
