import type { SurveyDocument } from './document.ts';
import { type Series, seriesKey, seriesOf } from './series.ts';

/** A question whose answers begin a new series with a version: they are not counted with those to the version before. */
export interface NewSeries {
  readonly question: string;
  readonly before: Series;
  readonly after: Series;
}

/** The questions that stay and measure something else, or on another scale, or in the other direction. */
export function newSeries(before: SurveyDocument | undefined, after: SurveyDocument): NewSeries[] {
  const former = new Map(before?.questions.map((question) => [question.key, seriesOf(question)]));
  return after.questions.flatMap((question) => {
    const [was, is] = [former.get(question.key), seriesOf(question)];
    return was && is && seriesKey(was) !== seriesKey(is) ? [{ question: question.key, before: was, after: is }] : [];
  });
}
