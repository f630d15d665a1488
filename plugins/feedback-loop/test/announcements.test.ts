import { expect, it } from 'vitest';
import { operator } from '../../../src/access/viewer.ts';
import { customerIdOf } from '../../../src/activities/identify.ts';
import { drainSequencer } from '../../../src/feed/sequencer.ts';
import { eraseCustomer } from '../../../src/pipeline/erase.ts';
import { setPreference } from '../../../src/surveys/set-preference.ts';
import { happen } from '../../../test/support/story.ts';
import { OPEN, readAsks, usePolicy } from '../../../test/surveys/setting.ts';
import { DAY, HOUR, NIGHT, setting, text } from './announcing.ts';

const QUIET = { ...OPEN, quietHours: { from: '21:00', to: '09:00' } };
const { app, data, clock, complains, step, acted, announce, standing, told, tell } = await setting();

it('exactly those who raised a theme that was acted upon are told, each once, whatever the number of their cases', async () => {
  await usePolicy(app.database, OPEN);
  await complains('ada', 'bea', 'other', 'analysed', 'by-hand');
  await happen(app, [{ who: 'bea', kind: 'rating', at: clock.now + 1, payload: { stars: 1, subject: 'service' } }]);
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
  await setPreference(
    app.road,
    operator,
    customerIdOf('unwilling'),
    { purpose: 'follow-up', consent: false },
    clock.now,
  );
  await announce({ key: 'faster', theme: 'slow', text, withinDays: 1 });
  await tell();
  const nextAt = new Date(NIGHT + 11 * HOUR).toISOString();
  const { waiting, refused, recipients } = await standing('faster');
  expect([waiting, refused]).toEqual([4, 1]);
  const stands = Object.fromEntries(recipients.nodes.map((one) => [one.customer.externalId, one]));
  expect(stands.night).toMatchObject({ state: 'WAITING', reason: 'QUIET_HOURS', nextAt });
  expect(stands.unwilling).toMatchObject({ state: 'REFUSED', reason: 'NO_CONSENT', nextAt: null });
  await step('caseTold', ['told-meanwhile']);
  await eraseCustomer(app.road, operator, { externalId: 'gone' }, app.contributions.personal, clock.now);
  clock.now = NIGHT + 11 * HOUR - 1;
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
  clock.now += 1;
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

it('who was not told when an announcement is stopped is told by another one alone', async () => {
  await complains('early', 'late-riser');
  await acted('stopped', 'early', 'late-riser');
  await usePolicy(app.database, { ...OPEN, limits: [{ purpose: 'follow-up', most: 1, days: 1 }] });
  await app.database.query(
    '',
    `insert into contact (customer_id, id, purpose, subject, channel, priority, at, state)
     values ($1, gen_random_uuid(), 'follow-up', 'o', 'email', 0, to_timestamp($2::float8 / 1000), 'sent')`,
    [customerIdOf('late-riser'), clock.now],
  );
  await announce({ key: 'mistaken', theme: 'stopped', text });
  await tell();
  const stop = (key: string) =>
    data<{ stopAnnouncement: object }>(
      `mutation ($key: String!) { stopAnnouncement(input: { key: $key }) {
         ... on StopAnnouncementSuccess { announcement { waiting told stopped } } ... on NotFoundError { code } } }`,
      { key },
    ).then(({ stopAnnouncement }) => stopAnnouncement);
  const stopped = { announcement: { waiting: 0, told: 1, stopped: 1 } };
  expect([await stop('mistaken'), await stop('mistaken'), await stop('unheard')]).toEqual([
    ...[stopped, stopped, { code: 'NOT_FOUND' }],
  ]);
  clock.now += 2 * DAY;
  await tell();
  expect(await told('late-riser')).toEqual([]);
  await announce({ key: 'mended', theme: 'stopped', text });
  await tell();
  expect(await told('late-riser')).toEqual(['case.closed complaint', 'announcement.made stopped']);
  const list = async (args: string) =>
    (
      await data<{ feedbackAnnouncements: { nodes: { key: string }[]; pageInfo: { endCursor: string } } }>(
        `{ feedbackAnnouncements(${args}) { nodes { key } pageInfo { endCursor } } }`,
      )
    ).feedbackAnnouncements;
  const first = await list('first: 1, theme: "stopped"');
  const second = await list(`first: 5, theme: "stopped", after: "${first.pageInfo.endCursor}"`);
  expect([first, second].map(({ nodes }) => nodes)).toEqual([[{ key: 'mended' }], [{ key: 'mistaken' }]]);
});
