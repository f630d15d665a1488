import type { Phrase } from '../language/phrase.ts';
import { phrase } from '../language/say.ts';
import { nearest } from '../rules/nearest.ts';
import { listed, quote } from '../rules/wording.ts';
import type { Question } from './document.ts';
import { LIMITS } from './limits.ts';
import type { ParsedAnswer } from './visible-questions.ts';

/** An answer as it comes in: from the page, the API, a file. What is null, empty or blank was not answered. */
export interface GivenAnswer {
  readonly question: string;
  readonly score?: number | null;
  readonly choices?: readonly string[] | null;
  readonly text?: string | null;
}

type Tell = (path: readonly string[], code: string, said: Phrase) => void;
type Part = 'score' | 'choices' | 'text';

const PART = { rating: 'score', single: 'choices', multiple: 'choices', open: 'text' } as const;

/** The answer to a question; undefined when it was left empty or has a fault, which is told. */
export function parseAnswer(question: Question, given: GivenAnswer, fault: Tell): ParsedAnswer | undefined {
  const { key } = question;
  const takes = PART[question.kind];
  const strange = (['score', 'choices', 'text'] as const).find((part) => part !== takes && isGiven(given[part]));
  if (strange) {
    fault([key, strange], 'WRONG_KIND_OF_ANSWER', phrase(`answer.takes.${takes}`, { key: quote(key) }));
    return undefined;
  }
  if (!isGiven(given[takes])) return undefined;
  const tell = (part: Part, code: string, said: Phrase): undefined => {
    fault([key, part], code, said);
  };
  if (takes === 'score') return parseScore(question, given.score as number, tell);
  if (takes === 'text') return parseText(question, given.text as string, tell);
  return parseChoices(question, given.choices as readonly string[], tell);
}

function isGiven(value: GivenAnswer[Part]): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'string') return value.trim() !== '';
  return typeof value === 'number' || value.length > 0;
}

type TellPart = (part: Part, code: string, said: Phrase) => undefined;

function parseScore({ key, scale }: Question, score: number, tell: TellPart): ParsedAnswer | undefined {
  const { min, max } = scale as NonNullable<Question['scale']>;
  // not rounded: what somebody did not say is no answer
  if (Number.isInteger(score) && score >= min && score <= max) return { question: key, score };
  return tell('score', 'SCORE_NOT_ON_SCALE', phrase('answer.offScale', { value: quote(score), min, max }));
}

function parseText({ key }: Question, text: string, tell: TellPart): ParsedAnswer | undefined {
  const words = text.trim();
  if (words.includes('\0') || !words.isWellFormed())
    return tell('text', 'BAD_CHARACTER', phrase('answer.badCharacter'));
  const { answer: most } = LIMITS.characters;
  // as many characters as people count, not halves of them
  if (words.length > most && [...words].length > most)
    return tell('text', 'TOO_LONG', phrase('answer.tooLong', { most }));
  return { question: key, text: words };
}

function parseChoices({ key, kind, options = [] }: Question, choices: readonly string[], tell: TellPart) {
  const keys = options.map((option) => option.key);
  const unknown = choices.find((choice) => !keys.includes(choice));
  if (unknown !== undefined) {
    const near = nearest(unknown, keys);
    const said =
      near === undefined
        ? phrase('answer.unknownOption', { value: quote(unknown), keys: listed(keys, 'or') })
        : phrase('answer.optionMeant', { value: quote(unknown), near });
    return tell('choices', 'UNKNOWN_OPTION', said);
  }
  const chosen = keys.filter((option) => choices.includes(option));
  if (kind === 'single' && chosen.length > 1) return tell('choices', 'ONE_CHOICE', phrase('answer.oneChoice'));
  return { question: key, choices: chosen };
}
