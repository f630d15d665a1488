import { checkActivity } from '../../activities/check-activity.ts';
import type { ActivityDraft } from '../../activities/draft.ts';
import type { ActivityKind } from '../../contract/activity.ts';
import type { CommentClassifier } from '../../contract/classifier.ts';
import type { Issue } from '../../errors.ts';
import { columnIn, type RowPreparer } from '../../imports/prepare-rows.ts';
import type { RowProblems } from '../../imports/problems.ts';
import { customerReader } from '../../imports/read-customer.ts';
import { lookUp } from '../../imports/read-value.ts';
import { type ReadRow, type RowProblem, rowProblem } from '../../imports/row.ts';
import { Occurrences } from '../../imports/row-key.ts';
import { measured } from '../answers/prepare-answers.ts';
import { classifyComment } from '../comments/classify.ts';
import type { Question } from '../document.ts';
import type { PublishedSurvey } from '../published.ts';
import type { AnswerMapping, CIRCUMSTANCES } from './answer-mapping.ts';
import { type AnonymousResponse, keepAnonymous } from './keep-anonymous.ts';
import { type ReadResponse, responseReader } from './response-reader.ts';

/** What responses are prepared with. */
export interface AnswerEquipment {
  readonly survey: PublishedSurvey;
  readonly kinds: ReadonlyMap<string, ActivityKind>;
  readonly classifiers: readonly CommentClassifier[];
  readonly currency: string;
  /** Where the responses come from. */
  readonly source: string;
}

const NOBODY = { externalId: 'nobody' };

/**
 * Prepares rows that are responses. Those of customers travel the road, an activity for each answer; those of people who
 * are not known are kept beside. A row with any fault is not taken at all.
 */
export function answerPreparer(mapping: AnswerMapping, equipment: AnswerEquipment): RowPreparer {
  const occurrences = new Occurrences();
  const read = responseReader(mapping, equipment.survey);
  const readCustomer = customerReader(mapping.customer, mapping.customerId);
  const locate = (row: ReadRow, question: unknown, issues: readonly Issue[]): RowProblem[] =>
    issues.map(({ path, code, message }) => {
      const column = columnOf(mapping, question, path[0]);
      return rowProblem(row.line, column, column === null ? null : lookUp(row.values, column), code, message);
    });
  const withRow = (row: ReadRow, problems: readonly RowProblem[]): RowProblems => ({
    line: row.line,
    raw: row.raw,
    customer: readCustomer(row, []),
    problems,
  });
  return {
    skip(rows) {
      if (mapping.key === undefined) for (const row of rows) if (row.values) read(row, occurrences, []);
    },
    prepare(rows) {
      const activities: ActivityDraft[] = [];
      const taken: ReadRow[] = [];
      const anonymous: { readonly row: ReadRow; readonly response: AnonymousResponse }[] = [];
      const problems: RowProblems[] = [];
      for (const row of rows) {
        if (!row.values) {
          problems.push({ line: row.line, raw: row.raw, problems: [row.problem] });
          continue;
        }
        const wrong: RowProblem[] = [];
        const response = read(row, occurrences, wrong);
        const drafts = response
          ? draftsOf(response, equipment, (about, found) => wrong.push(...locate(row, about, found)))
          : [];
        if (wrong.length > 0 || !response) problems.push(withRow(row, wrong));
        else if (!response.customer) anonymous.push({ row, response: withoutName(response, drafts, equipment) });
        else
          for (const draft of drafts) {
            activities.push(draft);
            taken.push(row);
          }
      }
      const beside = {
        rows: anonymous.map(({ row }) => row),
        keep: (tx: Parameters<typeof keepAnonymous>[0]) =>
          keepAnonymous(
            tx,
            equipment.survey,
            anonymous.map(({ response }) => response),
          ),
      };
      const prepared = { count: rows.length, activities, profiles: [], rows: taken, problems };
      return anonymous.length > 0 ? { ...prepared, beside } : prepared;
    },
    place: (row, { payload }, issues) => withRow(row, locate(row, payload?.question, issues)),
  };
}

/** An activity for each answer; the last one says that the response is complete. */
function draftsOf(
  { customer, key, answeredAt, answers, circumstances }: ReadResponse,
  { survey, kinds, currency, source }: AnswerEquipment,
  fault: (question: string, issues: readonly Issue[]) => void,
): ActivityDraft[] {
  return answers.flatMap(({ question, score, choices, text }, i) => {
    const fields = {
      ...{ survey: survey.key, question, score, choice: choices?.join(','), text, response: key, ...circumstances },
      ...(i === answers.length - 1 && { complete: true }),
    };
    const raw = { customer: customer ?? NOBODY, kind: 'surveyAnswer', key: `${key}:${question}`, source, fields };
    const checked = checkActivity(answeredAt === undefined ? raw : { ...raw, occurredAt: answeredAt }, kinds, currency);
    if ('draft' in checked) return [checked.draft];
    fault(question, checked.issues);
    return [];
  });
}

function withoutName(
  { key, answeredAt, properties }: ReadResponse,
  drafts: readonly ActivityDraft[],
  { survey, source, classifiers }: AnswerEquipment,
): AnonymousResponse {
  const answers = drafts.map(({ payload }) => {
    const question = survey.document.questions.find((one) => one.key === payload.question) as Question;
    const { text } = payload;
    const sentiment = typeof text === 'string' ? classifyComment(classifiers, text)?.label : undefined;
    const measures = measured(survey, question, payload.score as number | undefined);
    return { payload, fill: sentiment === undefined ? measures : { ...measures, sentiment } };
  });
  return { source, key, answeredAt, answers, properties };
}

/** The column that a field of an answer comes from. */
function columnOf(mapping: AnswerMapping, question: unknown, field: string | undefined): string | null {
  if (field === 'customer') return columnIn(mapping.customer ?? mapping.customerId);
  if (field === 'key' || field === 'response') return columnIn(mapping.key);
  if (field === 'occurredAt') return columnIn(mapping.answeredAt);
  if (field === 'score' || field === 'choice' || field === 'text' || field === 'question')
    return columnIn(mapping.questions[String(question)]);
  return columnIn(mapping[field as keyof typeof CIRCUMSTANCES]);
}
