import { type Problem, refusal } from '../../contract/condition.ts';
import { phrase } from '../../language/say.ts';
import { quote } from '../../rules/wording.ts';
import type { RatingMeasure, Scale } from '../document.ts';
import { LIMITS } from '../limits.ts';

type Range = Pick<Scale, 'min' | 'max' | 'higherIsBetter'>;
const up = (min: number, max: number): Range => ({ min, max, higherIsBetter: true });

/** The scales on which a measure is what its name says; a measure of one's own has a scale of one's own. */
const SCALES: Readonly<Record<Exclude<RatingMeasure, 'custom'>, readonly Range[]>> = {
  nps: [up(0, 10)],
  csat: [up(1, 5), up(1, 10)],
  ces1: [{ min: 1, max: 5, higherIsBetter: false }],
  ces2: [up(1, 7)],
};

const MOST_FACES = 7;
const MOST_STARS = 10;

/** What is wrong with the scale of a rating; of several faults that follow from one another the first. */
export function checkScale(measure: RatingMeasure, scale: Scale, pointer: string): Problem[] {
  const { min, max, higherIsBetter } = scale;
  if (min >= max) return [refusal(`${pointer}/max`, 'SCALE_REVERSED', phrase('survey.scaleReversed', { min, max }))];
  if (measure !== 'custom') {
    const fits = SCALES[measure].some(
      (one) => one.min === min && one.max === max && one.higherIsBetter === higherIsBetter,
    );
    if (!fits) return [refusal(pointer, 'SCALE_OF_MEASURE', phrase(`survey.scaleOf.${measure}`))];
  }
  const points = max - min + 1;
  const { points: most } = LIMITS;
  if (points > most)
    return [refusal(pointer, 'TOO_MANY_POINTS', phrase('survey.tooManyPoints', { count: points, most }))];
  return [...presentationFaults(scale, points, pointer), ...satisfiedFaults(measure, scale, pointer)];
}

function presentationFaults({ shownAs, min, max, higherIsBetter }: Scale, points: number, pointer: string): Problem[] {
  const isFitting =
    shownAs === 'numbers' ||
    (shownAs === 'emoji' && points <= MOST_FACES) ||
    (shownAs === 'stars' && min === 1 && max <= MOST_STARS && higherIsBetter);
  if (isFitting) return [];
  const said =
    shownAs === 'emoji'
      ? phrase('survey.tooManyFaces', { count: points, most: MOST_FACES })
      : phrase('survey.unfitStars', { most: MOST_STARS });
  return [refusal(`${pointer}/shownAs`, 'UNFIT_PRESENTATION', said)];
}

function satisfiedFaults(measure: RatingMeasure, { satisfiedFrom, ...scale }: Scale, pointer: string): Problem[] {
  const { min, max, higherIsBetter } = scale;
  if (satisfiedFrom === undefined) {
    if (measure !== 'csat' || max === 5) return [];
    return [refusal(pointer, 'SATISFIED_FROM_MISSING', phrase('survey.satisfiedFromMissing'))];
  }
  const at = `${pointer}/satisfiedFrom`;
  if (measure === 'nps' || !higherIsBetter)
    return [refusal(at, 'NOT_ALLOWED', phrase(measure === 'nps' ? 'survey.npsBands' : 'survey.satisfiedFromUp'))];
  if (satisfiedFrom > min && satisfiedFrom <= max) return [];
  const about = { value: quote(satisfiedFrom), min: min + 1, max };
  return [refusal(at, 'OUT_OF_RANGE', phrase('survey.satisfiedFromRange', about))];
}
