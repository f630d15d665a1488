import type { ActivityKind } from '../../contract/activity.ts';
import type { FactCatalogue } from '../../contract/fact.ts';
import { checkForm, type DocumentCheck } from '../../rules/check-form.ts';
import { findContradictions } from '../../rules/find-contradictions.ts';
import { createLogic } from '../../rules/logic.ts';
import type { SurveyDocument, SurveyKind } from '../document.ts';
import { lintSurvey } from '../lint/lint-survey.ts';
import { checkAsking } from './check-asking.ts';
import { checkConditions } from './check-conditions.ts';
import { checkQuestions } from './check-questions.ts';
import { checkQuotas } from './check-quotas.ts';
import { checkCharacters, checkTexts } from './check-texts.ts';
import { chinese } from './chinese.ts';
import { surveySchema } from './survey-schema.ts';

/** What surveys may speak of. */
export interface SurveySources {
  readonly kinds: ReadonlyMap<string, ActivityKind>;
  readonly catalogue: FactCatalogue;
}

/**
 * Checks the document of a survey as a marketer wrote it (a string is JSON text): everything that is wrong with it, each
 * with its place and a sentence; and of a sound one what is allowed and makes answers worse, as warnings.
 */
export const checkSurvey = (
  source: unknown,
  kind: SurveyKind,
  { kinds, catalogue }: SurveySources,
): DocumentCheck<SurveyDocument> =>
  checkForm<SurveyDocument>(
    {
      schema: surveySchema,
      translations: { zh: chinese },
      rules: ({ ask }) => (ask?.when ? [{ name: 'ask', pointer: '/ask/when', when: ask.when }] : []),
      check: (document) => {
        const faults = checkQuestions(document, kind);
        return [
          ...checkCharacters(document),
          ...checkTexts(document),
          ...faults,
          // what the answers can be is known of sound questions only
          ...(faults.length > 0 ? [] : [...checkConditions(document), ...checkQuotas(document)]),
          ...checkAsking(document, kinds),
        ];
      },
      inspect: (document, rules, problems) => [
        ...findContradictions(rules, problems, createLogic(catalogue)),
        ...lintSurvey(document),
      ],
    },
    source,
    catalogue,
  );
