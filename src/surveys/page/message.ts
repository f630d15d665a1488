import { frame } from './frame.ts';
import { html } from './html.ts';
import { sign } from './signs.ts';
import { saidOn, type Tongue, textOf } from './tongue.ts';

/** What a page without questions says, and the status of its answer. */
export const MESSAGES = {
  thanks: { status: 200, good: true },
  used: { status: 410, good: true },
  expired: { status: 410, good: false },
  erased: { status: 410, good: false },
  withdrawn: { status: 410, good: false },
  full: { status: 409, good: false },
  unknown: { status: 404, good: false },
  method: { status: 405, good: false },
  tooLarge: { status: 413, good: false },
  busy: { status: 429, good: false },
} as const satisfies Readonly<Record<string, { status: number; good: boolean }>>;

export type Message = keyof typeof MESSAGES;

export interface MessageView {
  readonly tongue: Tongue;
  readonly accountTitle: string | undefined;
  readonly message: Message;
  /** Own words of the survey, in place of ours. */
  readonly text?: string | undefined;
  /** Between which a reader can switch. */
  readonly languages?: readonly string[] | undefined;
}

export function messagePage({ tongue, accountTitle, message, text, languages = [] }: MessageView): string {
  const content = html`<main class="message">
${sign(MESSAGES[message].good ? 'done' : 'stopped')}
<h1>${saidOn(tongue, `respond.${message}Title`)}</h1>
<p class="lead">${text ?? saidOn(tongue, `respond.${message}Text`)}</p>
${text !== undefined && html`<p class="lead">${saidOn(tongue, 'respond.closePage')}</p>`}
</main>`;
  return frame({ tongue, title: textOf(tongue, `respond.${message}Title`), accountTitle, languages }, content);
}
