import { type Problem, refusal } from '../../contract/condition.ts';
import { phrase } from '../../language/say.ts';
import type { AnswerCondition, Question } from '../document.ts';

/** The answers to a question that leave a later one open; of a multiple choice or words nothing is excluded. */
type Left = ReadonlySet<string | number>;

/**
 * Questions that no answers ever lead to: their conditions, with those of the questions they depend on, exclude each
 * other. The conditions have no other faults. Of questions that depend on one another the first is told.
 */
export function findNeverShown(questions: readonly Question[]): Problem[] {
  const byKey = new Map(questions.map((question) => [question.key, question]));
  const needs = new Map<string, ReadonlyMap<string, Left>>();
  const lost = new Set<string>();
  return questions.flatMap(({ key, when = [] }, i) => {
    if (when.some(({ question }) => lost.has(question))) {
      lost.add(key);
      return [];
    }
    const own = new Map<string, Left>();
    const need = (question: string, left: Left): void => {
      own.set(question, own.get(question)?.intersection(left) ?? left);
    };
    for (const condition of when) {
      for (const [question, left] of needs.get(condition.question) ?? []) need(question, left);
      const left = answersLeft(byKey.get(condition.question) as Question, condition);
      if (left) need(condition.question, left);
    }
    needs.set(key, own);
    if ([...own.values()].every(({ size }) => size > 0)) return [];
    lost.add(key);
    return [refusal(`/questions/${i}/when`, 'NEVER_SHOWN', phrase('survey.neverShown'))];
  });
}

function answersLeft({ kind, scale, options = [] }: Question, condition: AnswerCondition): Left | undefined {
  if (kind === 'open' || kind === 'multiple') return undefined;
  const { atLeast = scale?.min, atMost = scale?.max, in: among } = condition;
  const all: (string | number)[] = options.map(({ key }) => key);
  if (scale) for (let score = atLeast as number; score <= (atMost as number); score++) all.push(score);
  return new Set(among ? all.filter((one) => among.includes(one)) : all);
}
