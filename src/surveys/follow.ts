import { isUuid } from '../activities/identify.ts';
import type { ActivityFollower } from '../contract/activity.ts';
import { literal } from '../db/arrays.ts';
import { insertAsks } from './ask.ts';
import { readSurveys } from './published.ts';
import { asksAfter, INVITED } from './triggers.ts';

/** Notes the wishes that follow from activities, in the transaction that records these. */
export const askUponActivities: ActivityFollower = {
  of: 'everything',
  async follow(activities, tx) {
    const surveys = await readSurveys(tx, tx.surveysStamp);
    const asks = activities.flatMap((activity) => asksAfter(surveys, activity, tx.now));
    await insertAsks(tx, asks, tx.now);
    return undefined;
  },
};

/** Adds to the record of an invitation by which way it goes, which is decided under the customer's lock. */
export const completeInvitations: ActivityFollower = {
  of: [INVITED],
  async follow(activities, tx) {
    const ids = activities.map(({ payload: { invitation } }) =>
      typeof invitation === 'string' && isUuid(invitation) ? invitation : null,
    );
    const rows = await tx.query<{ id: string; channel: string }>(
      'invitation-channels',
      `select i.id, i.channel from unnest($1::uuid[], $2::uuid[]) as v(customer_id, id)
         join survey_invitation i on i.customer_id = v.customer_id and i.id = v.id`,
      [literal(activities.map(({ customerId }) => customerId)), literal(ids)],
    );
    const channels = new Map(rows.map(({ id, channel }) => [id, channel]));
    return activities.map(({ payload }) => {
      const channel = channels.get(String(payload.invitation));
      return channel === undefined ? undefined : { channel };
    });
  },
};
