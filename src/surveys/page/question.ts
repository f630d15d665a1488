import type { Option } from '../document.ts';
import { LIMITS } from '../limits.ts';
import { answerField } from './fields.ts';
import { type Html, html } from './html.ts';
import { type Asked, hasEnds, ratingOf } from './rating.ts';
import { readIn, saidOn } from './tongue.ts';

/** A question as it stands on the page. */
export interface OnPage extends Asked {
  /** What is wrong with what was given. */
  readonly fault: Html | undefined;
  /** What is said about an answer that is marked already. */
  readonly note: Html | undefined;
}

export function questionOf(one: OnPage): Html {
  const { tongue, id, question, fault, note } = one;
  const { kind, scale, options = [] } = question;
  const several = kind === 'multiple' && saidOn(tongue, 'respond.several');
  const described = [
    scale && hasEnds(scale) && `${id}-ends`,
    (several || kind === 'open') && `${id}-hint`,
    note && `${id}-note`,
    fault && `${id}-fault`,
  ];
  const about = described.filter(Boolean).join(' ');
  const describedBy = about && html` aria-describedby="${about}"`;
  const ask = html`${readIn(tongue, question.text)}${
    !question.required && html` <span class="mark">(${saidOn(tongue, 'respond.optional')})</span>`
  }`;
  const above = html`${note && html`<p class="note" id="${id}-note">${note}</p>`}${
    fault && html`<p class="fault" id="${id}-fault">${fault}</p>`
  }`;
  const look = html`question${fault && ' faulty'}`;
  if (kind === 'open')
    return html`<div class="${look}"><label class="ask" for="${id}-0">${ask}</label>${above}
<textarea id="${id}-0" name="${answerField(question.key)}" rows="4" maxlength="${LIMITS.characters.answer}" dir="auto"${describedBy}${
      fault && html` aria-invalid="true"`
    }>
${one.given[0] ?? ''}</textarea>
<p class="hint below" id="${id}-hint">${saidOn(tongue, 'respond.upTo', { most: LIMITS.characters.answer })}</p></div>`;
  const role = kind !== 'multiple' && html` role="radiogroup"${question.required && html` aria-required="true"`}`;
  return html`<fieldset class="${look}"${role}${describedBy}><legend class="ask">${ask}</legend>
${above}${several && html`<p class="hint" id="${id}-hint">${several}</p>`}
${scale ? ratingOf(one, scale) : html`<div class="choices">${options.map((option, i) => choiceOf(one, option, i))}</div>`}
${kind !== 'multiple' && !question.required && noAnswer(one)}
</fieldset>`;
}

function choiceOf({ tongue, id, question, given }: Asked, { key, text }: Option, i: number): Html {
  const many = question.kind === 'multiple';
  return html`<div class="choice"><input type="${many ? 'checkbox' : 'radio'}" id="${id}-${i}" name="${answerField(question.key)}" value="${key}"${
    given.includes(key) && html` checked`
  }><label for="${id}-${i}"><span class="dot${many && ' box'}"></span><span>${readIn(tongue, text)}</span></label></div>`;
}

/** A radio button that was pressed cannot be let go, so not to answer is a choice of its own. */
const noAnswer = ({ tongue, id, question }: Asked): Html =>
  html`<div class="choice none"><input type="radio" id="${id}-none" name="${answerField(question.key)}" value=""><label for="${id}-none">${saidOn(tongue, 'respond.noAnswer')}</label></div>`;
