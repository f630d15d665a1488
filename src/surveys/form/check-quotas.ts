import { type Problem, refusal } from '../../contract/condition.ts';
import { phrase } from '../../language/say.ts';
import { unknownQuestion } from '../check-answers.ts';
import type { Quota, SurveyDocument } from '../document.ts';
import { answerFault } from './answer-fault.ts';

/** Each quota counts what can be answered, and no two count the same. */
export function checkQuotas(document: SurveyDocument): Problem[] {
  const { quotas = [] } = document;
  const names = quotas.map(({ question, answer }) => JSON.stringify([question, answer]));
  return quotas.flatMap((quota, i) => {
    const at = `/quotas/${i}`;
    if (names.indexOf(names[i] as string) < i) return [refusal(at, 'QUOTA_REPEATS', phrase('survey.quotaRepeats'))];
    return quotaFaults(quota, document, at);
  });
}

function quotaFaults({ question: key, answer }: Quota, document: SurveyDocument, pointer: string): Problem[] {
  if (key === undefined)
    return answer === undefined ? [] : [refusal(pointer, 'MISSING_PROPERTY', phrase('survey.quotaNeedsQuestion'))];
  const question = document.questions.find((one) => one.key === key);
  if (!question) return [refusal(`${pointer}/question`, 'UNKNOWN_QUESTION', unknownQuestion(key, document))];
  const fault = answer === undefined ? undefined : answerFault(question, answer);
  return fault ? [refusal(`${pointer}/answer`, 'UNKNOWN_ANSWER', fault)] : [];
}
