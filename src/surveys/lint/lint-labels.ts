import { type Problem, warning } from '../../contract/condition.ts';
import { phrase } from '../../language/say.ts';
import { under } from '../../rules/pointer.ts';
import type { Option, Question, Scale, SurveyDocument } from '../document.ts';
import { leaningOf } from './leaning.ts';

/** What the ends of scales and the options of choices say: something, both sides alike, and the right way round. */
export const lintLabels = ({ questions }: SurveyDocument): Problem[] =>
  questions.flatMap(({ scale, kind, options }: Question, i) => {
    const at = `/questions/${i}`;
    if (scale) return scaleFaults(scale, `${at}/scale`);
    return kind === 'single' && options ? optionFaults(options, `${at}/options`) : [];
  });

function scaleFaults({ shownAs, low, high, higherIsBetter }: Scale, pointer: string): Problem[] {
  if (!low || !high) {
    // faces and stars speak for themselves
    if (shownAs !== 'numbers' && !low && !high) return [];
    return [warning(pointer, 'NO_END_LABELS', phrase('lint.noEndLabels'))];
  }
  return Object.keys(low).flatMap((language) => {
    const lowest = leaningOf(low[language] as string, language);
    const highest = leaningOf(high[language] ?? '', language);
    const good = higherIsBetter ? highest : lowest;
    const bad = higherIsBetter ? lowest : highest;
    const at = under(`${pointer}/high`, language);
    if (good < 0 && bad > 0) return [warning(at, 'LABELS_REVERSED', phrase('lint.labelsReversed'))];
    if (lowest !== 0 && lowest === highest) return [warning(at, 'UNBALANCED_LABELS', phrase('lint.sameSide'))];
    return [];
  });
}

/** Fewer options than this are no scale in words. */
const FEWEST = 3;

function optionFaults(options: readonly Option[], pointer: string): Problem[] {
  const languages = Object.keys(options[0]?.text ?? {});
  return languages.flatMap((language) => {
    const leanings = options.map(({ text }) => leaningOf(text[language] ?? '', language));
    const good = leanings.filter((one) => one > 0).length;
    const bad = leanings.filter((one) => one < 0).length;
    if (good + bad < FEWEST || Math.abs(good - bad) < 2) return [];
    return [warning(pointer, 'UNBALANCED_LABELS', phrase('lint.unbalanced', { good, bad }))];
  });
}
