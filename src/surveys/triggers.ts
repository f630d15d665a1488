import type { FreshActivity } from '../contract/activity.ts';
import { matcherOf } from '../metrics/accumulator.ts';
import type { AskContext, NewAsk } from './ask.ts';
import type { ActivityTrigger, TouchpointTrigger } from './document.ts';
import { activityLot, drawLot } from './lot.ts';
import type { PublishedSurvey, PublishedSurveys } from './published.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const TOUCHPOINT_REACHED = 'touchpointReached';
export const INVITED = 'surveyInvited';

/** Something upon which a survey asks. */
interface Cue {
  readonly survey: PublishedSurvey;
  readonly trigger: ActivityTrigger | TouchpointTrigger;
  readonly fits: (payload: FreshActivity['payload']) => boolean;
}

type Cues = ReadonlyMap<string, readonly Cue[]>;

const known = new WeakMap<PublishedSurveys, Cues>();

/** The cues of all surveys, by kind of activity; worked out once for the surveys that are published. */
function cuesOf(surveys: PublishedSurveys): Cues {
  const found = known.get(surveys);
  if (found) return found;
  const cues = new Map<string, Cue[]>();
  const add = (kind: string, cue: Cue): void => {
    // an invitation never leads to another one
    if (kind !== INVITED) cues.set(kind, [...(cues.get(kind) ?? []), cue]);
  };
  for (const survey of surveys.values()) {
    for (const trigger of survey.document.ask?.triggers ?? []) {
      if (trigger.on === 'activity') {
        const fits = matcherOf(trigger.where ?? []);
        for (const kind of trigger.kinds) add(kind, { survey, trigger, fits });
      } else if (trigger.on === 'touchpoint') {
        const fits = matcherOf([{ field: 'touchpoint', operator: 'equal', value: trigger.touchpoint }]);
        add(TOUCHPOINT_REACHED, { survey, trigger, fits });
      }
    }
  }
  known.set(surveys, cues);
  return cues;
}

/**
 * The wishes that follow from an activity: one for each survey that asks upon it, when the lot falls so. A wish waits as
 * long as its invitation could be answered; what happened too long ago, such as in an import of old years, asks nobody.
 */
export function asksAfter(surveys: PublishedSurveys, activity: FreshActivity, now: number): NewAsk[] {
  const asks = new Map<string, NewAsk>();
  for (const { survey, trigger, fits } of cuesOf(surveys).get(activity.kind) ?? []) {
    if (!fits(activity.payload)) continue;
    const { ask, expiresAfterDays } = survey.document;
    const dueAt = activity.occurredAt + (trigger.afterHours ?? 0) * HOUR;
    const expiresAt = dueAt + expiresAfterDays * DAY;
    const probability = ask?.sample ?? 1;
    const { id, share } = drawLot(activityLot(survey.id, activity.id));
    if (expiresAt <= now || share >= probability || asks.has(id)) continue;
    asks.set(id, {
      customerId: activity.customerId,
      id,
      surveyId: survey.id,
      trigger: trigger.on,
      causeActivity: activity.id,
      touchpoint: trigger.touchpoint ?? null,
      context: contextOf(activity),
      probability,
      priority: ask?.priority ?? null,
      dueAt,
      expiresAt,
    });
  }
  return [...asks.values()];
}

const ONLINE: Readonly<Record<string, boolean>> = {
  ...{ online: true, web: true, app: true, email: true, chat: true, social: true },
  ...{ store: false, phone: false, call: false },
};

/** Where it happened, as far as the activity says. */
function contextOf({ payload: { channel, store } }: FreshActivity): AskContext {
  const online = typeof channel === 'string' ? ONLINE[channel] : undefined;
  return {
    ...(typeof channel === 'string' && { channel: channel.slice(0, 32) }),
    ...(typeof store === 'string' && { store: store.slice(0, 200) }),
    ...(online !== undefined && { online }),
  };
}
