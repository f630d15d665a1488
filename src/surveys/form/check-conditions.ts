import { type Problem, refusal } from '../../contract/condition.ts';
import { phrase } from '../../language/say.ts';
import { quote } from '../../rules/wording.ts';
import { unknownQuestion } from '../check-answers.ts';
import type { AnswerCondition, Question, SurveyDocument } from '../document.ts';
import { answerFault } from './answer-fault.ts';
import { findNeverShown } from './find-never-shown.ts';

/** The conditions between questions: they look at earlier questions, at answers there are, and can hold together. */
export function checkConditions({ questions }: SurveyDocument): Problem[] {
  const faults = questions.flatMap(({ when = [] }, i) =>
    when.flatMap((condition, j) => conditionFaults(condition, questions, i, `/questions/${i}/when/${j}`)),
  );
  return faults.length > 0 ? faults : findNeverShown(questions);
}

function conditionFaults(
  condition: AnswerCondition,
  questions: readonly Question[],
  place: number,
  pointer: string,
): Problem[] {
  const index = questions.findIndex(({ key }) => key === condition.question);
  const earlier = questions[index];
  if (!earlier) {
    const said = unknownQuestion(condition.question, { questions });
    return [refusal(`${pointer}/question`, 'UNKNOWN_QUESTION', said)];
  }
  if (index >= place) {
    const later = phrase('survey.laterQuestion', { question: quote(earlier.key) });
    return [refusal(`${pointer}/question`, 'LATER_QUESTION', later)];
  }
  const { atLeast, atMost, in: among = [] } = condition;
  const bounds = [
    ['atLeast', atLeast],
    ['atMost', atMost],
  ] as const;
  const faults = [...bounds.filter(isGiven), ...among.map((one, k) => [`in/${k}`, one] as const)].flatMap(
    ([part, value]) => {
      const fault = answerFault(earlier, value);
      return fault ? [refusal(`${pointer}/${part}`, 'UNKNOWN_ANSWER', fault)] : [];
    },
  );
  if (faults.length > 0 || atLeast === undefined || atMost === undefined || atLeast <= atMost) return faults;
  return [refusal(`${pointer}/atMost`, 'RANGE_REVERSED', phrase('survey.rangeReversed', { atLeast, atMost }))];
}

const isGiven = <P>(bound: readonly [P, number | undefined]): bound is readonly [P, number] => bound[1] !== undefined;
