import type { Question, Scale } from '../document.ts';
import { answerField } from './fields.ts';
import { type Html, html } from './html.ts';
import { face, star } from './signs.ts';
import { readIn, type Tongue, textOf } from './tongue.ts';

/** A question of a page as it is drawn: `id` is its own on the page. */
export interface Asked {
  readonly tongue: Tongue;
  readonly id: string;
  readonly question: Question;
  /** What was chosen or written, as the form sends it. */
  readonly given: readonly string[];
}

/** The scores of a scale, each a radio button that looks like a tile, and what its ends mean. */
export function ratingOf(asked: Asked, scale: Scale): Html {
  const { id, question } = asked;
  const scores = Array.from({ length: scale.max - scale.min + 1 }, (_, i) => scale.min + i);
  const ends = endsOf(asked, scale);
  return html`<div class="choices scale ${LOOKS[scale.shownAs]} n${scores.length}">${scores.map((score, i) => {
    const end =
      ends && (i === 0 ? scale.low && `${id}-low` : i === scores.length - 1 ? scale.high && `${id}-high` : '');
    return html`<div class="choice"><input type="radio" id="${id}-${i}" name="${answerField(question.key)}" value="${score}"${
      end && html` aria-describedby="${end}"`
    }${asked.given[0] === String(score) && html` checked`}><label for="${id}-${i}">${shown(asked, scale, score)}</label></div>`;
  })}</div>${ends}`;
}

const LOOKS = { numbers: 'numbers', emoji: 'faces', stars: 'stars' } as const;

/** How many faces we can tell apart. */
const FACES = 5;

function shown(asked: Asked, scale: Scale, score: number): Html {
  if (scale.shownAs === 'numbers') return html`${score}`;
  if (scale.shownAs === 'stars')
    return html`${star}<span aria-hidden="true">${score}</span><span class="unseen">${wordsOf(asked, scale, score)}</span>`;
  return html`${face(moodOf(scale, score))}<span>${wordsOf(asked, scale, score)}</span>`;
}

const moodOf = ({ min, max, higherIsBetter }: Scale, score: number): number => {
  const place = (score - min) / (max - min);
  return Math.round((higherIsBetter ? place : 1 - place) * (FACES - 1));
};

/**
 * A score in words where it is shown as something else than a number: at the ends the survey's own, between them ours; a
 * number where we do not speak the language.
 */
export function wordsOf({ tongue, question }: Pick<Asked, 'tongue' | 'question'>, scale: Scale, score: number): string {
  if (scale.shownAs === 'stars' && !tongue.foreign) return textOf(tongue, 'respond.stars', { count: score });
  if (scale.shownAs !== 'emoji') return String(score);
  if (score === scale.min && scale.low) return readIn(tongue, scale.low);
  if (score === scale.max && scale.high) return readIn(tongue, scale.high);
  const satisfaction = question.measure === 'csat';
  // what lies between words of the survey's own about something else, such as effort, is no "OK"
  const ownEnds = scale.low !== undefined || scale.high !== undefined;
  if (tongue.foreign || !isNamed(scale) || (ownEnds && !satisfaction)) return String(score);
  const words = satisfaction ? 'satisfied' : 'good';
  return textOf(tongue, `respond.${words}${(moodOf(scale, score) + 1) as 1}`);
}

/** Whether each score has a face of its own, and so words of its own. */
const isNamed = ({ shownAs, min, max }: Scale): boolean => shownAs === 'emoji' && max - min + 1 === FACES;

/** Whether it is said below the scale what its ends mean; with faces it stands at the ends themselves. */
export const hasEnds = ({ shownAs, low, high }: Scale): boolean =>
  shownAs !== 'emoji' && (low !== undefined || high !== undefined);

function endsOf({ tongue, id }: Asked, scale: Scale): Html | undefined {
  const { low, high, min, max } = scale;
  if (!hasEnds(scale)) return undefined;
  return html`<p class="ends" id="${id}-ends">${
    low && html`<span id="${id}-low">${min} = ${readIn(tongue, low)}</span>`
  }${high && html`<span id="${id}-high">${max} = ${readIn(tongue, high)}</span>`}</p>`;
}
