import { UserError } from '../errors.ts';

/** A place in the feed: the position of the last change seen, and the feed it belongs to. */
export interface Cursor {
  readonly epoch: string;
  readonly position: number;
}

/** The cursor does not belong to this feed, or is no cursor at all. */
export class BadCursorError extends UserError {
  constructor(message: string) {
    super('BAD_CURSOR', message, ['after']);
  }
}

/** What comes after the cursor is not kept any more. */
export class CursorExpiredError extends UserError {
  constructor() {
    super('CURSOR_EXPIRED', `The changes after this cursor are not kept any more. ${RESYNC}`, ['after']);
  }
}

const RESYNC =
  'Read the members of your segments again, and follow the feed from the `feedCursor` that comes with them.';

/** Opaque to callers: version, epoch and position. */
export const encodeCursor = ({ epoch, position }: Cursor): string =>
  Buffer.from(`v1.${epoch}.${position}`).toString('base64url');

/** Reads a cursor of the feed with this epoch. One of another database is refused, never silently wrong. */
export function decodeCursor(text: string, epoch: string): Cursor {
  const decoded = Buffer.from(text, 'base64url').toString();
  const [, of, position] = /^v1\.([0-9a-f-]{36})\.(\d{1,15})$/.exec(decoded) ?? [];
  if (of === undefined || position === undefined)
    throw new BadCursorError(`This is not a cursor of the feed. ${RESYNC}`);
  if (of !== epoch) throw new BadCursorError(`This cursor belongs to another feed. ${RESYNC}`);
  return { epoch, position: Number(position) };
}
