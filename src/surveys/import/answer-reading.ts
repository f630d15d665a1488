import type { OpenRowReading } from '../../imports/row-reading.ts';
import { type PublishedSurvey, readSurveys } from '../published.ts';
import type { AnswerMapping } from './answer-mapping.ts';
import { answerPreparer } from './answer-preparer.ts';
import { checkAnswerMapping } from './check-answer-mapping.ts';

const DEFAULT_SOURCE = 'import';

/** Reads rows as responses to the surveys that are published when the import begins. */
export const answerReading =
  (currency: string): OpenRowReading =>
  async ({ database, sources }) => {
    const surveys = await readSurveys(database);
    return {
      check: (mapping, columns) => checkAnswerMapping(mapping, surveys, columns),
      preparer(given, source) {
        const mapping = given as AnswerMapping;
        const { kinds, classifiers } = sources;
        const survey = surveys.get(mapping.survey) as PublishedSurvey;
        const from = source ?? String(mapping.source?.value ?? DEFAULT_SOURCE);
        return answerPreparer(mapping, { survey, kinds, classifiers, currency, source: from });
      },
    };
  };
