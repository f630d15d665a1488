import type { WriteStream } from 'node:tty';
import type { ImportProgress } from '../imports/import-job.ts';
import { progressLine } from '../imports/progress-line.ts';

const REDRAW = 100;
const LINE_EVERY = 5000;

/** Shows how far an import has come: a bar that is redrawn on a terminal, otherwise a line every few seconds. */
export function showProgress(out: WriteStream): { show(progress: ImportProgress): void; end(): void } {
  const startedAt = performance.now();
  const { isTTY } = out;
  let shownAt = isTTY ? 0 : startedAt;
  let drawn = false;
  let first: number | undefined;
  return {
    show({ rows, rejected, bytesRead, bytesTotal }) {
      const now = performance.now();
      first ??= rows;
      if (now - shownAt < (isTTY ? REDRAW : LINE_EVERY)) return;
      shownAt = now;
      const shown = { done: bytesRead, total: bytesTotal, rows: rows - first, failed: rejected, startedAt, now };
      const line = progressLine(isTTY ? { ...shown, width: out.columns } : shown);
      out.write(isTTY ? `\r\u001b[2K${line}` : `${line}\n`);
      drawn = isTTY;
    },
    end() {
      if (drawn) out.write('\r\u001b[2K');
    },
  };
}
