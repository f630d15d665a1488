import { RATING_MEASURES } from '../activities/survey-kinds.ts';
import type { Channel } from '../contacts/channel.ts';
import type { Condition } from '../contract/condition.ts';
import type { MeasureCondition } from '../contract/metric.ts';

export const SURVEY_KINDS = ['nps', 'csat', 'ces', 'custom'] as const;
export type SurveyKind = (typeof SURVEY_KINDS)[number];

export const PURPOSES = ['relationship', 'transactional'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const QUESTION_KINDS = ['rating', 'single', 'multiple', 'open'] as const;
type QuestionKind = (typeof QUESTION_KINDS)[number];

export const MEASURES = RATING_MEASURES;
export type RatingMeasure = (typeof MEASURES)[number];

export const PRESENTATIONS = ['numbers', 'emoji', 'stars'] as const;
type Presentation = (typeof PRESENTATIONS)[number];

/** What satisfaction hangs on. */
type Driver = 'product' | 'service' | 'price' | 'purchase';

/** What respondents read, by BCP 47 language: `en`, `zh`, `de`. */
export type Text = Readonly<Record<string, string>>;

/** A survey as a marketer writes it. A version keeps one, and it never changes. */
export interface SurveyDocument {
  /** The first one is the default; every text exists in all of them. */
  readonly languages: readonly string[];
  readonly title: Text;
  readonly introduction?: Text;
  readonly thanks?: Text;
  readonly questions: readonly Question[];
  readonly quotas?: readonly Quota[];
  /** For how many days an invitation can be answered. */
  readonly expiresAfterDays: number;
  readonly ask?: Asking;
}

export interface Question {
  /** Unique within the survey; the same key in a later version is the same question. */
  readonly key: string;
  readonly kind: QuestionKind;
  readonly text: Text;
  readonly required?: boolean;
  /** Of a rating. */
  readonly measure?: RatingMeasure;
  /** Of a rating. */
  readonly scale?: Scale;
  /** Of a single or multiple choice. */
  readonly options?: readonly Option[];
  readonly driver?: Driver;
  /** The question is shown when all of these hold. */
  readonly when?: readonly AnswerCondition[];
}

/** A scale belongs to the version of the question: what one point means, and which end is the good one. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly higherIsBetter: boolean;
  /** From this score on somebody counts as satisfied. */
  readonly satisfiedFrom?: number;
  readonly shownAs: Presentation;
  /** What the lowest score says. */
  readonly low?: Text;
  /** What the highest score says. */
  readonly high?: Text;
}

export interface Option {
  readonly key: string;
  readonly text: Text;
}

/** A test of the answer to an earlier question. */
export interface AnswerCondition {
  readonly question: string;
  /** Of a rating. */
  readonly atLeast?: number;
  /** Of a rating. */
  readonly atMost?: number;
  /** Scores of a rating, or keys of options of which one was chosen. */
  readonly in?: readonly (string | number)[];
}

/** After so many, no more are asked: responses in all, answers to a question, or those that gave one answer. */
export interface Quota {
  readonly question?: string;
  /** A score, or the key of an option. */
  readonly answer?: string | number;
  readonly most: number;
}

/** Whom the survey asks by itself, and when. */
export interface Asking {
  readonly triggers: readonly Trigger[];
  readonly when?: Condition;
  /** The share of those who qualify that is asked: above 0, at most 1. */
  readonly sample?: number;
  /** Who goes first where attention is scarce: the higher one. */
  readonly priority?: number;
  /** By which ways customers may be asked, the preferred one first. */
  readonly channels?: readonly Channel[];
}

export type Trigger = ActivityTrigger | ScheduleTrigger | TouchpointTrigger;

/** After an activity of some kinds. */
export interface ActivityTrigger {
  readonly on: 'activity';
  readonly kinds: readonly string[];
  readonly where?: readonly MeasureCondition[];
  readonly afterHours?: number;
  readonly touchpoint?: string;
}

/** In waves, spread over some days. */
export interface ScheduleTrigger {
  readonly on: 'schedule';
  readonly everyDays: number;
  readonly spreadDays: number;
  /** The day of the first wave: `2026-11-01`. */
  readonly firstAt: string;
}

/** When another system says that a customer reached a touchpoint. */
export interface TouchpointTrigger {
  readonly on: 'touchpoint';
  readonly touchpoint: string;
  readonly afterHours?: number;
}
