import { hash } from 'node:crypto';
import { SUBJECTS } from '../feed/change-data.ts';
import type { Rendered } from './render.ts';
import { type SigningKey, signMessage } from './signing-key.ts';

export const FORMATS = ['standard', 'cloudevents'] as const;
export type Format = (typeof FORMATS)[number];

/** Of the body of a message, as Standard Webhooks recommends. What a document made larger is sent thin instead. */
export const MOST_BYTES = 20 * 1024;

/** A message that is ready to be signed and sent. */
export interface Message {
  readonly id: string;
  readonly body: string;
}

/** What a message is about, beside its content. */
export interface Envelope {
  readonly id: string;
  readonly epoch: string;
  readonly format: Format;
  /** Whether it was on its way before, under another id. */
  readonly replay: boolean;
}

/**
 * The id of the message about a change: the same over all attempts, another one for each endpoint and after each replay.
 * The feed's epoch is in it, since a restored database gives positions anew.
 */
export const messageId = (epoch: string, endpointId: string, generation: number, position: number): string =>
  `msg_${hash('sha256', `${epoch} ${endpointId} ${generation} ${position}`, 'base64url').slice(0, 30)}`;

/** Puts the body of a message together. */
export function bodyOf(rendered: Rendered, envelope: Envelope): string {
  const body = toJson(rendered, envelope, false);
  const fits = rendered.chosen === undefined || Buffer.byteLength(body) <= MOST_BYTES;
  return fits ? body : toJson(rendered, envelope, true);
}

function toJson({ thin, chosen }: Rendered, { id, epoch, format, replay }: Envelope, tooLarge: boolean): string {
  const { type, timestamp } = thin;
  const { data, errors } = tooLarge || chosen === undefined ? { data: thin.data, errors: undefined } : chosen;
  const content = { data, ...(errors && { errors }) };
  if (format === 'standard')
    return JSON.stringify({ type, timestamp, ...(replay && { replay }), ...(tooLarge && { tooLarge }), ...content });
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: `urn:uuid:${epoch}`,
    type,
    subject: subjectOf(thin.data),
    time: timestamp,
    datacontenttype: 'application/json',
    ...(replay && { replay }),
    ...(tooLarge && { toolarge: true }),
    // attributes of extensions are plain values, so what went wrong lies with the data
    data: errors ? content : data,
  });
}

function subjectOf(data: Rendered['thin']['data']): string | undefined {
  for (const [name, { field }] of Object.entries(SUBJECTS))
    if (typeof data[field] === 'string') return `${name}/${data[field]}`;
  return undefined;
}

/** The headers of one attempt at `now` (epoch milliseconds), signed with each key that is valid then. */
export function headersOf(
  { id, body }: Message,
  format: Format,
  keys: readonly SigningKey[],
  now: number,
): Record<string, string> {
  const timestamp = Math.floor(now / 1000);
  return {
    'content-type': format === 'standard' ? 'application/json' : 'application/cloudevents+json; charset=utf-8',
    'user-agent': 'Retinue-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': keys.map((key) => signMessage(key, id, timestamp, body)).join(' '),
  };
}
