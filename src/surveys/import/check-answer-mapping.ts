import type { Issue } from '../../errors.ts';
import { checkTime, checkValue } from '../../imports/check-value.ts';
import { didYouMean } from '../../imports/closest.ts';
import { Faults, type Path, place } from '../../imports/faults.ts';
import type { PublishedSurvey, PublishedSurveys } from '../published.ts';
import { CIRCUMSTANCES } from './answer-mapping.ts';

const PARTS = [
  ...['survey', 'source', 'customer', 'customerId', 'key', 'answeredAt', 'questions', 'properties'],
  ...Object.keys(CIRCUMSTANCES),
];

/** Everything that is wrong with a mapping of answers, each with the path to it and a sentence. */
export function checkAnswerMapping(
  given: unknown,
  surveys: PublishedSurveys,
  columns: readonly string[] | undefined,
): Issue[] {
  const faults = new Faults(columns);
  const mapping = faults.object(given ?? {}, [], PARTS);
  if (!mapping) return faults.issues;
  const { survey: key, source, customer, customerId, answeredAt, questions, properties } = mapping;
  const survey = typeof key === 'string' ? surveys.get(key) : undefined;
  if (typeof key !== 'string') faults.add(['survey'], 'NO_SURVEY', 'Name the survey that was answered: "survey": "…".');
  else if (!survey) {
    const message = `No survey “${key}” is published.${didYouMean(key, surveys.keys())}`;
    faults.add(['survey'], 'UNKNOWN_SURVEY', message);
  }
  if (source !== undefined) checkSource(faults, source);
  if (customer !== undefined) checkValue(faults, customer, ['customer'], 'text');
  if (customerId !== undefined) checkValue(faults, customerId, ['customerId'], 'text');
  if (mapping.key !== undefined) faults.columns(mapping.key, ['key']);
  if (answeredAt !== undefined) checkTime(faults, answeredAt, ['answeredAt']);
  for (const [part, type] of Object.entries(CIRCUMSTANCES))
    if (mapping[part] !== undefined) checkValue(faults, mapping[part], [part], type);
  checkQuestions(faults, questions, survey);
  if (properties !== undefined)
    for (const [name, value] of Object.entries(faults.record(properties, ['properties']) ?? {}))
      checkValue(faults, value, ['properties', name], 'text');
  return faults.issues;
}

/** One for the whole file: responses are known by it. */
function checkSource(faults: Faults, given: unknown): void {
  const source = faults.object(given, ['source'], ['value']);
  if (source && !(typeof source.value === 'string' && source.value.length >= 1 && source.value.length <= 100))
    faults.add(['source', 'value'], 'BAD_LENGTH', 'A source has 1 to 100 characters.');
}

function checkQuestions(faults: Faults, given: unknown, survey: PublishedSurvey | undefined): void {
  const mapped = faults.record(given ?? {}, ['questions']);
  if (!mapped) return;
  if (Object.keys(mapped).length === 0)
    faults.add(['questions'], 'NO_QUESTIONS', '“questions” must say which column answers which question.');
  const known = survey?.document.questions.map(({ key }) => key);
  for (const [key, question] of Object.entries(mapped)) {
    const path = ['questions', key];
    if (known && !known.includes(key)) {
      const message = `The survey “${survey?.key}” has no question “${key}”.${didYouMean(key, known)}`;
      faults.add(path, 'UNKNOWN_QUESTION', message);
    } else checkQuestion(faults, question, path);
  }
}

function checkQuestion(faults: Faults, given: unknown, path: Path): void {
  if (typeof given === 'string') {
    faults.column(given, path);
    return;
  }
  const question = faults.object(given, path, ['column', 'unanswered', 'values', 'separator']);
  if (!question) return;
  const { column, unanswered, values, separator } = question;
  if (typeof column !== 'string')
    faults.add([...path, 'column'], 'NOT_A_COLUMN', `${place(path)} must name its column.`);
  else checkValue(faults, values === undefined ? { column } : { column, values }, path, 'text');
  faults.typed({ separator }, 'separator', path, 'string');
  if (separator === '') faults.add([...path, 'separator'], 'EMPTY', `${place([...path, 'separator'])} is empty.`);
  const isPlain = (one: unknown) => typeof one === 'string' || typeof one === 'number';
  if (unanswered !== undefined && !(Array.isArray(unanswered) && unanswered.every(isPlain)))
    faults.add(
      [...path, 'unanswered'],
      'WRONG_TYPE',
      `${place([...path, 'unanswered'])} must be a list of texts or numbers.`,
    );
}
