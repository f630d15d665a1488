import { isUuid } from '#contract';
import type { Case } from '../cases/case.ts';

/** The place of a case in lists by the instant at which cases were opened. */
export const cursorOf = ({ openedAt, id }: Case): string => `${openedAt} ${id}`;

/** Where a cursor leads; undefined: nowhere. */
export function placeOf(cursor: string | undefined): readonly [number | null, string | null] | undefined {
  if (cursor === undefined) return [null, null];
  const [at, id = ''] = cursor.split(' ');
  return isUuid(id) && Number.isFinite(Number(at)) ? [Number(at), id] : undefined;
}
