import { parseDecimal } from '../../imports/decimal.ts';
import { valueReader } from '../../imports/read-value.ts';
import { type ReadRow, type RowProblem, rowProblem } from '../../imports/row.ts';
import { say } from '../../language/say.ts';
import type { Question } from '../document.ts';
import { type GivenAnswer, parseAnswer } from '../parse-answer.ts';
import type { ParsedAnswer } from '../visible-questions.ts';
import type { QuestionMapping } from './answer-mapping.ts';

/** The answer to one question in a row; undefined: it was not answered, or what is wrong was added to the problems. */
export type ReadAnswer = (row: ReadRow, problems: RowProblem[]) => ParsedAnswer | undefined;

/** Compiles how a question is read. */
export function answerReader(question: Question, mapping: QuestionMapping): ReadAnswer {
  const { unanswered = [], separator = ',', ...from } = typeof mapping === 'string' ? { column: mapping } : mapping;
  const read = valueReader(from);
  const silent = new Set(unanswered.map(String));
  const plain = valueReader(from.column);
  return (row, problems) => {
    const written = plain(row, problems).value;
    if (written === undefined || written === null || silent.has(String(written))) return undefined;
    const { value } = read(row, problems);
    const told = (code: string, message: string): undefined => {
      problems.push(rowProblem(row.line, from.column, written, code, message));
    };
    const given = givenBy(question, value, separator);
    if (!given) return told('NOT_AN_ANSWER', MISFITS[question.kind]);
    return parseAnswer(question, given, (_path, code, said) => told(code, say(said, 'en')));
  };
}

const MISFITS: Readonly<Record<Question['kind'], string>> = {
  rating: 'This must be a number on the scale of the question.',
  single: 'This must be the key of an option.',
  multiple: 'This must be keys of options.',
  open: 'This must be a text.',
};

function givenBy({ key: question, kind }: Question, value: unknown, separator: string): GivenAnswer | undefined {
  if (kind === 'rating') return parseDecimal(value) && { question, score: Number(value) };
  if (kind === 'multiple' && Array.isArray(value)) return { question, choices: value.map(String) };
  if (typeof value === 'object') return undefined;
  const text = String(value);
  if (kind === 'open') return { question, text };
  if (kind === 'single') return { question, choices: [text] };
  return {
    question,
    choices: text
      .split(separator)
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  };
}
