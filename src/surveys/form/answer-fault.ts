import type { Phrase } from '../../language/phrase.ts';
import { phrase } from '../../language/say.ts';
import { quote } from '../../rules/wording.ts';
import type { Question } from '../document.ts';
import { parseAnswer } from '../parse-answer.ts';

/** What is wrong with an answer that a condition or a quota names: a score of a rating, or the key of an option. */
export function answerFault(question: Question, answer: string | number): Phrase | undefined {
  if (question.kind === 'open') return phrase('survey.openAnswer', { question: quote(question.key) });
  let fault: Phrase | undefined;
  const given = typeof answer === 'number' ? { score: answer } : { choices: [answer] };
  parseAnswer(question, { question: question.key, ...given }, (_path, _code, said) => {
    fault = said;
  });
  return fault;
}
