import { hash } from 'node:crypto';

/** Name space of all ids that follow from a caller's keys. */
const SPACE = Buffer.from('6f1d3c52a6f04a8fb9a1d3f0b7c15a9e', 'hex');

/** A uuid that follows from the text (version 5, RFC 9562): the same text gives the same id on every machine. */
export function uuidOf(text: string): string {
  const hex = hash('sha1', Buffer.concat([SPACE, Buffer.from(text)]), 'hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The id of an activity follows from its customer, source and key: recording is idempotent by construction. */
export const activityIdOf = (customerId: string, source: string, key: string): string =>
  uuidOf(`activity\0${customerId}\0${source}\0${key}`);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text that a caller gave can be an id. */
export const isUuid = (text: string): boolean => UUID.test(text);
