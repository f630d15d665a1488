import { clockChange, type Offsets } from '../time/offsets.ts';
import type { QuietHours } from './policy.ts';

const DAY = 86_400_000;

/**
 * When it stops being quiet, for an instant at which it is; undefined for one at which it is not. The clock on the wall
 * decides, also in nights in which it is changed.
 */
export function quietUntil({ from, to }: QuietHours, offsets: Offsets, at: number): number | undefined {
  const [start, end] = [timeOfDay(from), timeOfDay(to)];
  const isQuiet = (instant: number): boolean => {
    const shown = remainder(instant + offsets(instant));
    return start < end ? start <= shown && shown < end : start <= shown || shown < end;
  };
  let instant = at;
  while (isQuiet(instant)) {
    const undisturbed = instant + remainder(end - instant - offsets(instant));
    instant = clockChange(offsets, instant, undisturbed) ?? undisturbed;
  }
  return instant === at ? undefined : instant;
}

const remainder = (ms: number): number => ((ms % DAY) + DAY) % DAY;

/** `21:30` as milliseconds since midnight. */
function timeOfDay(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}
