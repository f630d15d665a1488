import type { Problem } from '../../contract/condition.ts';
import type { SurveyDocument } from '../document.ts';
import { lintLabels } from './lint-labels.ts';
import { lintShape } from './lint-shape.ts';
import { lintTexts } from './lint-texts.ts';
import { lintWording } from './lint-wording.ts';

/** What is allowed in a survey and makes for fewer or worse answers; as warnings, which refuse nothing. */
export const lintSurvey = (document: SurveyDocument): Problem[] => [
  ...lintShape(document),
  ...lintTexts(document),
  ...lintWording(document),
  ...lintLabels(document),
];
