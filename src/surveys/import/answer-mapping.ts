import type { ColumnValue, ConstantValue, TimeMapping, ValueMapping } from '../../imports/mapping.ts';

/** A column with the answers to one question; a text is short for `{ column }`. */
export type QuestionMapping = string | QuestionColumn;

export interface QuestionColumn {
  readonly column: string;
  /** What stands there when the question was not answered: `["0", "Blank"]`. What is empty is not answered anyway. */
  readonly unanswered?: readonly (string | number)[];
  /** What a text stands for: a score, or the key of an option. */
  readonly values?: ColumnValue['values'];
  /** Between the options of a multiple choice; a comma when left out. */
  readonly separator?: string;
}

/** How the columns of a file become responses to one survey: a row is one response. Plain JSON. */
export interface AnswerMapping {
  /** Key of the survey, as it is published. */
  readonly survey: string;
  /** Where the responses come from; `{ "value": "import" }` when left out. Keys are unique within a source. */
  readonly source?: ConstantValue;
  /** The caller's own id of the customer. A row without one is the response of somebody who is not known. */
  readonly customer?: ValueMapping;
  /** Our id of the customer; counts before `customer` where both are filled. */
  readonly customerId?: ValueMapping;
  /** The columns that name a response for ever. Without it: a hash of the row and its number among equal rows. */
  readonly key?: string | readonly string[];
  /** When it was answered. Without it: when it is imported. */
  readonly answeredAt?: TimeMapping;
  readonly questions: Readonly<Record<string, QuestionMapping>>;
  readonly weight?: ValueMapping;
  readonly touchpoint?: ValueMapping;
  readonly channel?: ValueMapping;
  readonly store?: ValueMapping;
  readonly online?: ValueMapping;
  readonly wave?: ValueMapping;
  /** Whatever else a file says of people who are not known, to tell groups of them apart. */
  readonly properties?: Readonly<Record<string, ValueMapping>>;
}

/** Parts of a mapping that are fields of each answer, with their types. */
export const CIRCUMSTANCES = {
  weight: 'decimal',
  touchpoint: 'text',
  channel: 'text',
  store: 'text',
  online: 'boolean',
  wave: 'text',
} as const;
