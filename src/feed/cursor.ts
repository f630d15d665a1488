import { UserError } from '../errors.ts';

/** A place in the feed, and the feed it belongs to. */
export interface Cursor {
  readonly epoch: string;
  /** All that fits up to here was seen. */
  readonly position: number;
  /** Position of the last change that was seen, when nothing fitted since; absent: the same. */
  readonly previous?: number;
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

/** Opaque to callers: version, epoch, position, and the position before it where that is another one. */
export const encodeCursor = ({ epoch, position, previous = position }: Cursor): string =>
  Buffer.from(`v1.${epoch}.${position}${previous < position ? `.${previous}` : ''}`).toString('base64url');

/** Reads a cursor of the feed with this epoch. One of another database is refused, never silently wrong. */
export function decodeCursor(text: string, epoch: string): Required<Cursor> {
  const decoded = Buffer.from(text, 'base64url').toString();
  const [, of, position, previous = position] =
    /^v1\.([0-9a-f-]{36})\.(\d{1,15})(?:\.(\d{1,15}))?$/.exec(decoded) ?? [];
  if (of === undefined || position === undefined)
    throw new BadCursorError(`This is not a cursor of the feed. ${RESYNC}`);
  if (of !== epoch) throw new BadCursorError(`This cursor belongs to another feed. ${RESYNC}`);
  return { epoch, position: Number(position), previous: Math.min(Number(previous), Number(position)) };
}
