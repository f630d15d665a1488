import type { Issue } from '../../errors.ts';
import type { Question, SurveyDocument } from '../document.ts';
import { FIELDS } from './fields.ts';
import { frame } from './frame.ts';
import { type Html, html } from './html.ts';
import { questionOf } from './question.ts';
import { wordsOf } from './rating.ts';
import { readIn, saidOn, type Tongue, textOf, toldOn } from './tongue.ts';

/** One step of a survey. */
export interface FormView {
  readonly tongue: Tongue;
  readonly accountTitle: string | undefined;
  readonly document: SurveyDocument;
  readonly token: string;
  readonly questions: readonly Question[];
  /** Whether other questions may follow. */
  readonly more: boolean;
  /** Whether there are answers already. */
  readonly begun: boolean;
  /** What was sent and could not be taken, or is marked by the link; by question. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  /** What has to be looked at again; paths begin with the key of the question. */
  readonly faults: readonly Issue[];
  /** The last question that was shown before, when others come after it. */
  readonly after: string | undefined;
  /** What of the address stays when the language is switched. */
  readonly query: string;
}

/** The page with the questions of one step. It works without scripts: all of them are in one form. */
export function formPage(view: FormView): string {
  const { tongue, accountTitle, document, token, questions, begun, given, faults } = view;
  const title = readIn(tongue, document.title);
  const button = textOf(tongue, view.more ? 'respond.continue' : 'respond.send');
  const drawn = questions.map((question, i) => {
    const fault = faults.find(({ path }) => path[0] === question.key);
    const chosen = given.get(question.key) ?? [];
    return questionOf({
      tongue,
      id: idOf(i),
      question,
      given: chosen,
      fault: fault && toldOn(tongue, fault),
      note:
        faults.length === 0 && chosen.length > 0 ? marked(tongue, question, chosen[0] as string, button) : undefined,
    });
  });
  const content = html`<main>
<h1>${title}</h1>
${begun ? html`<p class="lead">${saidOn(tongue, 'respond.kept')}</p>` : introduction(view)}
${faults.length > 0 && summary(view)}
<form method="post" action="${token}?lang=${tongue.language}${view.after !== undefined && `&after=${view.after}`}" novalidate>
<input type="hidden" name="${FIELDS.shown}" value="${questions.map(({ key }) => key).join(',')}">
<div class="unseen" aria-hidden="true"><label for="trap">${saidOn(tongue, 'respond.trap')}</label><input id="trap" name="${FIELDS.trap}" tabindex="-1" autocomplete="off"></div>
${drawn}
<button type="submit">${saidOn(tongue, view.more ? 'respond.continue' : 'respond.send')}</button>
</form>
<p class="fine">${saidOn(tongue, begun ? 'respond.privateBegun' : 'respond.private', { button })}</p>
</main>`;
  const shown = faults.length > 0 ? textOf(tongue, 'respond.error', { title }) : title;
  return frame({ tongue, title: shown, accountTitle, languages: document.languages, query: view.query }, content);
}

const idOf = (i: number): string => `q${i + 1}`;

const introduction = ({ tongue, document }: FormView): Html | undefined =>
  document.introduction && html`<p class="lead">${readIn(tongue, document.introduction)}</p>`;

/** Takes the focus when the page opens, so that it is read out first; each fault leads to its question. */
function summary({ tongue, faults, questions }: FormView): Html {
  return html`<div class="summary" role="alert" tabindex="-1" autofocus aria-labelledby="faults">
<h2 id="faults">${saidOn(tongue, 'respond.again', { count: faults.length })}</h2>
<ul>${faults.map((fault) => {
    const [key] = fault.path;
    const i = Math.max(
      0,
      questions.findIndex((one) => one.key === key),
    );
    const question = questions[i];
    const about = key !== undefined && question ? html`${readIn(tongue, question.text)} – ` : undefined;
    return html`<li><a href="#${idOf(i)}-0">${about}${toldOn(tongue, fault)}</a></li>`;
  })}</ul>
</div>`;
}

function marked(tongue: Tongue, question: Question, chosen: string, button: string): Html {
  const { scale, options = [] } = question;
  const option = options.find(({ key }) => key === chosen);
  const words = option ? readIn(tongue, option.text) : scale ? wordsOf({ tongue, question }, scale, +chosen) : chosen;
  return saidOn(tongue, 'respond.chosen', { answer: words, button });
}
