import { type Problem, warning } from '../../contract/condition.ts';
import { phrase } from '../../language/say.ts';
import { under } from '../../rules/pointer.ts';
import { quote } from '../../rules/wording.ts';
import type { Question, SurveyDocument } from '../document.ts';
import { wordingOf } from './wordings.ts';

/** Questions that ask two things at once, and questions that have the answer in them; in the languages we know. */
export const lintWording = ({ questions }: SurveyDocument): Problem[] =>
  questions.flatMap((question, i) =>
    Object.entries(question.text).flatMap(([language, words]) =>
      questionFaults(question, language, words, under(`/questions/${i}/text`, language)),
    ),
  );

function questionFaults({ kind }: Question, language: string, words: string, pointer: string): Problem[] {
  const wording = wordingOf(language);
  if (!wording) return [];
  const problems: Problem[] = [];
  const twice = words.match(/[?？][^?？]*\p{L}[^?？]*[?？]/u)?.[0];
  // who writes in words can tell two things apart; one score or choice cannot
  const joined = kind === 'open' ? undefined : words.replaceAll(wording.oneThing, '').match(wording.joins)?.[0];
  const double = twice ?? joined;
  if (double !== undefined)
    problems.push(warning(pointer, 'DOUBLE_QUESTION', phrase('lint.double', { words: quote(double.trim()) })));
  const leading = words.match(wording.leads)?.[0];
  if (leading !== undefined)
    problems.push(warning(pointer, 'LEADING_QUESTION', phrase('lint.leading', { words: quote(leading) })));
  return problems;
}
