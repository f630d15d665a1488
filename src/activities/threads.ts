import { type Activity, defineThread, type ThreadType } from '../contract/activity.ts';

/** A moment in a thread; the later one wins by time, then by the order in which we learned of it. */
type Moment = readonly [at: number, seq: number];

const later = (a: Moment | undefined, b: Moment): boolean => !a || b[0] > a[0] || (b[0] === a[0] && b[1] > a[1]);
const momentOf = (activity: Activity): Moment => [activity.occurredAt, activity.seq];

interface ComplaintState {
  openedAt?: number;
  answeredAt?: number;
  resolved?: Moment;
  reopened?: Moment;
  firstContact?: boolean;
}

const complaint = defineThread<ComplaintState>({
  key: 'complaint',
  title: 'Complaint',
  fields: {
    open: { type: 'boolean', description: 'Opened, and not resolved since it was last opened.' },
    resolved: { type: 'boolean', description: 'Opened and resolved, and not reopened since.' },
    openedAt: { type: 'instant', description: 'When it was first opened.' },
    responseTime: { type: 'duration', description: 'From opened to the first answer.' },
    resolutionTime: { type: 'duration', description: 'From opened to the last resolution, when resolved.' },
    firstContact: { type: 'boolean', description: 'Whether it was resolved at the first contact and stayed so.' },
  },
  apply(state = {}, activity) {
    const next = { ...state };
    const moment = momentOf(activity);
    if (activity.kind === 'complaintOpened') next.openedAt = Math.min(state.openedAt ?? moment[0], moment[0]);
    if (activity.kind === 'complaintAnswered') next.answeredAt = Math.min(state.answeredAt ?? moment[0], moment[0]);
    if (activity.kind === 'complaintReopened' && later(state.reopened, moment)) next.reopened = moment;
    if (activity.kind === 'complaintResolved' && later(state.resolved, moment)) {
      next.resolved = moment;
      next.firstContact = activity.payload.firstContact === true;
    }
    return next;
  },
  view({ openedAt, answeredAt, resolved, reopened, firstContact }) {
    if (openedAt === undefined) return {};
    const closed = resolved !== undefined && (!reopened || later(reopened, resolved));
    return {
      open: !closed,
      resolved: closed,
      openedAt,
      responseTime: answeredAt === undefined ? undefined : Math.max(0, answeredAt - openedAt),
      resolutionTime: closed ? Math.max(0, resolved[0] - openedAt) : undefined,
      firstContact: closed ? firstContact === true && !reopened : undefined,
    };
  },
});

const MONTHS: Record<string, number> = { month: 1, quarter: 3, year: 12 };

interface PlanState {
  term?: Moment;
  priced?: { at: Moment; value: number };
  timed?: { at: Moment; period: string };
  named?: { at: Moment; name: string };
  cancelled?: Moment;
}

const plan = defineThread<PlanState>({
  key: 'plan',
  title: 'Plan',
  fields: {
    active: { type: 'boolean', description: 'Started or renewed, and not cancelled since.' },
    value: { type: 'money', description: 'Price of one term of an active plan.' },
    yearlyValue: { type: 'money', description: 'Price of a year of an active plan.' },
    renewsAt: { type: 'instant', description: 'When the current term of an active plan ends.' },
  },
  apply(state = {}, { kind, payload, ...activity }) {
    const next = { ...state };
    const at = momentOf({ kind, payload, ...activity });
    const starts = kind === 'planStarted' || kind === 'planRenewed';
    if (starts && later(state.term, at)) next.term = at;
    if (kind === 'planCancelled' && later(state.cancelled, at)) next.cancelled = at;
    if (typeof payload.value === 'number' && later(state.priced?.at, at)) next.priced = { at, value: payload.value };
    if (typeof payload.period === 'string' && later(state.timed?.at, at)) next.timed = { at, period: payload.period };
    if (typeof payload.name === 'string' && later(state.named?.at, at)) next.named = { at, name: payload.name };
    return next;
  },
  view({ term, priced, timed, cancelled }) {
    if (!term) return {};
    const active = !cancelled || later(cancelled, term);
    const months = MONTHS[timed?.period ?? ''];
    if (!active) return { active };
    return {
      active,
      value: priced?.value,
      yearlyValue: priced && months ? (priced.value * 12) / months : undefined,
      renewsAt: months ? addMonths(term[0], months) : undefined,
    };
  },
});

/** The same day and time some months on, in UTC; the last day of the month when that day does not exist. */
function addMonths(at: number, months: number): number {
  const date = new Date(at);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, last));
}

/** The types of thread that core knows. */
export const coreThreads: readonly ThreadType<never>[] = [complaint, plan];
