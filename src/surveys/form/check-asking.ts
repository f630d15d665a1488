import type { ActivityKind } from '../../contract/activity.ts';
import { type Problem, refusal } from '../../contract/condition.ts';
import { phrase } from '../../language/say.ts';
import { fieldsOf } from '../../pipeline/check-measure.ts';
import { conditionFault } from '../../pipeline/check-measure-condition.ts';
import { nearest } from '../../rules/nearest.ts';
import { listed, quote } from '../../rules/wording.ts';
import type { ActivityTrigger, ScheduleTrigger, SurveyDocument, Trigger } from '../document.ts';

/** What leads to an invitation by itself: a survey that followed it would follow its own invitations. */
const INVITATION = 'surveyInvited';

/** The triggers of a survey; its other conditions are checked as those of rules are. */
export function checkAsking({ ask }: SurveyDocument, kinds: ReadonlyMap<string, ActivityKind>): Problem[] {
  const triggers = ask?.triggers ?? [];
  const schedules = triggers.flatMap(({ on }, i) => (on === 'schedule' ? [i] : []));
  return [
    ...triggers.flatMap((trigger, i) => triggerFaults(trigger, kinds, `/ask/triggers/${i}`)),
    ...schedules.slice(1).map((i) => refusal(`/ask/triggers/${i}`, 'SCHEDULE_REPEATS', phrase('survey.oneSchedule'))),
  ];
}

function triggerFaults(trigger: Trigger, kinds: ReadonlyMap<string, ActivityKind>, pointer: string): Problem[] {
  if (trigger.on === 'activity') return activityFaults(trigger, kinds, pointer);
  return trigger.on === 'schedule' ? scheduleFaults(trigger, pointer) : [];
}

function activityFaults(
  { kinds: named, where = [] }: ActivityTrigger,
  kinds: ReadonlyMap<string, ActivityKind>,
  pointer: string,
): Problem[] {
  const faults = named.flatMap((kind, i) => {
    const at = `${pointer}/kinds/${i}`;
    if (kind === INVITATION) return [refusal(at, 'NOT_ALLOWED', phrase('survey.followsInvitations'))];
    return kinds.has(kind) ? [] : [refusal(at, 'UNKNOWN_KIND', unknownKind(kind, [...kinds.keys()]))];
  });
  if (faults.length > 0) return faults;
  const fields = fieldsOf(named, { kinds, threads: new Map() });
  return where.flatMap((condition, i) => {
    const fault = conditionFault(condition, fields);
    if (!fault) return [];
    const [part, code, said] = fault;
    return [refusal(`${pointer}/where/${i}/${part}`, code, said)];
  });
}

function unknownKind(kind: string, kinds: readonly string[]) {
  const near = nearest(kind, kinds);
  if (near !== undefined) return phrase('survey.activityMeant', { kind: quote(kind), near });
  return phrase('survey.unknownActivity', { kind: quote(kind), kinds: listed(kinds, 'and') });
}

function scheduleFaults({ everyDays, spreadDays, firstAt }: ScheduleTrigger, pointer: string): Problem[] {
  const faults: Problem[] = [];
  if (spreadDays > everyDays)
    faults.push(refusal(`${pointer}/spreadDays`, 'OUT_OF_RANGE', phrase('survey.spreadTooLong', { everyDays })));
  const day = new Date(`${firstAt}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(firstAt))
    faults.push(refusal(`${pointer}/firstAt`, 'WRONG_VALUE', phrase('survey.noSuchDay', { value: quote(firstAt) })));
  return faults;
}
