export interface Progress {
  /** Bytes of the input read so far. */
  readonly done: number;
  /** Bytes of the input; undefined when it is a stream. */
  readonly total: number | undefined;
  readonly rows: number;
  readonly failed: number;
  /** Milliseconds of one clock. */
  readonly startedAt: number;
  readonly now: number;
  /** Columns of the terminal; 0 or undefined when it is none: then a plain line without a bar. */
  readonly width?: number;
}

const LEAST_BAR = 10;
const MOST_BAR = 40;

/** One line that tells how far an import has come. Never longer than the terminal is wide, so that it can be redrawn. */
export function progressLine({ done, total, rows, failed, startedAt, now, width }: Progress): string {
  const seconds = Math.max(0, now - startedAt) / 1000;
  const rate = seconds > 0 ? Math.round(rows / seconds) : 0;
  const share = total === undefined || total <= 0 ? undefined : Math.min(1, Math.max(0, done / total));
  const parts = [
    ...(share === undefined ? [] : [`${Math.floor(share * 100)} %`.padStart(5)]),
    `${count(rows)} rows`,
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
    `${count(rate)} rows/s`,
    share === undefined || share === 0 || share === 1 ? took(seconds) : `${took((seconds / share) * (1 - share))} left`,
  ];
  const text = parts.join('  ');
  if (!width) return text.trim();
  const room = Math.min(MOST_BAR, width - text.length - 3);
  if (share === undefined || room < LEAST_BAR) return text.slice(0, width);
  const filled = Math.round(share * room);
  return `[${'█'.repeat(filled)}${'░'.repeat(room - filled)}] ${text}`;
}

const count = (number: number): string => number.toLocaleString('en');

function took(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}
