import type { Condition } from '#contract';

/** The kind of the rule sets that say what follows from what customers say. */
export const LOOP = 'feedback-loop';

/** How far a case has come: the voice is collected, analysed, acted upon, and the customer is told. */
export const STATES = ['collected', 'analysed', 'acted', 'told'] as const;
export type State = (typeof STATES)[number];

export const PRIORITIES = ['low', 'normal', 'high'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** What a field of the activity has to say: one of these words, or a number within these bounds, both included. */
export interface FieldTest {
  readonly field: string;
  readonly is?: readonly string[];
  readonly from?: number;
  readonly to?: number;
}

/** An activity that something follows from. */
export interface Upon {
  readonly activity: string;
  readonly fields?: readonly FieldTest[];
}

/** What follows: the customer is asked for something, or somebody looks after them. */
export type Follow =
  | { readonly ask: string; readonly channels?: readonly string[] }
  | { readonly openCase: { readonly priority: Priority; readonly owner?: string } };

/** What follows from an activity. Of the rules that fit an activity only the first one counts. */
export interface LoopRule {
  readonly key: string;
  readonly title: string;
  readonly upon: Upon;
  /** Only for customers for whom this holds once the activity is counted; left out: for everybody. */
  readonly when?: Condition;
  readonly follow: Follow;
}

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** When people work, by the clock of the account: whole hours, and calendar days on which nobody does. */
export interface Hours {
  readonly days: readonly Weekday[];
  readonly from: number;
  readonly until: number;
  readonly holidays?: readonly string[];
}

/** After how many working hours since a case was opened it has to have come so far. */
export interface Deadlines {
  readonly analysed?: number;
  readonly acted?: number;
  readonly told?: number;
}

/** The document of the kind `feedback-loop`. */
export interface LoopDocument {
  readonly rules: readonly LoopRule[];
  /** From what is recorded more than so many days after it happened nothing follows; left out: 7. */
  readonly withinDays?: number;
  /** Left out: day and night. */
  readonly hours?: Hours;
  readonly deadlines?: Deadlines;
  /** Who gets a case that is late; left out: whoever has it keeps it. */
  readonly escalateTo?: string;
}
