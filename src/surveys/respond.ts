import type { Database } from '../db/database.ts';
import { LANGUAGES } from '../language/language.ts';
import { answerForm } from './answer-form.ts';
import { type Closed, type Invited, readInvited } from './invited.ts';
import type { Link } from './link.ts';
import { nextStep } from './next-step.ts';
import { type FormView, formPage } from './page/form.ts';
import { MESSAGES, type Message, messagePage } from './page/message.ts';
import { readForm, readMarks } from './page/read-form.ts';
import { chooseLanguage, readIn, tongueOf } from './page/tongue.ts';
import { orFull } from './quotas.ts';
import type { Recording } from './record-answers.ts';

/** What answering a page takes. */
export interface Responding extends Recording {
  readonly database: Database;
  readonly accountTitle: string | undefined;
}

/** What somebody asks for: an address, and the languages they like. */
export interface Visit {
  readonly token: string;
  readonly query: URLSearchParams;
  readonly languages: readonly string[];
}

/** What is sent back: a page, or where to go next, relative to the pages. */
export type Reply =
  | { readonly status: number; readonly page: string; readonly language: string }
  | { readonly status: 303; readonly location: string };

/** Shows the questions that come next, or why there are none. Records nothing. */
export async function showPage(responding: Responding, link: Link, visit: Visit): Promise<Reply> {
  const found = await readInvited(responding.database, link, nowOf(responding));
  const invited = found && (await orFull(responding.database, found));
  if (!invited) return sayMessage(responding, 'withdrawn', visit);
  if (invited.closed) return sayMessage(responding, invited.closed, visit, invited);
  const marks = readMarks(invited.survey.document, invited.prefill, visit.query);
  return showForm(responding, invited, visit, { given: marks, faults: [] });
}

/** Thanks whoever has answered everything; others are led to the questions. */
export async function showThanks(responding: Responding, link: Link, visit: Visit): Promise<Reply> {
  const invited = await readInvited(responding.database, link, nowOf(responding));
  if (invited?.closed === 'used') return sayMessage(responding, 'thanks', visit, invited);
  return { status: 303, location: `../${visit.token}` };
}

/** Records what was sent, and leads to what comes next. */
export async function takeForm(responding: Responding, link: Link, visit: Visit, body: string): Promise<Reply> {
  const invited = await readInvited(responding.database, link, nowOf(responding));
  if (!invited) return sayMessage(responding, 'withdrawn', visit);
  const form = readForm(invited.survey.document, body);
  const result = await answerForm(responding, invited, form);
  const { language } = tongueFor(visit, invited);
  switch (result.to) {
    case 'thanks':
      return { status: 303, location: `${visit.token}/thanks?lang=${language}` };
    case 'next':
      return {
        status: 303,
        location: `${visit.token}?lang=${language}${result.after ? `&after=${result.after}` : ''}`,
      };
    case 'closed':
      return sayMessage(responding, result.closed, visit, invited);
    case 'again':
      return showForm(responding, invited, visit, { given: form.given, faults: result.issues });
  }
}

/** Says in words why there are no questions. */
export function sayMessage(
  { accountTitle }: Pick<Responding, 'accountTitle'>,
  message: Message | Closed,
  visit: Visit,
  invited?: Invited,
): Reply {
  const document = invited?.survey.document;
  const tongue = tongueFor(visit, invited);
  const text = message === 'thanks' && document?.thanks ? readIn(tongue, document.thanks) : undefined;
  const languages = document?.languages ?? LANGUAGES;
  const page = messagePage({ tongue, accountTitle, message, text, languages });
  return { status: MESSAGES[message].status, page, language: tongue.language };
}

function showForm(
  { accountTitle }: Responding,
  invited: Invited,
  visit: Visit,
  shown: Pick<FormView, 'given' | 'faults'>,
): Reply {
  const { document } = invited.survey;
  const tongue = tongueFor(visit, invited);
  const after = document.questions.find(({ key }) => key === visit.query.get('after'))?.key;
  const { questions, more } = nextStep(document, invited.answers, after);
  const page = formPage({
    ...{ tongue, accountTitle, document, questions, more, ...shown },
    token: visit.token,
    begun: invited.answers.length > 0,
    after,
    query: keptQuery(visit.query, after),
  });
  return { status: shown.faults.length > 0 ? 422 : 200, page, language: tongue.language };
}

/** What else the address says, for a page in another language. */
function keptQuery(query: URLSearchParams, after: string | undefined): string {
  const kept = new URLSearchParams([...query].filter(([name]) => MARKS.has(name)));
  if (after !== undefined) kept.set('after', after);
  return kept.toString();
}

const MARKS: ReadonlySet<string> = new Set(['q', 'score', 'choice']);

function tongueFor({ query, languages }: Visit, invited?: Invited) {
  const document = invited?.survey.document;
  return tongueOf(chooseLanguage(document?.languages ?? LANGUAGES, query.get('lang'), invited?.language, ...languages));
}

const nowOf = ({ clock }: Responding): number => clock?.() ?? Date.now();
