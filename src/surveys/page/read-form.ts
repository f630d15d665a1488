import type { Question, SurveyDocument } from '../document.ts';
import type { GivenAnswer } from '../parse-answer.ts';
import { answerField, FIELDS } from './fields.ts';

/** What a form sent. */
export interface SentForm {
  /** The questions that it showed. */
  readonly shown: readonly Question[];
  /** What was chosen or written, by question, to show it again. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  /** The same as answers; what was left empty is none. */
  readonly answers: readonly GivenAnswer[];
  /** Whether a field was filled in that people do not see. */
  readonly trapped: boolean;
}

/** Reads what a form sent; fields that are not of this survey are nothing. */
export function readForm({ questions }: SurveyDocument, body: string): SentForm {
  const sent = new URLSearchParams(body);
  const keys = (sent.get(FIELDS.shown) ?? '').split(',');
  const shown = questions.filter(({ key }) => keys.includes(key));
  const given = new Map(
    shown.map(({ key }) => [key, sent.getAll(answerField(key)).map((text) => text.replaceAll('\r\n', '\n'))]),
  );
  const answers = shown.flatMap(
    (question) => answerTo(question, (given.get(question.key) ?? []).filter(Boolean)) ?? [],
  );
  return { shown, given, answers, trapped: (sent.get(FIELDS.trap) ?? '') !== '' };
}

function answerTo({ key, kind }: Question, given: readonly string[]): GivenAnswer | undefined {
  const [first] = given;
  if (first === undefined) return undefined;
  if (kind === 'rating') return { question: key, score: /^-?\d{1,9}$/.test(first) ? Number(first) : Number.NaN };
  return kind === 'open' ? { question: key, text: first } : { question: key, choices: given };
}

/**
 * What an address marks for a reader, who has still to send it: `?q=recommend&score=9`, or `choice=` for an option. Before
 * it comes what the invitation marks. What does not fit the survey marks nothing.
 */
export function readMarks(
  { questions }: SurveyDocument,
  prefill: Readonly<Record<string, unknown>> | null,
  query: URLSearchParams,
): Map<string, readonly string[]> {
  const asked = query.get('q');
  const wanted = query.getAll('score').concat(query.getAll('choice'));
  const marks = new Map<string, readonly string[]>();
  for (const question of questions) {
    const values =
      question.key === asked && wanted.length > 0 ? wanted : [prefill?.[question.key] ?? []].flat().map(String);
    const fitting = values.filter((value) => fits(question, value));
    if (fitting.length > 0) marks.set(question.key, question.kind === 'multiple' ? fitting : fitting.slice(0, 1));
  }
  return marks;
}

function fits({ kind, scale, options = [] }: Question, value: string): boolean {
  if (kind === 'open') return false;
  if (!scale) return options.some(({ key }) => key === value);
  return /^-?\d{1,9}$/.test(value) && Number(value) >= scale.min && Number(value) <= scale.max;
}
