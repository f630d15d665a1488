import type { GroupField } from '../analytics/grouping.ts';
import type { Period } from '../analytics/periods.ts';
import type { AnswerFilter } from '../analytics/population.ts';
import type { Builder } from '../contract/graphql.ts';
import { describedEnum } from './described-enum.ts';
import type { QuestionTypes } from './survey-questions.ts';

/** Which groups: exactly one of these. */
export interface GroupingInput {
  readonly field?: GroupField | null;
  readonly kind?: string | null;
  readonly ruleSet?: string | null;
  readonly attribute?: string | null;
  readonly property?: string | null;
  readonly answer?: string | null;
}

declare module '../contract/graphql.ts' {
  interface GraphInputs {
    SatisfactionFilter: AnswerFilter;
  }
}

const FIELD: Readonly<Record<GroupField, string>> = {
  store: 'The store.',
  channel: 'The channel.',
  touchpoint: 'The touchpoint.',
  online: 'Whether it was online: "true" or "false".',
  wave: 'The round of a periodic survey.',
  version: 'The version of the survey.',
  survey: 'The survey.',
};
const PERIOD: Readonly<Record<Period, string>> = {
  day: 'A day of the calendar: 23 or 25 hours when clocks change.',
  week: 'From Monday on.',
  month: 'A month of the calendar.',
  quarter: 'From January, April, July and October on.',
  year: 'A year of the calendar.',
};

/** The input types of satisfaction. */
export type SatisfactionInputs = ReturnType<typeof satisfactionInputs>;

/** What satisfaction is asked of, filtered and grouped by. */
export function satisfactionInputs(builder: Builder, Measure: QuestionTypes['Measure']) {
  const Of = builder.inputType('SatisfactionOf', {
    description:
      'Whose answers: of a survey, of one question of it, or of every survey that asks for a measure. Answers on different ' +
      'scales, or of different direction, are never counted together: that is refused with the code MIXED_SERIES, which ' +
      'names both.',
    fields: (t) => ({
      survey: t.string({ description: 'Key of a survey.' }),
      question: t.string({ description: 'Key of a question; not needed where the survey asks only one of its kind.' }),
      measure: t.field({ type: Measure, description: 'Only questions of this measure.' }),
      versions: t.intList({ description: 'Only these versions of the survey.' }),
    }),
  });
  const Property = builder.inputType('SatisfactionPropertyFilter', {
    description: 'Tests a property that came with a response.',
    fields: (t) => ({
      key: t.string({ required: true, description: 'Name of the property.' }),
      values: t.stringList({ required: true, description: 'It is one of these.' }),
    }),
  });
  const Filter = builder.inputType('SatisfactionFilter', {
    description: 'Which answers: all that is given must hold; a list holds when one of it does.',
    fields: (t) => ({
      stores: t.stringList({ description: 'Given about one of these stores.' }),
      channels: t.stringList({ description: 'Given by one of these channels.' }),
      touchpoints: t.stringList({ description: 'Given after one of these touchpoints.' }),
      waves: t.stringList({ description: 'Given in one of these rounds.' }),
      online: t.boolean({ description: 'Given about something that was online, or was not.' }),
      anonymous: t.boolean({ description: 'True: given by people who are not known; false: by customers.' }),
      properties: t.field({ type: [Property], description: 'Properties that came with the response.' }),
    }),
  });
  const Field = describedEnum(builder, 'SatisfactionField', 'What is known of every answer.', FIELD);
  const By = builder.inputType('SatisfactionGrouping', {
    description: 'What to put answers into groups by: exactly one of these. At most 500 groups.',
    isOneOf: true,
    fields: (t) => ({
      field: t.field({ type: Field, description: 'Something that is known of every answer.' }),
      kind: t.string({
        description:
          'Outcomes of all rule sets of a kind as they hold now: "segments", "loyalty-tiers". A customer may be in several.',
      }),
      ruleSet: t.string({ description: 'Outcomes of the rule set with this key as they hold now, such as stages.' }),
      attribute: t.string({ description: 'An attribute of customers as it is now.' }),
      property: t.string({ description: 'A property that came with the response.' }),
      answer: t.string({ description: 'The answer to another question of the same response, by its key.' }),
    }),
  });
  const Every = describedEnum(builder, 'SatisfactionPeriod', 'A period of the calendar, in a time zone.', PERIOD);
  const NpsMethod = builder.enumType('NpsIntervalMethod', {
    description: 'How to make the interval of a Net Promoter Score.',
    values: {
      ADJUSTED_WALD: { value: 'adjusted-wald', description: 'Holds at few answers, too.' },
      WALD: { value: 'wald', description: 'The plain one, for 100 answers or more.' },
    } as const,
  });
  return { Of, Filter, By, Every, NpsMethod };
}
