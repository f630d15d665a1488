import { customerIdOf } from '../../../src/activities/identify.ts';
import { doChores } from '../../../src/pipeline/chores.ts';
import { testApp } from '../../../test/support/app.ts';
import { happen, publish } from '../../../test/support/story.ts';
import { document, publishSurvey } from '../../../test/surveys/setting.ts';
import { tellChore } from '../announcements/tell.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** A Wednesday, late in the evening. */
export const NIGHT = Date.UTC(2026, 5, 3, 22);
export const text = 'Parcels come by bicycle now.';

interface Standing {
  recipients: { nodes: { customer: { externalId: string }; state: string; reason: string; nextAt: string }[] };
}

/** A system whose customers complain, and somebody acts upon it; whoever was told is asked whether it helped. */
export async function setting() {
  const clock = { now: NIGHT };
  const own = await testApp({ clock: () => clock.now });
  const { app, data } = own;
  const helped = document({ ask: { triggers: [{ on: 'activity', kinds: ['caseTold'] }] } });
  await publishSurvey(app.database, 'helped', helped);
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

  const complains = (...who: string[]) =>
    happen(
      app,
      who.map((one) => ({ who: one, kind: 'complaintOpened', at: clock.now, payload: { complaint: `${clock.now}` } })),
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
      cases.map((one, i) => ({ who: one.who, kind, at: clock.now + i, payload: { case: one.id, ...payload } })),
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
  const tell = () => doChores(app.road, [tellChore], clock.now);
  return { ...own, clock, complains, step, acted, announce, standing, told, tell };
}
