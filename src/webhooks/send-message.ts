import type { Attempt } from './attempt.ts';
import { type Endpoint, keysOf } from './endpoint.ts';
import { bodyOf, headersOf } from './message.ts';
import type { Answer, Poster } from './post.ts';
import type { Rendered } from './render.ts';
import type { Time } from './time.ts';

export interface Sender {
  readonly poster: Poster;
  readonly time: Time;
  readonly epoch: string;
}

/** An attempt, and what the receiver asked for besides. */
export type SentAttempt = Attempt & Pick<Answer, 'retryAfter'>;

/** Makes one attempt to deliver a message, signed for this very moment. */
export async function sendMessage(
  { poster, time, epoch }: Sender,
  endpoint: Endpoint,
  rendered: Rendered,
  { id, change, number, replay }: Pick<Attempt, 'number' | 'replay' | 'change'> & { readonly id: string },
): Promise<SentAttempt> {
  const { format, url } = endpoint;
  const at = time.now();
  const { status, error, text, retryAfter, ms } = hasFailed(rendered) ? NOTHING_SENT : await post();
  const { type } = rendered.thin;
  return { messageId: id, type, ...(change && { change }), number, replay, at, status, error, text, ms, retryAfter };

  function post(): Promise<Answer> {
    const body = bodyOf(rendered, { id, epoch, format, replay });
    return poster.post(url, headersOf({ id, body }, format, keysOf(endpoint, at), at), body);
  }
}

/** A document whose result is nothing but errors makes no message. */
const hasFailed = ({ chosen }: Rendered): boolean => chosen !== undefined && (chosen.data ?? null) === null;

/** The error of an attempt that did not leave here. */
export const NOT_RENDERED =
  'NOT_RENDERED: the document gave errors instead of data; run it as a subscription to see them.';

const NOTHING_SENT: Answer = { status: null, error: NOT_RENDERED, text: null, retryAfter: undefined, ms: 0 };
