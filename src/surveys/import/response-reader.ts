import type { CustomerRef } from '../../activities/draft.ts';
import { converter } from '../../imports/convert.ts';
import type { Convert } from '../../imports/converted.ts';
import type { ValueMapping } from '../../imports/mapping.ts';
import { customerReader } from '../../imports/read-customer.ts';
import { requiredTimeReader } from '../../imports/read-time.ts';
import { valueReader } from '../../imports/read-value.ts';
import { type ReadRow, type RowProblem, rowProblem } from '../../imports/row.ts';
import { columnKey, contentKey, type Occurrences } from '../../imports/row-key.ts';
import type { PublishedSurvey } from '../published.ts';
import type { ParsedAnswer } from '../visible-questions.ts';
import { type AnswerMapping, CIRCUMSTANCES } from './answer-mapping.ts';
import { answerReader } from './read-answer.ts';
import { weightConverter } from './weight.ts';

/** A row as a response, before its answers are checked as activities. */
export interface ReadResponse {
  /** Absent: somebody who is not known. */
  readonly customer: CustomerRef | undefined;
  readonly key: string;
  readonly answeredAt: number | undefined;
  readonly answers: readonly ParsedAnswer[];
  /** Fields of every answer. */
  readonly circumstances: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

type ReadParts = (row: ReadRow, problems: RowProblem[]) => Record<string, unknown>;

/** Compiles a mapping that has been checked; undefined when something is wrong with the row, which is told. */
export function responseReader(
  mapping: AnswerMapping,
  survey: PublishedSurvey,
): (row: ReadRow, occurrences: Occurrences, problems: RowProblem[]) => ReadResponse | undefined {
  const readCustomer = readAnybody(mapping);
  const readTime = mapping.answeredAt === undefined ? undefined : requiredTimeReader(mapping.answeredAt);
  const keyColumns = typeof mapping.key === 'string' ? [mapping.key] : mapping.key;
  // in the order of the survey
  const readAnswers = survey.document.questions.flatMap((question) => {
    const from = mapping.questions[question.key];
    return from === undefined ? [] : [answerReader(question, from)];
  });
  const readCircumstances = partsReader(
    Object.keys(CIRCUMSTANCES).map((part) => [part, mapping[part as keyof typeof CIRCUMSTANCES]]),
    (part) => CIRCUMSTANCES[part as keyof typeof CIRCUMSTANCES],
  );
  const readProperties = partsReader(Object.entries(mapping.properties ?? {}), () => 'text');
  return (row, occurrences, problems) => {
    // counted for every row, so that mending one row does not move the keys of others
    const key = keyColumns ? columnKey(row, keyColumns) : contentKey(row, occurrences);
    const customer = readCustomer(row, problems);
    const answeredAt = readTime?.(row, problems);
    const circumstances = readCircumstances(row, problems);
    const properties = readProperties(row, problems);
    const answers = readAnswers.flatMap((read) => read(row, problems) ?? []);
    if (key === undefined)
      problems.push(rowProblem(row.line, keyColumns?.[0] ?? null, null, 'MISSING_KEY', 'This row has no key.'));
    if (answers.length === 0 && problems.length === 0)
      problems.push(rowProblem(row.line, null, null, 'NO_ANSWER', 'This row answers none of the questions.'));
    if (problems.length > 0 || key === undefined) return undefined;
    return { customer, key, answeredAt, answers, circumstances, properties };
  };
}

/** The customer of a row; nobody when the row names none. */
function readAnybody({ customer, customerId }: AnswerMapping): ReturnType<typeof customerReader> {
  const named = [customer, customerId].filter((one) => one !== undefined).map(valueReader);
  const read = customerReader(customer, customerId);
  return (row, problems) => (named.some((each) => each(row, problems).value != null) ? read(row, problems) : undefined);
}

type PartType = 'decimal' | 'text' | 'boolean';

function partsReader(
  parts: readonly (readonly [name: string, from: ValueMapping | undefined])[],
  typeOf: (name: string) => PartType,
): ReadParts {
  const readers = parts.flatMap(([name, from]) =>
    from === undefined ? [] : [{ name, read: valueReader(from), convert: convertFor(typeOf(name), from) }],
  );
  return (row, problems) => {
    const found: Record<string, unknown> = {};
    for (const { name, read, convert } of readers) {
      const { column, value } = read(row, problems);
      if (value === undefined || value === null) continue;
      const converted = convert(value);
      if ('value' in converted) found[name] = converted.value;
      else problems.push(rowProblem(row.line, column, value, converted.code, converted.message));
    }
    return found;
  };
}

const convertFor = (type: PartType, from: ValueMapping): Convert =>
  type === 'decimal' ? weightConverter : converter(type, typeof from === 'string' ? {} : from);
