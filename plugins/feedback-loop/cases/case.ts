import type { Activity } from '#contract';
import { CaseActed, CaseAnalysed, CaseAssigned, CaseTold } from '../activities.ts';
import { type Priority, STATES, type State } from '../document/document.ts';

/** A voice of a customer that somebody looks after. Instants are epoch milliseconds. */
export interface Case {
  readonly customerId: string;
  readonly id: string;
  /** Keys of the rule set and of its rule. */
  readonly ruleSet: string;
  readonly rule: string;
  /** The activity that it is about. */
  readonly activityId: string;
  readonly state: State;
  readonly stateAt: number;
  readonly priority: Priority;
  readonly owner: string | null;
  readonly theme: string | null;
  readonly openedAt: number;
  /** When it has to have come further; null: it need not. */
  readonly dueAt: number | null;
  /** Whether it is late by `dueAt`, and was escalated for it. */
  readonly escalated: boolean;
  /** How often the customer said so, the first time included. */
  readonly voices: number;
}

/** What happened to a case. */
export const EVENTS = ['opened', 'repeated', 'assigned', 'moved', 'escalated', 'told'] as const;
export type Event = (typeof EVENTS)[number];

const REACHES: Readonly<Record<string, State>> = {
  [CaseAnalysed.key]: 'analysed',
  [CaseActed.key]: 'acted',
  [CaseTold.key]: 'told',
};

export const isOpen = ({ state }: Pick<Case, 'state'>): boolean => state !== 'told';

/** Which state an activity leads to; undefined: it is another one. */
export const reachedBy = (kind: string): State | undefined => REACHES[kind];

/** Whether a case may come to a state: forward alone, and steps may be left out. */
export const mayReach = (from: State, to: State): boolean => STATES.indexOf(to) > STATES.indexOf(from);

/** What an activity makes of its case; undefined: nothing. */
export function step(
  one: Case,
  { kind, payload, occurredAt }: Pick<Activity, 'kind' | 'payload' | 'occurredAt'>,
  dueOf: (state: State) => number | null,
): { readonly after: Case; readonly event: Event } | undefined {
  if (!isOpen(one)) return undefined;
  if (kind === CaseAssigned.key) {
    const owner = payload.owner as string;
    return owner === one.owner ? undefined : { after: { ...one, owner }, event: 'assigned' };
  }
  const state = reachedBy(kind);
  if (!state || !mayReach(one.state, state)) return undefined;
  const theme = (payload.theme as string | undefined) ?? one.theme;
  // it cannot have come further before it came so far
  const stateAt = Math.max(one.stateAt, occurredAt);
  const dueAt = dueOf(state);
  // late by a deadline that it has not met yet, it is not late by it again
  const after = {
    ...one,
    state,
    theme,
    stateAt,
    dueAt,
    escalated: one.escalated && dueAt !== null && dueAt === one.dueAt,
  };
  return { after, event: state === 'told' ? 'told' : 'moved' };
}
